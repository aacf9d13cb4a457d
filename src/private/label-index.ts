import type { Labels } from '../model/model';

/** Pods by their labels, so that thousands of selectors do not each meet thousands of pods. */
export class LabelIndex<T extends { readonly namespace: string }> {
  private readonly byLabel = new Map<string, T[]>();

  constructor(pods: readonly T[], private readonly labelsOf: (pod: T) => Labels) {
    for (const pod of pods) {
      for (const [key, value] of Object.entries(labelsOf(pod))) {
        const bucket = this.key(pod.namespace, key, value);
        const known = this.byLabel.get(bucket);
        if (known) known.push(pod);
        else this.byLabel.set(bucket, [pod]);
      }
    }
  }

  /** The pods of a namespace that carry all of `selector`; an empty one is an error of its own and picks none here. */
  selectedBy(namespace: string, selector: Labels): readonly T[] {
    const pairs = Object.entries(selector);
    if (pairs.length === 0) return [];
    const buckets = pairs.map(([key, value]) => this.byLabel.get(this.key(namespace, key, value)) ?? []);
    const rarest = buckets.reduce((a, b) => (b.length < a.length ? b : a));
    return rarest.filter((pod) => pairs.every(([key, value]) => this.labelsOf(pod)[key] === value));
  }

  private key(namespace: string, key: string, value: string): string {
    return `${namespace}\n${key}\n${value}`;
  }
}
