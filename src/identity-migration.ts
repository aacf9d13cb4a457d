/** A former identity of a service's pods, and how long it is still accepted. */
export interface IdentityMigration {
  /** ServiceAccount, in the service's namespace, that the pods run under until they are replaced. Errors: `invalid-name`. */
  readonly fromServiceAccount: string;

  /**
   * Last day on which the former identity is accepted, `2027-01-31` (UTC). When `MeshProps.asOf` is later, only the new identity is admitted.
   * Errors: `invalid-date`, at synth `missing-as-of`.
   */
  readonly expires: string;

  /** Why the identity changes, shown in every report. Errors: `missing-reason`. */
  readonly reason: string;

  /**
   * Whether the former ServiceAccount stays among the manifests, emitted once for all services of the namespace that leave it. Set `false` if
   * another object of the App, or another App, writes it. The account of adopted workloads, and `default`, are never emitted here.
   *
   * @default true
   */
  readonly emitServiceAccount?: boolean;

  /**
   * Whether other services of the namespace leave the same account. Until the last day they are one caller together with this service: each
   * of them may call whatever one of them may call, at every layer. Each of them must set this, or nothing is emitted
   * (`former-account-shared`).
   *
   * @default false
   */
  readonly sharedUntilThen?: boolean;

  /**
   * Team or person responsible for completing the migration.
   *
   * @default - nobody in particular
   */
  readonly owner?: string;
}
