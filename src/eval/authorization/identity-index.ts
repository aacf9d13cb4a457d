import type { Condition } from './condition';

/**
 * A callee with a thousand callers has a rule for each: those that name other identities only need not be tried.
 *
 * `alternativesOf`: the ways in which something can hold for a caller, each a list of conditions that must all hold; empty: for anybody.
 */
export class IdentityIndex<T extends { readonly position: number }> {
  private readonly named = new Map<string, T[]>();
  private readonly others: T[] = [];

  constructor(public readonly all: readonly T[], alternativesOf: (of: T) => readonly (readonly Condition[])[]) {
    for (const one of all) {
      const identities = identitiesOf(alternativesOf(one));
      if (identities === undefined) this.others.push(one);
      for (const identity of identities ?? []) {
        const same = this.named.get(identity);
        if (same === undefined) this.named.set(identity, [one]);
        else if (!same.includes(one)) same.push(one);
      }
    }
  }

  /** Those that may hold for this identity, in their order. */
  public about(principal: string | undefined): readonly T[] {
    const found = principal === undefined ? undefined : this.named.get(principal);
    if (found === undefined) return this.others;
    return this.others.length === 0 ? found : [...found, ...this.others].sort((a, b) => a.position - b.position);
  }
}

/** Undefined: it may hold for others than a list of identities. */
function identitiesOf(alternatives: readonly (readonly Condition[])[]): readonly string[] | undefined {
  const lists = alternatives.map((alternative) => alternative.find((condition) => condition.only !== undefined)?.only);
  return lists.length === 0 || lists.includes(undefined) ? undefined : lists.flatMap((l) => l ?? []);
}
