/** A stream of numbers that a seed determines on every machine (mulberry32). */
export class Random {
  constructor(private state: number) {}

  /** From 0 inclusive to 1 exclusive. */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }

  below(n: number): number {
    return Math.floor(this.next() * n);
  }

  pick<T>(values: readonly T[]): T {
    return values[this.below(values.length)];
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** Between `least` and `most` values, in their order, without repetition. */
  some<T>(values: readonly T[], least: number, most: number): T[] {
    const wanted = least + this.below(Math.min(most, values.length) - least + 1);
    const chosen = new Set<number>();
    while (chosen.size < wanted) chosen.add(this.below(values.length));
    return [...chosen].sort((a, b) => a - b).map((i) => values[i]);
  }

  /** `n` of them, or all, in their order. */
  sample<T>(values: readonly T[], n: number): T[] {
    return values.length <= n ? [...values] : this.some(values, n, n);
  }
}
