import type { Access } from './access';
import type { Condition } from './condition';

/** What somebody is let in for in an emergency, why, and until when. */
export interface BreakGlassOptions {
  /** Why; stands in every report and on the objects. Errors: `missing-reason`. */
  readonly reason: string;

  /** Who answers for it, and takes it back. Stands in every report and on the objects. Errors: `missing-owner`. */
  readonly owner: string;

  /**
   * The last day on which it holds, `2027-01-31` (UTC): no more than `MeshProps.breakGlassMaxDays` after `MeshProps.asOf`. Past it nothing
   * of it is emitted, and reports list it. Errors: `invalid-date`, at synth `missing-as-of`, `break-glass-too-long`.
   */
  readonly expires: string;

  /**
   * What the caller may do; several add up. An empty list is an error, never "all".
   *
   * @default - `Access.all()`: everything on every port of the service
   */
  readonly access?: Access[];

  /**
   * What must hold beside; all of it.
   *
   * @default - nothing
   */
  readonly when?: Condition[];

  /**
   * Where it was asked for: an incident, a change request. Stands in every report and on the objects.
   *
   * @default - nowhere
   */
  readonly ticket?: string;
}
