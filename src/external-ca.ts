/**
 * A certificate authority outside the cluster, which proxies ask for their certificates in place of istiod: `global.caAddress`, or `CA_ADDR` of
 * a proxy. One inside the cluster (istio-csr) is a `ProxyHost`, and one that answers on a socket of the node (SPIRE) is none.
 *
 * Every pod with a proxy (sidecars, waypoints, gateways) is let out to it by NetworkPolicy, and nobody else: an ambient pod's certificates are
 * asked for by its node's ztunnel. istio-agent asks as the proxy's own user, whose traffic no proxy captures, so that no ServiceEntry and no
 * Sidecar has to know it; an application in the same pod may reach these addresses as well, past its proxy or, with `ALLOW_ANY` alone, through it.
 *
 * @see https://istio.io/latest/docs/tasks/security/cert-management/custom-ca-k8s/
 * @see https://istio.io/latest/docs/reference/commands/pilot-agent/#envvars
 */
export interface ExternalCa {
  /**
   * Addresses or blocks where it answers. None of them may be one of the cluster's own: of pods, Services, nodes, API servers or cloud metadata
   * (`ca-within-cluster`). Errors: `invalid-cidr`, `invalid-address`, `empty-list`.
   */
  readonly addresses: string[];

  /** Its port. Errors: `invalid-port`. */
  readonly port: number;

  /** Why proxies have theirs from there; stands in every report. Errors: `missing-reason`. */
  readonly reason: string;

  /**
   * Who answers for it.
   *
   * @default - nobody is named
   */
  readonly owner?: string;
}
