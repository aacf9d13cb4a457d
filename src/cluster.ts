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

/** Pods through which a control plane outside the cluster's network calls into it. */
export interface ApiServerAgentsProps {
  /**
   * Their namespace.
   *
   * @default 'kube-system'
   */
  readonly namespace?: string;

  /**
   * Labels of these pods and of no others: whoever may make pods with them there calls as the API server. Errors: `empty-selector`.
   *
   * @default - the profile's: `app: konnectivity-agent` on AKS, `k8s-app: konnectivity-agent` on GKE; else `unknown-api-server-agents`
   */
  readonly podLabels?: Record<string, string>;
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
   * DNS suffix of Services. Errors: `contradicting-profile`.
   *
   * @default 'cluster.local'
   */
  readonly domain?: string;

  /**
   * Blocks that pods get their addresses from. Errors: `contradicting-profile`.
   *
   * @default - kind's, with its profile; else unknown; an external host without addresses is then an error (`missing-cluster-cidrs`)
   */
  readonly podCidrs?: string[];

  /**
   * Blocks that Services get their addresses from. Errors: `contradicting-profile`.
   *
   * @default - kind's, with its profile; else unknown; an external host without addresses is then an error (`missing-cluster-cidrs`)
   */
  readonly serviceCidrs?: string[];

  /**
   * Blocks that nodes have their addresses in.
   *
   * @default - unknown; `Kubelet` and `Nodes` as callers and an external host without addresses are then errors
   */
  readonly nodeCidrs?: string[];

  /**
   * Blocks that API servers call webhooks from.
   *
   * @default - unknown; `ApiServer` as a caller is then an error
   */
  readonly apiServerCidrs?: string[];

  /**
   * Agents of a tunnel (Konnectivity) through which API servers call webhooks: AKS without API Server VNet Integration, GKE, and hosted
   * control planes. What calls then is a pod. NetworkPolicy admits these pods instead of `apiServerCidrs`; to a proxy, which sees their addresses
   * and no identity, every pod in `podCidrs` is one of them, which reports list.
   *
   * @default - none: API servers call from `apiServerCidrs`
   * @see https://kubernetes.io/docs/tasks/extend-kubernetes/setup-konnectivity/
   * @see https://github.com/tigera/operator/pull/5212
   */
  readonly apiServerAgents?: ApiServerAgentsProps;

  /**
   * Blocks that load balancers ask pods from whether they are healthy: of those that lead straight to pods (container-native backends of
   * GKE, `ip` targets of AWS), not of those that ask nodes.
   *
   * @default - the profile's; else unknown, and `LoadBalancer` as a caller is an error
   */
  readonly loadBalancerCidrs?: string[];

  /**
   * The cluster's DNS.
   *
   * @default - the profile's; else kube-dns on port 53 in kube-system
   */
  readonly dns?: DnsProps;

  /**
   * Address that NodeLocal DNSCache answers pods at, on port 53: `169.254.20.10` where kubelets name that; the address of the Service
   * `kube-dns`, which the cache takes over on each node, where they do not (kube-proxy in iptables mode).
   *
   * @default - none installed, or one that has pods of its own (the profile of GKE knows them)
   * @see https://kubernetes.io/docs/tasks/administer-cluster/nodelocaldns/
   */
  readonly nodeLocalDns?: string;
}
