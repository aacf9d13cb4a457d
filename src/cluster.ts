/** Where the cluster's DNS answers. Every pod may ask it. */
export interface DnsProps {
  /**
   * Namespace of its pods.
   *
   * @default 'kube-system'
   */
  readonly namespace?: string;

  /**
   * Labels of its pods.
   *
   * @default { 'k8s-app': 'kube-dns' }
   */
  readonly podLabels?: Record<string, string>;

  /**
   * Target port of its pods, on UDP and TCP; OpenShift's is 5353.
   *
   * @default 53
   */
  readonly port?: number;
}

/**
 * Facts of the cluster that no manifest shows. Blocks are given with prefix length and without host bits (`invalid-cidr`).
 *
 * A wrong fact here makes a wrong proof.
 */
export interface ClusterProps {
  /**
   * What your organisation calls the cluster. It stands in the contract, and contracts of another cluster are refused
   * (`foreign-contract`): calls between clusters are not modelled.
   *
   * @default - none: contracts that name a cluster are refused
   */
  readonly name?: string;

  /**
   * DNS suffix of Services.
   *
   * @default 'cluster.local'
   */
  readonly domain?: string;

  /**
   * Blocks that pods get their addresses from.
   *
   * @default - unknown; an external host without addresses is then an error (`missing-cluster-cidrs`)
   */
  readonly podCidrs?: string[];

  /**
   * Blocks that Services get their addresses from.
   *
   * @default - unknown; an external host without addresses is then an error (`missing-cluster-cidrs`)
   */
  readonly serviceCidrs?: string[];

  /**
   * Blocks that nodes have their addresses in.
   *
   * @default - unknown; `Kubelet` as a caller and an external host without addresses are then errors
   */
  readonly nodeCidrs?: string[];

  /**
   * Blocks that API servers call webhooks from.
   *
   * @default - unknown; `ApiServer` as a caller is then an error
   */
  readonly apiServerCidrs?: string[];

  /**
   * The cluster's DNS.
   *
   * @default - kube-dns on port 53 in kube-system
   */
  readonly dns?: DnsProps;

  /**
   * Link-local address of NodeLocal DNSCache, `169.254.20.10`.
   *
   * @default - not installed
   * @see https://kubernetes.io/docs/tasks/administer-cluster/nodelocaldns/
   */
  readonly nodeLocalDns?: string;
}
