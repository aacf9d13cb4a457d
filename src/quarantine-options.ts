/** Options of a quarantine: why the service is isolated, and until when that is intended. */
export interface QuarantineOptions {
  /** Why the service is isolated, shown in every report. Errors: `missing-reason`. */
  readonly reason: string;

  /**
   * Last day on which the quarantine is intended, `2027-01-31` (UTC). After that day the service **stays isolated**, and reports list the
   * quarantine as overdue: ending automatically would reopen a service that nobody has checked. Errors: `invalid-date`, at synth
   * `missing-as-of`.
   *
   * @default - no day is given
   */
  readonly expires?: string;

  /**
   * Team or person that decides when the quarantine ends, shown in every report.
   *
   * @default - nobody in particular
   */
  readonly owner?: string;
}
