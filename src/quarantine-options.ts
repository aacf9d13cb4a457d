/** Why a service is cut off, and until when that is meant to be. */
export interface QuarantineOptions {
  /** Why; stands in every report. Errors: `missing-reason`. */
  readonly reason: string;

  /**
   * The last day on which it is meant to hold, `2027-01-31` (UTC). Past it the service **stays cut off**, and reports call the quarantine
   * overdue: what ended by itself would reopen a service that nobody has looked at. Errors: `invalid-date`, at synth `missing-as-of`.
   *
   * @default - nothing is said about its end
   */
  readonly expires?: string;

  /**
   * Who decides about its end. Stands in every report.
   *
   * @default - nobody in particular
   */
  readonly owner?: string;
}
