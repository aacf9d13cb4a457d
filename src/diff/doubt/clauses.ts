import { rangesText, together, without, type Ranges } from './ranges';

/** What must be so, all of it, of which nobody knows whether it is. */
export interface Clause {
  /** `team=a`, `connection.sni a.example`. */
  readonly facts: readonly string[];
  /** By what must lie in them: `peer`, `TCP`. */
  readonly within: Readonly<Record<string, Ranges>>;
}

/**
 * What would have to be known, of several clauses one. Lists that are split, merged, sorted or repeated say the same; so do blocks and ports
 * that cover the same, and what another clause asks less for goes without saying.
 */
export function clausesText(clauses: readonly Clause[]): string {
  const possible = clauses.filter(({ within }) => Object.values(within).every((r) => r.length > 0));
  return [...new Set(necessary(merged(possible)).map(textOf))].sort().join('\n');
}

function merged(clauses: readonly Clause[]): readonly Clause[] {
  let all: readonly Clause[] = [...new Map(clauses.map((clause) => [textOf(clause), clause])).values()];
  for (;;) {
    const dimensions = [...new Set(all.flatMap(({ within }) => Object.keys(within)))].sort();
    const fewer = dimensions.reduce(mergedAlong, all);
    if (fewer.length === all.length) return fewer;
    all = fewer;
  }
}

function mergedAlong(clauses: readonly Clause[], dimension: string): readonly Clause[] {
  const groups = new Map<string, Clause[]>();
  for (const clause of clauses) {
    const { [dimension]: own, ...others } = clause.within;
    const key = `${own === undefined} ${textOf({ ...clause, within: others })}`;
    groups.set(key, [...groups.get(key) ?? [], clause]);
  }
  return [...groups.values()].map(([first, ...others]) => {
    if (others.length === 0 || first.within[dimension] === undefined) return first;
    return { ...first, within: { ...first.within, [dimension]: together(...[first, ...others].map((c) => c.within[dimension])) } };
  });
}

function necessary(clauses: readonly Clause[]): readonly Clause[] {
  return clauses.filter((clause) => !clauses.some((other) => other !== clause && asksLess(other, clause)));
}

function asksLess(a: Clause, b: Clause): boolean {
  return a.facts.every((fact) => b.facts.includes(fact))
    && Object.entries(a.within).every(([dimension, ranges]) => b.within[dimension] !== undefined && without(b.within[dimension], ranges).length === 0)
    && textOf(a) !== textOf(b);
}

function textOf({ facts, within }: Clause): string {
  const ranges = Object.entries(within).sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, r]) => `${name} in ${rangesText(r)}`);
  return [...new Set(facts)].sort().concat(ranges).join(' and ');
}

const MOST = 256;

/** Each of one alternative of every list. Of too many a list stays one fact: then a list that is split is another one. */
export function alternatives(lists: readonly (readonly string[])[]): readonly (readonly string[])[] {
  if (lists.reduce((n, list) => n * list.length, 1) > MOST) return [lists.map((list) => [...new Set(list)].sort().join(' or '))];
  return lists.reduce<readonly (readonly string[])[]>((all, list) => all.flatMap((some) => list.map((one) => [...some, one])), [[]]);
}
