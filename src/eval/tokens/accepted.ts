import { type Approximation, exact as exactly } from '../approximation';
import { type ClaimSet, fromBoxes, http, NOTHING, type Pattern, type RequestSet, type TokenSet, union } from '../request-set';
import { claimKey, type TokenRule } from './rule';

/** What the claims of a token have to be, by path. */
export type Claims = Readonly<Record<string, ClaimSet>>;

/** What a rule accepts, wherever it is written. */
type Accepting = Omit<TokenRule, 'ref' | 'rewrites' | 'sets'>;

/** The requests with a token that some rule accepts and whose claims are these. */
export function holders(rules: readonly Accepting[], claims: Claims = {}): RequestSet {
  if (rules.length === 0) return NOTHING;
  return fromBoxes(rules.map((rule) => ({ kind: 'http', token: acceptedBy(rule, claims) })));
}

/**
 * Those with a token of which one claim is so. Where two rules may accept one token and read the claim differently, the one that the proxy asked
 * first counts: that is certain only of tokens that are so to both.
 */
export function holdersOfClaim(rules: readonly TokenRule[], path: string, set: ClaimSet): Approximation {
  const may = holders(rules, { [path]: set });
  const readings = (rule: TokenRule): ReadonlySet<string> => (
    new Set(rules.filter((other) => mayShare(rule, other)).map((other) => claimKey(other, path))));
  if (rules.every((rule) => readings(rule).size === 1)) return exactly(may);
  const inAll = (rule: TokenRule): Claims => Object.fromEntries([...readings(rule)].map((key) => [key, set]));
  return { must: fromBoxes(rules.map((rule) => ({ kind: 'http', token: asRead(rule, inAll(rule)) }))), may };
}

function mayShare(a: TokenRule, b: TokenRule): boolean {
  return a.issuer === undefined || b.issuer === undefined || a.issuer === b.issuer;
}

function acceptedBy(rule: Accepting, wanted: Claims): TokenSet {
  return asRead(rule, Object.fromEntries(Object.entries(wanted).map(([path, set]) => [claimKey(rule, path), set])));
}

/** `read`: under the keys of its readings. */
function asRead(rule: Accepting, read: Claims): TokenSet {
  const claims: Record<string, ClaimSet> = { ...read };
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
