import type { Access } from './access';
import type { Condition } from './condition';

/** Options of a grant: what the caller may do, under which conditions, why and until when. */
export interface AllowOptions {
  /**
   * What the caller may do. Several entries are additive. An empty list is an error, never "all".
   *
   * @default - `Access.all()`: everything on every port of the service
   */
  readonly access?: Access[];

  /**
   * Additional conditions, all of which must hold. Another grant to the same caller is an alternative, with its own conditions or none.
   *
   * @default - nothing
   */
  readonly when?: Condition[];

  /**
   * Why the access is granted, shown in reports.
   *
   * @default - none
   */
  readonly reason?: string;

  /**
   * Last day on which the grant holds, `2027-06-30` (UTC). When `MeshProps.asOf` is later, the grant is not emitted, and reports list it as
   * expired. Access is revoked when the output of the next synth is applied, never automatically. Errors: `invalid-date`, at synth
   * `missing-as-of`.
   *
   * @default - it does not expire
   */
  readonly expires?: string;

  /**
   * Team or person responsible for the grant, shown in reports of exceptions.
   *
   * @default - nobody in particular
   */
  readonly owner?: string;
}

/** Options of a declared call: why, until when, and who is responsible. */
export interface CallOptions {
  /**
   * Why the service makes the call, shown in reports.
   *
   * @default - none
   */
  readonly reason?: string;

  /**
   * Last day on which the call is declared, `2027-06-30` (UTC), as in `AllowOptions`. Errors: `invalid-date`, at synth `missing-as-of`.
   *
   * @default - it does not expire
   */
  readonly expires?: string;

  /**
   * Team or person responsible for the call, shown in reports of exceptions.
   *
   * @default - nobody in particular
   */
  readonly owner?: string;
}
