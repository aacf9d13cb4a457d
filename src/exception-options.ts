/** What is said of an exception: something that is wider than it would be by default, on purpose. */
export interface ExceptionOptions {
  /** Why; stands in every report. Errors: `missing-reason`. */
  readonly reason: string;

  /**
   * The last day on which it holds, `2027-06-30` (UTC). Once `MeshProps.asOf` is past it, it is as if it had not been declared, and
   * reports list it. Errors: `invalid-date`, at synth `missing-as-of`.
   *
   * @default - it does not expire
   */
  readonly expires?: string;

  /**
   * Who answers for it: a team, a person, a ticket queue. Stands in every report.
   *
   * @default - nobody in particular
   */
  readonly owner?: string;
}
