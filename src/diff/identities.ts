import { matchesPattern, parsePattern } from '../eval/request-set';
import { FRESH } from '../proof/minimal';

/** An identity that no workload has, and the pattern that tells it from others. */
export interface Example {
  readonly name: string;
  readonly principal: string;
  readonly namespace: string;
}

const FILLERS = [FRESH.serviceAccount, ...'abcdefghijklmnopqrstuvwxyz0123456789'];

/** With wildcards, as policies write them. */
export interface Patterns {
  /** `cluster.local/ns/shop/*`. */
  readonly principals: readonly string[];
  /** `shop-*`. */
  readonly namespaces: readonly string[];
}

/**
 * One identity for each set of patterns that an identity of the trust domain can match, in each of the namespaces and in those that
 * patterns ask for. Nobody that patterns do not mention is among them.
 */
export function identitiesApart(trustDomain: string, patterns: Patterns, namespaces: readonly string[]): readonly Example[] {
  const principals = [...new Set(patterns.principals)].sort();
  const ofNamespaces = [...new Set(patterns.namespaces)].sort();
  const found = new Map<string, Example>();
  const asked = partsOf([...principals, ...ofNamespaces.map((p) => asPrincipal(p, trustDomain))], 2, FRESH.namespace);
  for (const namespace of new Set([...namespaces, ...asked])) {
    for (const account of partsOf(principals.filter((p) => mayBeIn(p, trustDomain, namespace)), 4, FRESH.serviceAccount)) {
      const principal = `${trustDomain}/ns/${namespace}/sa/${account}`;
      const matched = [
        ...principals.filter((p) => matchesPattern(parsePattern(p), principal)),
        ...ofNamespaces.filter((p) => matchesPattern(parsePattern(p), namespace)).map((p) => asPrincipal(p, trustDomain)),
      ];
      if (matched.length === 0) continue;
      const where = namespaces.includes(namespace) ? namespace : '';
      const key = `${where} ${matched.join(' ')}`;
      const [most] = [...matched].sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
      if (!found.has(key)) found.set(key, { name: nameOf(most, where), principal, namespace });
    }
  }
  return [...found.values()];
}

/** So that its part for the namespace is looked at. */
function asPrincipal(namespace: string, trustDomain: string): string {
  return namespace.startsWith('*') ? `${namespace}/sa/${FRESH.serviceAccount}` : `${trustDomain}/ns/${namespace}`;
}

function nameOf(pattern: string, namespace: string): string {
  return namespace === '' || pattern.includes(`/ns/${namespace}/`) ? `identities ${pattern}` : `identities ${pattern} of namespace ${namespace}`;
}

function mayBeIn(pattern: string, trustDomain: string, namespace: string): boolean {
  const inside = `${trustDomain}/ns/${namespace}/sa/`;
  if (!pattern.endsWith('*')) return true;
  const start = pattern.slice(0, -1);
  return start.startsWith(inside) || inside.startsWith(start);
}

/** Names for the part at `at` of `trust.domain/ns/namespace/sa/account` of which patterns fix a beginning, an end, or both. */
function partsOf(patterns: readonly string[], at: number, fresh: string): readonly string[] {
  const starts = patterns.filter((p) => p.endsWith('*')).map((p) => p.slice(0, -1).split('/')).filter((p) => p.length === at + 1).map((p) => p[at]);
  const ends = patterns.filter((p) => p.startsWith('*')).map((p) => p.slice(1).split('/'))
    .map((p) => ({ part: p[p.length - (5 - at)], whole: p.length > 5 - at }));
  const exact = ends.filter(({ part, whole }) => part !== undefined && whole).map(({ part }) => part);
  const open = ends.filter(({ part, whole }) => part !== undefined && !whole).map(({ part }) => part);
  const filled = (start: string, end: string): readonly string[] => FILLERS.map((filler) => `${start}${filler}${end}`);
  const names = [...new Set(['', ...starts])].flatMap((start) => [...new Set(['', ...open])].flatMap((end) => filled(start, end)));
  // What begins and ends as asked without anything in between.
  return [...new Set([fresh, ...names, ...exact, ...starts, ...open])].filter((name) => name !== '');
}
