import { type Approximation, exact, NONE, UNDECIDED } from '../approximation';
import { type ClaimSet, matchesPattern, parsePattern, union } from '../request-set';
import { holders, holdersOfClaim } from '../tokens/accepted';
import { doubtOf } from '../tokens/doubt';
import { principalPattern } from '../tokens/principal';
import type { TokenRule } from '../tokens/rule';
import { hasClaim, valuesAt, verified } from '../tokens/verify';
import { tri, type Tri } from '../tri';
import type { Token } from '../types';
import type { Condition } from './condition';

/** `requestPrincipals`, `request.auth.principal`. */
export function requestPrincipals(field: string, values: readonly string[]): Condition {
  const wanted = values.map(principalPattern);
  return ofToken(field, values, (by, token) => {
    // Where either is a list of words nothing is known (`doubtOf`).
    const [issuer, subject] = ['[iss]', '[sub]'].map((path) => valuesAt(by[0], token, path)[0] as string | undefined);
    return tri(issuer !== undefined && subject !== undefined
      && wanted.some((w) => matchesPattern(w.issuer, issuer) && matchesPattern(w.subject, subject)));
  }, (rules) => exact(union(...wanted.map((w) => holders(rules, { '[iss]': { has: [[w.issuer]] }, '[sub]': { has: [[w.subject]] } })))));
}

/** `request.auth.audiences`, as they are in the token. */
export function audiences(field: string, values: readonly string[]): Condition {
  return ofClaim('[aud]')(field, values);
}

/** `request.auth.presenter`: whom the token was issued to. */
export function presenter(field: string, values: readonly string[]): Condition {
  return ofClaim('[azp]')(field, values);
}

/**
 * `request.auth.claims[realm][roles]`: the path in brackets as istiod takes it apart, and what it cannot take apart as one name. The claim
 * is a string, or a list of which one is enough; numbers are equal to nothing.
 */
export function ofClaim(path: string): (field: string, values: readonly string[]) => Condition {
  return (field, values) => {
    const set: ClaimSet = { has: [values.map(parsePattern)] };
    return ofToken(field, values, (by, token) => hasClaim(by, token, path, values), (rules) => holdersOfClaim(rules, path, set));
  };
}

/**
 * Claims are those of a token that a RequestAuthentication has accepted: without one that applies there are none, so that the positive
 * form never holds and the negative one always does.
 */
function ofToken(
  field: string,
  values: readonly string[],
  holds: (by: readonly TokenRule[], token: Token) => Tri,
  sets: (rules: readonly TokenRule[]) => Approximation,
): Condition {
  let last: readonly [of: readonly TokenRule[], is: Approximation] | undefined;
  return {
    field,
    values,
    httpOnly: true,
    perCaller: false,
    bytes: () => 'no',
    request: ({ tokens }, request) => {
      const found = verified(tokens, request);
      if (found.kind === 'accepted') return holds(found.by, found.token);
      return found.kind === 'unknown' ? 'unknown' : 'no';
    },
    requests: ({ tokens }) => {
      if (tokens.length === 0) return NONE;
      if (doubtOf(tokens) !== undefined) return UNDECIDED;
      if (last?.[0] !== tokens) last = [tokens, sets(tokens)];
      return last[1];
    },
  };
}
