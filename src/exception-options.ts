/** Reason, last day and owner of an exception: something that is deliberately more permissive than the default. */
export interface ExceptionOptions {
  /** Why the exception exists, shown in every report. Errors: `missing-reason`. */
  readonly reason: string;

  /**
   * Last day on which the exception holds, `2027-06-30` (UTC). When `MeshProps.asOf` is later, the exception has no effect, as if it were not
   * declared, and reports list it as expired. Errors: `invalid-date`, at synth `missing-as-of`.
   *
   * @default - it does not expire
   */
  readonly expires?: string;

  /**
   * Team, person or ticket queue responsible for the exception, shown in every report.
   *
   * @default - nobody in particular
   */
  readonly owner?: string;
}
