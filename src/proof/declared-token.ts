import { type ClaimSet, type Pattern, type RequestSet, union } from '../eval/request-set';
import { holders, withoutToken } from '../eval/tokens/accepted';
import { keysOf } from '../eval/tokens/key';
import { placesOf } from '../eval/tokens/place';
import { audienceForms } from '../eval/tokens/rule';
import type { ClaimModel, TokenDemandModel, TokenIssuerModel } from '../model/tokens';

/**
 * The requests with a token as it is declared. It is somebody's: a token without subject is no end user's, and is not taken. Where none is
 * needed, one that is there has to be valid all the same.
 */
export function tokensOf({ issuers, claims, optional }: TokenDemandModel): RequestSet {
  const rules = issuers.map(ruleOf);
  return optional ? union(withoutToken(rules), holders(rules)) : holders(rules, { '[sub]': { has: [[{ kind: 'present' }]] }, ...claimSets(claims) });
}

function ruleOf({ issuer, audiences, jwks, jwksUri, fromHeaders }: TokenIssuerModel): Parameters<typeof holders>[0][number] {
  return {
    issuer,
    audiences: audiences.flatMap(audienceForms),
    keys: keysOf({ issuer, ...(jwks === undefined ? {} : { jwks }), ...(jwksUri === undefined ? {} : { jwksUri }) }),
    places: placesOf({ fromHeaders }),
    words: [],
  };
}

/** Two demands on one claim are two lists. */
function claimSets(claims: readonly ClaimModel[]): Readonly<Record<string, ClaimSet>> {
  const sets = new Map<string, ClaimSet>();
  for (const { path, values } of claims) {
    const name = path.map((part) => `[${part}]`).join('');
    sets.set(name, { has: [...(sets.get(name)?.has ?? subjectOf(name)), values.map((v): Pattern => (v.kind === 'present' ? v : { kind: v.kind, value: v.value }))] });
  }
  return Object.fromEntries(sets);
}

function subjectOf(name: string): NonNullable<ClaimSet['has']> {
  return name === '[sub]' ? [[{ kind: 'present' }]] : [];
}
