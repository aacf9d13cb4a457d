import { type ClaimSet, fromBoxes, http, NOTHING, type Pattern, type RequestSet, type TokenSet, union } from '../request-set';
import { claimKey, type TokenRule } from './rule';

/** What the claims of a token have to be, by path. */
export type Claims = Readonly<Record<string, ClaimSet>>;

/** What a rule accepts, wherever it is written. */
type Accepting = Omit<TokenRule, 'ref' | 'rewrites'>;

/** The requests with a token that some rule accepts and whose claims are these. */
export function holders(rules: readonly Accepting[], claims: Claims = {}): RequestSet {
  if (rules.length === 0) return NOTHING;
  return fromBoxes(rules.map((rule) => ({ kind: 'http', token: acceptedBy(rule, claims) })));
}

function acceptedBy(rule: Accepting, wanted: Claims): TokenSet {
  const claims: Record<string, ClaimSet> = {};
  for (const [path, set] of Object.entries(wanted)) claims[claimKey(rule, path)] = set;
  const own = (path: string, values: readonly string[]): void => {
    const { has = [], hasNone } = claims[path] ?? {};
    claims[path] = { has: [...has, values.map(exact)], ...(hasNone === undefined ? {} : { hasNone }) };
  };
  if (rule.issuer !== undefined) own('[iss]', [rule.issuer]);
  if (rule.audiences.length > 0) own('[aud]', rule.audiences);
  return { at: { in: rule.places.map((p) => exact(p.text)) }, key: { in: rule.keys.map(exact) }, claims };
}

/** The requests in which no rule finds a token. */
export function withoutToken(rules: readonly Pick<TokenRule, 'places'>[]): RequestSet {
  const looked = rules.flatMap((r) => r.places).flatMap((p): readonly Pattern[] => [
    exact(p.text), ...(p.header === undefined ? [] : [{ kind: 'prefix', value: `header ${p.header} "` } as const]),
  ]);
  return http({ token: { at: { notIn: looked, absent: true } } });
}

/** The requests that the rules let through: those with a token that one accepts, and those without. */
export function admitted(rules: readonly TokenRule[]): RequestSet {
  return union(withoutToken(rules), holders(rules));
}

function exact(value: string): Pattern {
  return { kind: 'exact', value };
}
