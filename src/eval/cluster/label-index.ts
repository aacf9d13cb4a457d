import type { Labels } from '../../manifest/kinds';
import { carries } from '../matcher/selector';

interface Entry<T> {
  readonly value: T;
  readonly wanted: Labels;
  readonly order: number;
}

/**
 * Finds, for a pod's labels, the selectors that ask for no more: one look-up per label instead of one test per selector, which is
 * what keeps a namespace of a thousand services linear. Results come in the order of insertion.
 */
export class LabelIndex<T> {
  private readonly byPair = new Map<string, Entry<T>[]>();
  private readonly always: Entry<T>[] = [];

  constructor(values: readonly T[], wantedBy: (value: T) => Labels | undefined) {
    const entries = values.map((value, order) => ({ value, wanted: wantedBy(value) ?? {}, order }));
    const frequency = new Map<string, number>();
    for (const pair of entries.flatMap((e) => pairsOf(e.wanted))) frequency.set(pair, (frequency.get(pair) ?? 0) + 1);
    for (const entry of entries) {
      const pairs = pairsOf(entry.wanted);
      if (pairs.length === 0) {
        this.always.push(entry);
        continue;
      }
      // The rarest pair: `app.kubernetes.io/part-of: shop` would put everything into one bucket.
      const key = pairs.reduce((a, b) => (frequency.get(b)! < frequency.get(a)! ? b : a));
      const bucket = this.byPair.get(key);
      if (bucket === undefined) this.byPair.set(key, [entry]);
      else bucket.push(entry);
    }
  }

  find(labels: Labels): readonly T[] {
    const found = [...this.always];
    for (const pair of pairsOf(labels)) found.push(...(this.byPair.get(pair) ?? []).filter((e) => carries(labels, e.wanted)));
    return found.sort((a, b) => a.order - b.order).map((e) => e.value);
  }
}

function pairsOf(labels: Labels): readonly string[] {
  return Object.entries(labels).map(([k, v]) => `${k}=${v}`);
}
