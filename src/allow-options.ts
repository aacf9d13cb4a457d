import type { Access } from './access';
import type { Condition } from './condition';

/** What a caller is allowed. */
export interface AllowOptions {
  /**
   * What it may do; several add up. An empty list is an error, never "all".
   *
   * @default - `Access.all()`: everything on every port of the service
   */
  readonly access?: Access[];

  /**
   * What must hold beside; all of it. Another grant of the same caller is an alternative, with conditions of its own or none.
   *
   * @default - nothing
   */
  readonly when?: Condition[];

  /**
   * Why; stands in reports.
   *
   * @default - none
   */
  readonly reason?: string;

  /**
   * The last day on which it holds, `2027-06-30` (UTC). Once `MeshProps.asOf` is past it, it is not emitted, and reports list it.
   * Revocation happens with the next synth and apply, never by itself. Errors: `invalid-date`, at synth `missing-as-of`.
   *
   * @default - it does not expire
   */
  readonly expires?: string;

  /**
   * Who answers for it; stands in reports of exceptions.
   *
   * @default - nobody in particular
   */
  readonly owner?: string;
}

/** What is said about a call. */
export interface CallOptions {
  /**
   * Why; stands in reports.
   *
   * @default - none
   */
  readonly reason?: string;

  /**
   * The last day on which it holds, `2027-06-30` (UTC), as in `AllowOptions`. Errors: `invalid-date`, at synth `missing-as-of`.
   *
   * @default - it does not expire
   */
  readonly expires?: string;

  /**
   * Who answers for it; stands in reports of exceptions.
   *
   * @default - nobody in particular
   */
  readonly owner?: string;
}
