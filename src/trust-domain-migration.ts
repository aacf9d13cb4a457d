/** The former trust domain of a mesh, and how long its identities are still accepted. */
export interface TrustDomainMigration {
  /** The former trust domain. istiod must list it in its `trustDomainAliases` during the migration; the requirements file says so. */
  readonly fromTrustDomain: string;

  /**
   * Last day on which identities of the former trust domain are accepted, `2027-01-31` (UTC). When `MeshProps.asOf` is later, they are not
   * accepted any more, and the requirements file no longer asks for the alias.
   */
  readonly expires: string;

  /** Why the trust domain changes, shown in every report. */
  readonly reason: string;

  /**
   * Team or person responsible for completing the migration.
   *
   * @default - nobody in particular
   */
  readonly owner?: string;
}
