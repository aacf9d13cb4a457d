/** Location of the cluster's DNS. Every pod may query it. */
export interface DnsProps {
  /**
   * Namespace of the DNS pods.
   *
   * @default 'kube-system'
   */
  readonly namespace?: string;

  /**
   * Labels of the DNS pods.
   *
   * @default { 'k8s-app': 'kube-dns' }
   */
  readonly podLabels?: Record<string, string>;

  /**
   * Target port of the DNS pods, on UDP and TCP. OpenShift uses 5353.
   *
   * @default 53
   */
  readonly port?: number;
}

/** Pods through which a control plane outside the cluster's network calls into the cluster. */
export interface ApiServerAgentsProps {
  /**
   * Namespace of the agent pods.
   *
   * @default 'kube-system'
   */
  readonly namespace?: string;

  /**
   * Labels that only the agent pods carry: whoever may create pods with these labels in that namespace can call as the API server. Errors:
   * `empty-selector`.
   *
   * @default - the profile's: `app: konnectivity-agent` on AKS, `k8s-app: konnectivity-agent` on GKE; else `unknown-api-server-agents`
   */
  readonly podLabels?: Record<string, string>;
}

/**
 * Facts about the cluster that no manifest shows. CIDR blocks are given with prefix length and without host bits (`invalid-cidr`).
 *
 * A wrong fact makes the proof wrong.
 */
export interface ClusterProps {
  /**
   * Your organisation's name for the cluster. It is written into the contract, and contracts of another cluster are refused
   * (`foreign-contract`): calls between clusters are not modelled.
   *
   * @default - none: contracts that name a cluster are refused
   */
  readonly name?: string;

  /**
   * DNS domain of Services. Errors: `contradicting-profile`.
   *
   * @default 'cluster.local'
   */
  readonly domain?: string;

  /**
   * CIDR blocks of pod addresses. Errors: `contradicting-profile`, `overlapping-cidrs`.
   *
   * @default - with kind's profile, kind's; else unknown: an external host without addresses is then an error (`missing-cluster-cidrs`)
   */
  readonly podCidrs?: string[];

  /**
   * CIDR blocks of Service addresses. Errors: `contradicting-profile`, `overlapping-cidrs`.
   *
   * @default - with kind's profile, kind's; else unknown: an external host without addresses is then an error (`missing-cluster-cidrs`)
   */
  readonly serviceCidrs?: string[];

  /**
   * CIDR blocks of node addresses.
   *
   * @default - unknown: `Kubelet` and `Nodes` as callers and an external host without addresses are then errors
   */
  readonly nodeCidrs?: string[];

  /**
   * CIDR blocks from which API servers call webhooks.
   *
   * @default - unknown: `ApiServer` as a caller is then an error
   */
  readonly apiServerCidrs?: string[];

  /**
   * Agents of a tunnel (Konnectivity) through which API servers call webhooks: on AKS without API Server VNet Integration, on GKE, and with
   * hosted control planes. The calls then come from a pod. NetworkPolicy admits these pods instead of `apiServerCidrs`. A proxy sees only
   * their addresses and no identity, so it takes every pod in `podCidrs` for an agent, which reports list.
   *
   * @default - none: API servers call from `apiServerCidrs`
   * @see https://kubernetes.io/docs/tasks/extend-kubernetes/setup-konnectivity/
   * @see https://github.com/tigera/operator/pull/5212
   */
  readonly apiServerAgents?: ApiServerAgentsProps;

  /**
   * CIDR blocks from which load balancers check the health of pods. This concerns load balancers that send directly to pods (container-native
   * backends of GKE, `ip` targets of AWS), not those that check nodes.
   *
   * @default - the profile's; else unknown: `LoadBalancer` as a caller is then an error
   */
  readonly loadBalancerCidrs?: string[];

  /**
   * The cluster's DNS.
   *
   * @default - the profile's; else kube-dns on port 53 in kube-system
   */
  readonly dns?: DnsProps;

  /**
   * Address at which NodeLocal DNSCache answers pods, on port 53: `169.254.20.10` if the kubelets are configured with it; otherwise
   * (kube-proxy in iptables mode) the address of the Service `kube-dns`, which the cache takes over on each node.
   *
   * @default - none installed, or one with pods of its own (which the GKE profile knows)
   * @see https://kubernetes.io/docs/tasks/administer-cluster/nodelocaldns/
   */
  readonly nodeLocalDns?: string;
}
