/**
 * A certificate authority outside the cluster that issues the proxies' certificates instead of istiod: `global.caAddress`, or `CA_ADDR` of a
 * proxy. Declare one inside the cluster (istio-csr) as a `ProxyHost`; one that answers on a socket of the node (SPIRE) needs no declaration.
 *
 * NetworkPolicy allows every pod with a proxy (sidecars, waypoints, gateways) out to it, and no other pod: an ambient pod's certificates are
 * requested by its node's ztunnel. istio-agent makes the request as the proxy's own user, whose traffic no proxy captures, so no ServiceEntry
 * and no Sidecar has to list it. Not guaranteed: an application in the same pod may reach these addresses as well, by bypassing its proxy or,
 * only with `ALLOW_ANY`, through it.
 *
 * @see https://istio.io/latest/docs/tasks/security/cert-management/custom-ca-k8s/
 * @see https://istio.io/latest/docs/reference/commands/pilot-agent/#envvars
 */
export interface ExternalCa {
  /**
   * IP addresses or CIDR blocks of the certificate authority. None of them may be the cluster's own: pods, Services, nodes, API servers or
   * cloud metadata (`ca-within-cluster`). Errors: `invalid-cidr`, `invalid-address`, `empty-list`.
   */
  readonly addresses: string[];

  /** Port of the certificate authority. Errors: `invalid-port`. */
  readonly port: number;

  /** Why proxies get their certificates from it, shown in every report. Errors: `missing-reason`. */
  readonly reason: string;

  /**
   * Team or person responsible for it.
   *
   * @default - nobody is named
   */
  readonly owner?: string;
}
