/** The trust domain that a mesh had, and for how long identities of it still count. */
export interface TrustDomainMigration {
  /** The former trust domain. istiod must have it among its `trustDomainAliases` meanwhile, which the requirements file says. */
  readonly fromTrustDomain: string;

  /**
   * The last day on which its identities count, `2027-01-31` (UTC). Once `MeshProps.asOf` is past it, nothing is taken for it any more, and
   * the requirements file asks for the alias no longer.
   */
  readonly expires: string;

  /** Why; stands in every report. */
  readonly reason: string;

  /**
   * Who sees to it that it ends.
   *
   * @default - nobody in particular
   */
  readonly owner?: string;
}
