/** A way in for an emergency: for some days, written as objects of its own that say so. */
export interface BreakGlassModel {
  /** Of the declaration; names of objects end in it. */
  readonly id: string;
  readonly reason: string;
  /** The last day on which it holds. */
  readonly expires: string;
  readonly owner: string;
  /** Where it was asked for, `INC-4711`. */
  readonly ticket?: string;
}
