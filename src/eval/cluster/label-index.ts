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
  private readonly byPair = new PairMap<Entry<T>[]>();
  private readonly always: Entry<T>[] = [];

  constructor(values: readonly T[], wantedBy: (value: T) => Labels | undefined) {
    const entries = values.map((value, order): Entry<T> => ({ value, wanted: wantedBy(value) ?? {}, order }));
    const frequency = new PairMap<number>();
    for (const { wanted } of entries) for (const key in wanted) frequency.set(key, wanted[key], (frequency.get(key, wanted[key]) ?? 0) + 1);
    for (const entry of entries) this.bucketOf(entry.wanted, frequency).push(entry);
  }

  /** That of the rarest pair: `app.kubernetes.io/part-of: shop` would put everything into one bucket. */
  private bucketOf(wanted: Labels, frequency: PairMap<number>): Entry<T>[] {
    let rarest: string | undefined;
    let least = Infinity;
    for (const key in wanted) {
      const count = frequency.get(key, wanted[key])!;
      if (count < least) [rarest, least] = [key, count];
    }
    if (rarest === undefined) return this.always;
    let bucket = this.byPair.get(rarest, wanted[rarest]);
    if (bucket === undefined) this.byPair.set(rarest, wanted[rarest], bucket = []);
    return bucket;
  }

  find(labels: Labels): readonly T[] {
    const found = [...this.always];
    for (const key in labels) {
      for (const entry of this.byPair.get(key, labels[key]) ?? NONE) if (carries(labels, entry.wanted)) found.push(entry);
    }
    if (found.length > 1) found.sort((a, b) => a.order - b.order);
    return found.map((e) => e.value);
  }
}

const NONE: readonly never[] = [];

/** By key and value, without a string made of both. */
class PairMap<T> {
  private readonly byKey = new Map<string, Map<string, T>>();

  get(key: string, value: string): T | undefined {
    return this.byKey.get(key)?.get(value);
  }

  set(key: string, value: string, to: T): void {
    let values = this.byKey.get(key);
    if (values === undefined) this.byKey.set(key, values = new Map());
    values.set(value, to);
  }
}
