/** A sequence that a seed determines. https://github.com/bryc/code/blob/master/jshash/PRNGs.md#mulberry32 */
export class Random {
  constructor(private state: number) {}

  /** From 0 to `below` - 1. */
  nat(below: number): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor(((t ^ (t >>> 14)) >>> 0) / 2 ** 32 * below);
  }

  of<T>(choices: readonly T[]): T {
    return choices[this.nat(choices.length)];
  }
}
