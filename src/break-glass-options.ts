import type { Access } from './access';
import type { Condition } from './condition';

/** Options of emergency access: what is granted, why, until when, and who is responsible. */
export interface BreakGlassOptions {
  /** Why access is granted, shown in every report and on the objects. Errors: `missing-reason`. */
  readonly reason: string;

  /** Team or person responsible for the access and for removing it, shown in every report and on the objects. Errors: `missing-owner`. */
  readonly owner: string;

  /**
   * Last day of the access, `2027-01-31` (UTC), at most `MeshProps.breakGlassMaxDays` after `MeshProps.asOf`. When `MeshProps.asOf` is later,
   * nothing of it is emitted, and reports list it as expired. Errors: `invalid-date`, at synth `missing-as-of`, `break-glass-too-long`.
   */
  readonly expires: string;

  /**
   * What the caller may do. Several entries are additive. An empty list is an error, never "all".
   *
   * @default - `Access.all()`: everything on every port of the service
   */
  readonly access?: Access[];

  /**
   * Additional conditions, all of which must hold.
   *
   * @default - nothing
   */
  readonly when?: Condition[];

  /**
   * Incident or change request that asked for the access, shown in every report and on the objects.
   *
   * @default - nowhere
   */
  readonly ticket?: string;
}
