import { ANY_HTTP, intersect, isEmpty, NOTHING, type RequestSet, setKey, subtract, union } from './request-set';
import type { Tri } from './tri';

/**
 * A set of requests of which some are not decided.
 *
 * INVARIANT: `must` is inside `may`. Where everything is decided they are the same object, and every operation keeps it so, because
 * most sets are exact and most operations have a neutral element: the algebra is only asked for the rest.
 */
export interface Approximation {
  readonly must: RequestSet;
  readonly may: RequestSet;
}

export const NONE: Approximation = { must: NOTHING, may: NOTHING };
/** Of HTTP requests. */
export const EVERY: Approximation = { must: ANY_HTTP, may: ANY_HTTP };
export const UNDECIDED: Approximation = { must: NOTHING, may: ANY_HTTP };

export function exact(set: RequestSet): Approximation {
  return { must: set, may: set };
}

/** INVARIANT of operations on these: where the result is a constant, it is the constant itself, so that it can be compared by identity. */
export function ofTri(t: Tri): Approximation {
  return t === 'yes' ? EVERY : t === 'no' ? NONE : UNDECIDED;
}

export function and(as: readonly Approximation[]): Approximation {
  let result = EVERY;
  for (const a of as) {
    if (a === NONE) return NONE;
    if (a === EVERY || a === result) continue;
    result = result === EVERY ? a : both(result, a, intersect);
  }
  return result;
}

export function or(as: readonly Approximation[]): Approximation {
  const some = as.filter((a) => a !== NONE);
  if (some.length === 0) return NONE;
  if (some.includes(EVERY)) return EVERY;
  if (some.length === 1) return some[0];
  const must = union(...some.map((a) => a.must));
  return some.every((a) => a.must === a.may) ? exact(must) : { must, may: union(...some.map((a) => a.may)) };
}

function both(a: Approximation, b: Approximation, operation: (x: RequestSet, y: RequestSet) => RequestSet): Approximation {
  const must = operation(a.must, b.must);
  return a.must === a.may && b.must === b.may ? exact(must) : { must, may: operation(a.may, b.may) };
}

/** The requests of `within` that are not in `a`. */
export function without(within: RequestSet, a: Approximation): Approximation {
  if (a === NONE) return exact(within);
  const must = subtract(within, a.may);
  return a.must === a.may ? exact(must) : { must, may: subtract(within, a.must) };
}

/** What is possible but not certain. */
export function doubt(a: Approximation): RequestSet {
  return a.must === a.may || setKey(a.must) === setKey(a.may) ? NOTHING : isEmpty(a.must) ? a.may : subtract(a.may, a.must);
}
