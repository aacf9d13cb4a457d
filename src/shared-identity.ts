/**
 * That a service runs under the ServiceAccount of others, until each has its own. The mesh takes them for one caller: what one of them may
 * call, all of them may, at every layer. Who may call them stays apart, since policies know callees by their pods.
 */
export interface SharedIdentity {
  /**
   * Names of the other services of the namespace that run under it: all of them, and each of those says the same of its others. Errors:
   * `empty-list`, `invalid-name`, at synth `inexact-shared-identity`, `shared-identity-apart`.
   */
  readonly sharedWith: string[];

  /** Why; stands in every report. Errors: `missing-reason`. */
  readonly reason: string;

  /**
   * The last day on which it is meant to be, `2027-06-30` (UTC). Past it they still are one caller, since pods run under what they are
   * given, and reports say that the day is past. Errors: `invalid-date`, at synth `missing-as-of`.
   *
   * @default - it does not expire
   */
  readonly expires?: string;

  /**
   * Who sees to it that it ends.
   *
   * @default - nobody in particular
   */
  readonly owner?: string;

  /**
   * Whether the ServiceAccount is emitted, once for all who share it; it mounts its token where one of them does. `false`: another object of
   * the App, or another App, writes it. Of adopted workloads it always is somebody else's.
   *
   * @default true
   */
  readonly emitServiceAccount?: boolean;
}
