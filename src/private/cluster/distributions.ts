import type { MetadataServerModel } from '../../model/model';
import { NetworkPlugin } from '../../network-plugin';

/** Pods that answer on a port. */
interface PodsAt {
  readonly namespace: string;
  readonly podLabels: Readonly<Record<string, string>>;
  readonly port: number;
}

/** What a distribution is known to be like. Whatever its users choose is left out: a wrong block of addresses makes a wrong proof. */
export interface Distribution {
  readonly name: string;
  /** Those that it can be had with; the first is what it has unless told otherwise, where it has one. Empty: any. */
  readonly plugins: readonly NetworkPlugin[];
  /** It comes with none that enforces anything, or with one of several: somebody has chosen. */
  readonly choosesPlugin?: true;
  readonly dns?: PodsAt;
  /** Caches on the nodes that are pods of their own. */
  readonly nodeLocalDnsPods?: Readonly<Partial<Record<NetworkPlugin, PodsAt>>>;
  readonly podCidrs?: readonly string[];
  readonly serviceCidrs?: readonly string[];
  readonly loadBalancerCidrs?: readonly string[];
  /** Labels of the pods in kube-system by which a control plane calls, where it does so. */
  readonly apiServerAgents?: Readonly<Record<string, string>>;
  /** For the network plugin, if that matters. */
  readonly metadataServer?: (plugin: NetworkPlugin | undefined) => MetadataServerModel;
  readonly istioCni?: true;
  /** It has no other. */
  readonly domain?: string;
  /** Where addresses are found that it has no default for. */
  readonly addresses: Readonly<Partial<Record<'nodeCidrs' | 'apiServerCidrs' | 'loadBalancerCidrs', string>>>;
  /** `global.platform` of the mesh's charts: https://istio.io/latest/docs/ambient/install/platform-prerequisites/ */
  readonly platform?: string;
}

/**
 * `k8s-app: kube-dns` in kube-system on port 53 is CoreDNS and kube-dns alike, as kubeadm has it:
 * https://github.com/kubernetes/kubernetes/blob/master/cluster/addons/dns/coredns/coredns.yaml.base
 */
const KUBE_DNS: PodsAt = { namespace: 'kube-system', podLabels: { 'k8s-app': 'kube-dns' }, port: 53 };

/** Of AWS, Azure and Google alike. */
const METADATA: MetadataServerModel = { address: '169.254.169.254/32', port: 80 };

export const GENERIC: Distribution = { name: 'generic', plugins: [], addresses: {} };

export const KIND: Distribution = {
  name: 'kind',
  plugins: [NetworkPlugin.KINDNET, NetworkPlugin.CALICO, NetworkPlugin.CILIUM],
  dns: KUBE_DNS,
  // https://github.com/kubernetes-sigs/kind/blob/main/pkg/apis/config/v1alpha4/default.go
  podCidrs: ['10.244.0.0/16'],
  serviceCidrs: ['10.96.0.0/16'],
  addresses: {
    nodeCidrs: 'those of the Docker network `kind`: `docker network inspect kind`',
    apiServerCidrs: 'the addresses of its control-plane nodes',
  },
};

export const EKS: Distribution = {
  name: 'EKS',
  plugins: [NetworkPlugin.AWS_VPC_CNI, NetworkPlugin.CALICO, NetworkPlugin.CILIUM],
  dns: KUBE_DNS,
  // https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html
  metadataServer: () => METADATA,
  addresses: {
    nodeCidrs: 'the subnets of the node groups',
    // https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html
    apiServerCidrs: 'the subnets given to the cluster, in which the control plane has its network interfaces',
    // https://docs.aws.amazon.com/elasticloadbalancing/latest/network/target-group-health-checks.html
    loadBalancerCidrs: 'the subnets of the load balancers, from which their nodes check targets',
  },
};

export const GKE: Distribution = {
  name: 'GKE',
  plugins: [NetworkPlugin.GKE_DATAPLANE_V2, NetworkPlugin.CALICO],
  choosesPlugin: true,
  dns: KUBE_DNS,
  // With Dataplane V2 the node's cache is a pod with an address of its own, and lookups are led to it:
  // https://cloud.google.com/kubernetes-engine/docs/how-to/nodelocal-dns-cache
  nodeLocalDnsPods: {
    [NetworkPlugin.GKE_DATAPLANE_V2]: { namespace: 'kube-system', podLabels: { 'k8s-app': 'node-local-dns' }, port: 53 },
  },
  // Health checks of application load balancers, which ask the pods of container-native backends:
  // https://cloud.google.com/load-balancing/docs/health-check-concepts#ip-ranges
  loadBalancerCidrs: ['130.211.0.0/22', '35.191.0.0/16'],
  // https://cloud.google.com/kubernetes-engine/docs/how-to/konnectivity-agent-troubleshooting, https://github.com/tigera/operator/pull/5212
  apiServerAgents: { 'k8s-app': 'konnectivity-agent' },
  // Without Dataplane V2 each node leads it to a server of its own before NetworkPolicy is asked:
  // https://cloud.google.com/kubernetes-engine/docs/how-to/network-policy#network-policy-and-workload-identity
  metadataServer: (plugin) => (plugin === NetworkPlugin.CALICO ? { ...METADATA, seen: { address: '169.254.169.252/32', port: 988 } } : METADATA),
  platform: 'gke',
  addresses: {
    nodeCidrs: 'the primary range of the cluster\'s subnet',
    apiServerCidrs: '`gcloud container clusters describe`: `privateClusterConfig.masterIpv4CidrBlock`, or the agents that a control plane tunnels through',
  },
};

export const AKS: Distribution = {
  name: 'AKS',
  plugins: [NetworkPlugin.CILIUM, NetworkPlugin.CALICO, NetworkPlugin.AZURE_NPM],
  choosesPlugin: true,
  dns: KUBE_DNS,
  // https://learn.microsoft.com/azure/load-balancer/load-balancer-custom-probe-overview#probe-source-ip-address
  loadBalancerCidrs: ['168.63.129.16/32'],
  // https://learn.microsoft.com/azure/virtual-machines/instance-metadata-service
  metadataServer: () => METADATA,
  // https://github.com/tigera/operator/pull/5212
  apiServerAgents: { app: 'konnectivity-agent' },
  addresses: {
    nodeCidrs: 'the subnets of the node pools',
    apiServerCidrs: 'the subnet of API Server VNet Integration, or the agents (`app: konnectivity-agent` in kube-system) that the control plane tunnels through',
  },
};

export const OPENSHIFT: Distribution = {
  name: 'OpenShift',
  plugins: [NetworkPlugin.OVN_KUBERNETES, NetworkPlugin.CALICO, NetworkPlugin.CILIUM],
  // https://github.com/openshift/cluster-dns-operator/blob/master/pkg/operator/controller/controller_dns_daemonset.go
  dns: { namespace: 'openshift-dns', podLabels: { 'dns.operator.openshift.io/daemonset-dns': 'default' }, port: 5353 },
  // https://istio.io/latest/docs/setup/platform-setup/openshift/
  istioCni: true,
  // https://docs.redhat.com/en/documentation/openshift_container_platform/4.17/html/networking/dns-operator
  domain: 'cluster.local',
  addresses: {
    nodeCidrs: '`networking.machineNetwork` of install-config.yaml',
    apiServerCidrs: 'the addresses of the control-plane nodes',
  },
  platform: 'openshift',
};
