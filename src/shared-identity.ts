/**
 * States that a service runs under the same ServiceAccount as others, until each has its own. The mesh treats these services as one caller:
 * each of them may call whatever one of them may call, at every layer. Access to them stays separate, because policies select callees by
 * their pods.
 */
export interface SharedIdentity {
  /**
   * Names of all other services of the namespace that run under the account; each of those must list the others in turn. Errors:
   * `empty-list`, `invalid-name`, at synth `inexact-shared-identity`, `shared-identity-apart`.
   */
  readonly sharedWith: string[];

  /** Why the account is shared, shown in every report. Errors: `missing-reason`. */
  readonly reason: string;

  /**
   * Last day on which sharing is intended, `2027-06-30` (UTC). After that day the services still are one caller, because pods run under the
   * account they are given, and reports list the exception as overdue. Errors: `invalid-date`, at synth `missing-as-of`.
   *
   * @default - it does not expire
   */
  readonly expires?: string;

  /**
   * Team or person responsible for ending the sharing.
   *
   * @default - nobody in particular
   */
  readonly owner?: string;

  /**
   * Whether the ServiceAccount is emitted, once for all services that share it; it mounts its token if one of them does. Set `false` if
   * another object of the App, or another App, writes it. The account of adopted workloads is never emitted here.
   *
   * @default true
   */
  readonly emitServiceAccount?: boolean;
}
