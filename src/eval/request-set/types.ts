/**
 * Sets of requests, exactly: each is a union of boxes, each box a product of languages.
 *
 * INVARIANT: values are immutable and canonical enough that equal text means equal set; the converse needs `equals`.
 */

/** The string patterns of Istio's AuthorizationPolicy and of routes, already parsed. Every one is a regular language. */
export type Pattern
  = | { readonly kind: 'exact'; readonly value: string }
    | { readonly kind: 'prefix'; readonly value: string }
    | { readonly kind: 'suffix'; readonly value: string }
  /** `*`: present and not empty. */
    | { readonly kind: 'present' }
  /** `{*}` one segment, `{**}` any number of them. */
    | { readonly kind: 'template'; readonly value: string }
  /** RE2, of the whole string; only such as automata can be made of. */
    | { readonly kind: 'expression'; readonly value: string }
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

/** The values of one claim: a string, or a list of them; a claim that is not there has none. `[iss]` and `[sub]` have one at most. */
export interface ClaimSet {
  /** Of each of these lists some value matches a pattern; so it can be two values for two lists. */
  readonly has?: readonly (readonly Pattern[])[];
  /** No value matches any of these. */
  readonly hasNone?: readonly Pattern[];
}

/**
 * The token that a request carries. One without is outside wherever `key` or a claim's `has` is there.
 *
 * A second token in another place is not expressed: whoever sends two could send either of them alone.
 */
export interface TokenSet {
  /** In which places, `header authorization "Bearer "`; left out: in any, or none. `{ in: [], absent: true }`: no token. */
  readonly at?: HeaderSet;
  /** By which keys it is signed, and vouched for now: one that has expired is signed by no key of anybody's. */
  readonly key?: StringSet;
  /** Path of a claim, `[realm][roles]`, to its values; with ` (words)` behind it, to the words of a string. */
  readonly claims?: Readonly<Record<string, ClaimSet>>;
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
      readonly token?: TokenSet;
      /** All of them hold. */
      readonly when?: readonly Opaque[];
      /** None of them holds. */
      readonly whenNot?: readonly Opaque[];
    };

export interface TokenWitness {
  readonly at: string;
  readonly key: string;
  /** By path, as a token has them: one string, or a list. */
  readonly claims: Readonly<Record<string, string | readonly string[]>>;
  /** Whether it has all claims that are asked of it: left out, it does. */
  readonly unknown?: true;
}

/** A witness: one concrete request inside a set; `path` is normalized and without query, `when` lists the conditions that hold. */
export type Witness
  = | { readonly kind: 'bytes'; readonly when: readonly string[] }
    | {
      readonly kind: 'http';
      readonly method: string;
      readonly host: string;
      readonly path: string;
      readonly headers: Readonly<Record<string, string>>;
      /** Left out: it carries none. */
      readonly token?: TokenWitness;
      readonly when: readonly string[];
    };

/** Immutable; see `./algebra` for the operations. */
export interface RequestSet {
  /** Union. Empty: no request. */
  readonly boxes: readonly Box[];
}
