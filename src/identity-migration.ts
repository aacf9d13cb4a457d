/** An identity that a service's pods had, and for how long it is still taken for the service. */
export interface IdentityMigration {
  /** The ServiceAccount that its pods run under until they are replaced, in the service's namespace. Errors: `invalid-name`. */
  readonly fromServiceAccount: string;

  /**
   * The last day on which it is taken for the service, `2027-01-31` (UTC). Once `MeshProps.asOf` is past it, only the lasting identity is
   * admitted. Errors: `invalid-date`, at synth `missing-as-of`.
   */
  readonly expires: string;

  /** Why; stands in every report. Errors: `missing-reason`. */
  readonly reason: string;

  /**
   * Whether the ServiceAccount stays among the manifests, once for all services of the namespace that come from it. `false`: another object
   * of the App, or another App, writes it; of adopted workloads, and of `default`, it always is somebody else's.
   *
   * @default true
   */
  readonly emitServiceAccount?: boolean;

  /**
   * That other services of the namespace come from this account, too. Until the day they are one caller with this one: what one of them may
   * call, each of them may, at every layer. Each of them says so, or nothing is emitted (`former-account-shared`).
   *
   * @default false
   */
  readonly sharedUntilThen?: boolean;

  /**
   * Who sees to it that it ends.
   *
   * @default - nobody in particular
   */
  readonly owner?: string;
}
