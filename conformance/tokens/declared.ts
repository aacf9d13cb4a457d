import { headerPlace } from '../../src/eval/tokens/place';
import type { Token } from '../../src/eval/types';
import type { ClaimModel, TokenDemandModel, TokenIssuerModel, TokensModel } from '../../src/model/tokens';
import { keysOf } from '../../src/eval/tokens/key';
import type { WireHttp } from '../probe/wire';
import { tokenIn } from './read';

/** What the declaration makes of the token of a request: whose it is, none that anybody looks for, or one that is refused. */
export type Carried = { readonly issuer: TokenIssuerModel; readonly token: Token } | 'none' | 'refused';

const USUAL = [headerPlace('authorization', 'Bearer '), 'parameter access_token'];

export function carriedBy(tokens: TokensModel | undefined, http: WireHttp): Carried {
  const token = tokens === undefined || isPreflight(http) ? undefined : tokenIn(http);
  if (tokens === undefined || token === undefined) return 'none';
  // A header that is the token as it is takes whatever stands in it for one.
  const bare = tokens.issuers.flatMap((i) => i.fromHeaders).filter((h) => h.prefix === undefined).map((h) => `header ${h.name} "`);
  const looking = tokens.issuers.some((i) => places(i).includes(token.at!)) || bare.some((start) => token.at!.startsWith(start));
  const issuer = tokens.issuers.find((i) => places(i).includes(token.at!) && isOf(i, token));
  return issuer === undefined ? looking ? 'refused' : 'none' : { issuer, token };
}

function places({ fromHeaders }: TokenIssuerModel): readonly string[] {
  return fromHeaders.length === 0 ? USUAL : fromHeaders.map((h) => headerPlace(h.name, h.prefix));
}

function isPreflight({ method, headers }: WireHttp): boolean {
  const has = (wanted: string): boolean => headers.some(([name, value]) => name.toLowerCase() === wanted && value !== '');
  return method === 'OPTIONS' && has('origin') && has('access-control-request-method');
}

function isOf({ issuer, audiences, jwks }: TokenIssuerModel, { valid, key, claims }: Token): boolean {
  const bare = (aud: string): string => aud.replace(/^https?:\/\//, '').replace(/\/$/, '');
  const meant = [claims['[aud]'] ?? []].flat();
  return valid !== false && claims['[iss]'] === issuer && jwks !== undefined && keysOf({ jwks }).includes(key!)
    && (audiences.length === 0 || audiences.some((a) => meant.some((m) => bare(a) === bare(m))));
}

export function satisfies(demand: TokenDemandModel | undefined, carried: Carried): boolean {
  if (carried === 'refused') return false;
  if (demand === undefined || demand.optional) return true;
  if (carried === 'none') return false;
  const { issuer, token } = carried;
  return demand.issuers.some((i) => i.issuer === issuer.issuer) && (token.claims['[sub]'] ?? '') !== '' && demand.claims.every((c) => hasClaim(token, c));
}

function hasClaim({ claims }: Token, { path, values }: ClaimModel): boolean {
  const value = claims[path.map((p) => `[${p}]`).join('')] ?? [];
  const isWords = path.length === 1 && (path[0] === 'scope' || path[0] === 'permission');
  const list = typeof value === 'string' ? (isWords ? value.split(' ') : [value]) : value;
  return values.some((wanted) => wanted.kind !== 'present' && list.includes(wanted.value));
}
