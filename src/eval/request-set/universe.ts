import { anyNumberOf, atLeastOne, either, type Expression, NOTHING, oneOf, optional, sequence, source, text } from './expression';

/**
 * Which strings a dimension can hold at all. Two sets are equal when they agree on these.
 *
 * Soundness: a request outside its universe reaches no application, whatever policies say, so that no set of permitted requests
 * is called smaller than it is.
 * - method: any visible characters. Wider than HTTP's tokens, and both cases: nothing rests on a proxy refusing lower case.
 * - host: lower-cased, without white space; may be empty (`hosts: ["*"]` is not the same as no `hosts`).
 * - path: what is left after normalization and without query and fragment. It starts with `/`: the inbound route of a sidecar is the
 *   prefix `/`, so that `OPTIONS *` and CONNECT are answered 404. It has no dot segment, backslash or encoded unreserved
 *   character: BASE and stronger modes resolve them before a policy is asked. Under NONE they can arrive; there the proof states
 *   an assumption instead of reasoning about spellings that no policy of ours mentions.
 * - header value: anything printable, empty included.
 */
export const DIMENSIONS = ['method', 'host', 'path', 'header'] as const;
export type Dimension = typeof DIMENSIONS[number];

interface Universe {
  /** What every string of the universe is. */
  readonly is: Expression;
  /** What is found nowhere in it. */
  readonly without?: Expression;
  /** What it does not end in. */
  readonly notAtEnd?: Expression;
}

const VISIBLE = '!-~\u00a1-\uffff';
const SLASH = text('/');
// `/./` and `/../` (`/..;x/` can be left: from `%2e%2e;x`); a backslash; an encoded letter, digit, `-`, `.`, `_` or `~` (RFC 3986 section 6.2.2).
const DOT_SEGMENT = sequence(SLASH, text('.'), optional(text('.')));
const ENCODED_UNRESERVED = sequence(text('%'), either(
  sequence(text('2'), oneOf('dDeE')),
  sequence(text('3'), oneOf('0-9')),
  sequence(oneOf('46'), oneOf('1-9a-fA-F')),
  sequence(oneOf('57'), oneOf('0-9aA')),
  sequence(text('5'), oneOf('fF')),
  sequence(text('7'), oneOf('eE')),
));

export const UNIVERSE: Readonly<Record<Dimension, Universe>> = {
  method: { is: atLeastOne(oneOf(VISIBLE)) },
  host: { is: anyNumberOf(oneOf(VISIBLE)), without: oneOf('A-Z') },
  path: { is: sequence(SLASH, anyNumberOf(oneOf(VISIBLE))), without: either(oneOf('?#\\'), sequence(DOT_SEGMENT, SLASH), ENCODED_UNRESERVED), notAtEnd: DOT_SEGMENT },
  header: { is: anyNumberOf(oneOf(` ${VISIBLE}`)) },
};

const IS = Object.fromEntries(DIMENSIONS.map((d) => [d, new RegExp(`^${source(UNIVERSE[d].is)}$`)])) as Record<Dimension, RegExp>;
const IS_NOT = Object.fromEntries(DIMENSIONS.map((d) => {
  const { without = NOTHING, notAtEnd = NOTHING } = UNIVERSE[d];
  return [d, new RegExp(`${source(without)}|${source(notAtEnd)}$`)];
})) as Record<Dimension, RegExp>;

export function inUniverse(dimension: Dimension, value: string): boolean {
  return IS[dimension].test(value) && !IS_NOT[dimension].test(value);
}

/** Tried first, so that a witness is a request that people would send. */
export const READABLE: Readonly<Record<Dimension, readonly string[]>> = {
  method: ['GET', 'POST', 'DELETE', 'PUT', 'PATCH', 'HEAD', 'OPTIONS', 'TRACE', 'PURGE', 'X'],
  host: ['any.example', 'other.example', 'x'],
  path: ['/', '/x', '/x/y', '/admin'],
  header: ['x', 'y', ''],
};

/** Stands in a witness where every host will do. */
export const ANY_HOST = READABLE.host[0];
