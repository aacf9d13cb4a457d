import { matchesString } from '../matcher/string';
import { own } from '../own';
import { every, some, type Tri, tri } from '../tri';
import type { HttpRequest, Token } from '../types';
import { doubtOf } from './doubt';
import { BEARER, looksAt } from './place';
import { isWords, type TokenRule } from './rule';

/** What the proxy makes of the token of one request. */
export type Verified
  = | { readonly kind: 'none' | 'unknown' }
    | { readonly kind: 'refused'; readonly why: string }
  /** By each of these; where they take claims apart differently it is not known which one's reading counts. */
    | { readonly kind: 'accepted'; readonly token: Token; readonly by: readonly TokenRule[] };

/**
 * None where nobody looks for it. Any rule that accepts it is enough, and one that nobody accepts is refused.
 *
 * https://github.com/istio/istio/blob/master/pilot/pkg/security/authn/policy_applier.go (`convertToEnvoyJwtConfig`)
 */
export function verified(rules: readonly TokenRule[], request: HttpRequest): Verified {
  if (doubtOf(rules) !== undefined) return { kind: 'unknown' };
  if (isPreflight(request)) return { kind: 'none' };
  const { token } = request;
  if (token === undefined) return { kind: rules.some((r) => r.places.some((p) => p.carried(request))) ? 'unknown' : 'none' };
  const looking = rules.filter((r) => r.places.some((p) => looksAt(p, token.at ?? BEARER)));
  if (looking.length === 0) return { kind: 'none' };
  const reading = looking.filter((r) => r.places.some((p) => p.text === (token.at ?? BEARER)));
  const answers = reading.map((rule) => ({ rule, accepts: accepts(rule, token, reading) }));
  switch (some(answers.map((a) => a.accepts))) {
    case 'no': return { kind: 'refused', why: refusal(looking, token) };
    case 'unknown': return { kind: 'unknown' };
    case 'yes': return answers.some((a) => a.accepts === 'unknown')
      ? { kind: 'unknown' }
      : { kind: 'accepted', token, by: answers.filter((a) => a.accepts === 'yes').map((a) => a.rule) };
  }
}

/** Browsers send these without credentials, and the proxy looks for none. As Envoy tells them. */
export function isPreflight({ method, headers }: HttpRequest): boolean {
  return method === 'OPTIONS' && (own(headers, 'origin') ?? '') !== '' && (own(headers, 'access-control-request-method') ?? '') !== '';
}

function accepts(rule: TokenRule, token: Token, all: readonly TokenRule[]): Tri {
  // A list where one string belongs is a token that the proxy cannot read.
  if (token.valid === false || ['[iss]', '[sub]'].some((path) => Array.isArray(token.claims[path]))) return 'no';
  const issued = rule.issuer === undefined || token.claims['[iss]'] === rule.issuer;
  // As they are in the token, however conditions read them.
  const meant = rule.audiences.length === 0 || [own(token.claims, '[aud]') ?? []].flat().some((aud) => rule.audiences.includes(aud));
  return every([tri(issued), tri(meant), signed(rule, token, all)]);
}

/** Who says that a token is its issuer's says nothing of which keys an issuer has: rules that differ in that cannot all be right. */
function signed({ keys, issuer }: TokenRule, { key }: Token, all: readonly TokenRule[]): Tri {
  if (key !== undefined) return tri(keys.includes(key));
  if (keys.length === 0) return 'no';
  if (issuer === undefined) return 'unknown';
  const others = all.filter((r) => r.issuer === undefined || r.issuer === issuer);
  return others.every((r) => r.keys.length === keys.length && r.keys.every((k) => keys.includes(k))) ? 'yes' : 'unknown';
}

function refusal(rules: readonly TokenRule[], { valid, claims }: Token): string {
  const issuer = claims['[iss]'];
  if (valid === false) return 'a token that has expired or that no issuer has signed';
  const named = rules.filter((r) => r.issuer === undefined || r.issuer === issuer);
  if (named.length === 0) return issuer === undefined ? 'a token without issuer' : `a token of issuer \`${String(issuer)}\``;
  const audiences = named.flatMap((r) => r.audiences);
  return audiences.length > 0 ? `a token of audience ${audienceText(claims['[aud]'])}` : `a token that ${String(issuer)} has signed with another key`;
}

function audienceText(aud: string | readonly string[] | undefined): string {
  return aud === undefined ? 'nobody' : `\`${[aud].flat().join(', ')}\``;
}

/** Is one of the claim's values among these? `undecided`: rules that accepted it read it differently. */
export function hasClaim(by: readonly TokenRule[], token: Token, path: string, patterns: readonly string[]): Tri {
  const readings = new Set(by.map((rule) => tri(valuesAt(rule, token, path).some((v) => patterns.some((p) => matchesString(p, v))))));
  return readings.size === 1 ? [...readings][0] : 'unknown';
}

export function valuesAt(rule: TokenRule, { claims }: Token, path: string): readonly string[] {
  const value = own(claims, path);
  if (typeof value !== 'string') return value ?? [];
  return isWords(rule, path) ? value.split(' ').filter((word) => word !== '') : [value];
}
