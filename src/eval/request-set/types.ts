/**
 * Sets of requests, exactly: each is a union of boxes, each box a product of languages.
 *
 * INVARIANT: values are immutable and canonical enough that equal text means equal set; the converse needs `equals`.
 */

/** The string patterns of Istio's AuthorizationPolicy, already parsed. Every one is a regular language. */
export type Pattern
  = | { readonly kind: 'exact'; readonly value: string }
    | { readonly kind: 'prefix'; readonly value: string }
    | { readonly kind: 'suffix'; readonly value: string }
  /** `*`: present and not empty. */
    | { readonly kind: 'present' }
  /** `{*}` one segment, `{**}` any number of them. */
    | { readonly kind: 'template'; readonly value: string }
  /** Strings that match all of them; what is left of two patterns neither of which contains the other. */
    | { readonly kind: 'all'; readonly of: readonly Pattern[] };

/** `in` undefined: every string. `(any of in) and none of notIn`. */
export interface StringSet {
  readonly in?: readonly Pattern[];
  readonly notIn?: readonly Pattern[];
}

/** The values of one header, and whether a request without it belongs, too. */
export interface HeaderSet extends StringSet {
  /** Left out: the header must be present. `{ in: [], absent: true }`: it must not be. */
  readonly absent?: boolean;
}

/** A condition whose truth depends on nothing that the other dimensions carry; one boolean. */
export interface Opaque {
  /** Canonical text, `request.auth.claims[group] in [a, b]`; equal keys are the same condition. */
  readonly key: string;
}

/**
 * One box. A dimension that is left out is unconstrained.
 *
 * `kind: 'bytes'` is a connection that carries something other than HTTP; it has no other dimension.
 */
export type Box
  = | { readonly kind: 'bytes'; readonly when?: readonly Opaque[]; readonly whenNot?: readonly Opaque[] }
    | {
      readonly kind: 'http';
      readonly methods?: StringSet;
      readonly hosts?: StringSet;
      readonly paths?: StringSet;
      /** Lower-case header name to the set of its values; a name listed here must be present unless its set says `absent`. */
      readonly headers?: Readonly<Record<string, HeaderSet>>;
      /** All of them hold. */
      readonly when?: readonly Opaque[];
      /** None of them holds. */
      readonly whenNot?: readonly Opaque[];
    };

/** A witness: one concrete request inside a set; `path` is normalized and without query, `when` lists the conditions that hold. */
export type Witness
  = | { readonly kind: 'bytes'; readonly when: readonly string[] }
    | {
      readonly kind: 'http';
      readonly method: string;
      readonly host: string;
      readonly path: string;
      readonly headers: Readonly<Record<string, string>>;
      readonly when: readonly string[];
    };

/** Immutable; see `./algebra` for the operations. */
export interface RequestSet {
  /** Union. Empty: no request. */
  readonly boxes: readonly Box[];
}
