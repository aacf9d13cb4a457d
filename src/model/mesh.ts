import type { DeliveryModel } from './delivery';
import type { Labels } from './labels';

export type PlatformName = 'istio' | 'kubernetes';
/** `ambient`: the node's ztunnel for connections, and a waypoint where one is used for requests. */
export type DataPlaneName = 'sidecar' | 'ambient' | 'none';
export type PathNormalizationMode = 'NONE' | 'BASE' | 'MERGE_SLASHES' | 'DECODE_AND_MERGE_SLASHES';

export interface ClusterModel {
  /** What tells it from other clusters; left out: nothing does. */
  readonly name?: string;
  /** `cluster.local`: the DNS suffix of Services. */
  readonly domain: string;
  readonly podCidrs: readonly string[];
  readonly serviceCidrs: readonly string[];
  readonly nodeCidrs: readonly string[];
  readonly apiServerCidrs: readonly string[];
  /** Pods by which API servers call; left out: by themselves. */
  readonly apiServerAgents?: AgentsModel;
  /** Blocks that load balancers ask pods from whether they are healthy; left out: not known. */
  readonly loadBalancerCidrs?: readonly string[];
  readonly dns: DnsModel;
  /** Address that a cache on the pod's own node answers at, `169.254.20.10`. */
  readonly nodeLocalDns?: string;
  /** Caches on the nodes that are pods with addresses of their own. */
  readonly nodeLocalDnsPods?: DnsModel;
  /** Where each node answers for the cloud; left out: not known. */
  readonly metadataServer?: MetadataServerModel;
  /** Left out: nothing is known but what is given. */
  readonly profile?: ClusterProfileModel;
}

/** Pods that call in place of somebody who is not in the cluster's network. */
export interface AgentsModel {
  readonly namespace: string;
  /** Never empty. */
  readonly labels: Labels;
}

export interface MetadataServerModel extends AddressAndPort {
  /** Where a network plugin sees what is sent there, once the node has led it on; left out: there. */
  readonly seen?: AddressAndPort;
}

export interface AddressAndPort {
  /** A block of one address. */
  readonly address: string;
  readonly port: number;
}

/** Pods that answer names. */
export interface DnsModel {
  readonly namespace: string;
  readonly podLabels: Labels;
  readonly port: number;
}

/** What is said of a cluster by naming its distribution. */
export interface ClusterProfileModel {
  /** `GKE`. */
  readonly name: string;
  /** What enforces NetworkPolicy; left out: not said. */
  readonly networkPlugin?: NetworkPluginModel;
  /** `global.platform` of the mesh's charts; left out: none. */
  readonly platform?: string;
  /** Taken from it because nothing else was given. */
  readonly provides: readonly ClusterFact[];
  /** Where to find what it has no default for. */
  readonly addresses: Readonly<Partial<Record<'nodeCidrs' | 'apiServerCidrs' | 'loadBalancerCidrs', string>>>;
}

/** What a profile may say. */
export type ClusterFact = 'dns' | 'istio-cni' | 'load-balancers' | 'metadata-server' | 'node-local-dns' | 'pods' | 'services';

export interface NetworkPluginModel {
  /** `the Amazon VPC CNI`. */
  readonly name: string;
  /** What must be so that it enforces NetworkPolicy. */
  readonly requirement: string;
}

export interface MeshModel {
  readonly construct: string;
  readonly platform: PlatformName;
  /** `[major, minor]` of the installed mesh. */
  readonly version: readonly [number, number];
  readonly revision?: string;
  readonly trustDomain: string;
  readonly trustDomainAliases: readonly string[];
  /** One of the aliases that is one until its day; left out: none. */
  readonly formerTrustDomain?: FormerTrustDomainModel;
  readonly rootNamespace: string;
  readonly pathNormalization: PathNormalizationMode;
  readonly outboundTrafficPolicy: 'ALLOW_ANY' | 'REGISTRY_ONLY';
  readonly istioCni: boolean;
  /** Unless a pod says otherwise; left out: not known. */
  readonly nativeSidecars?: boolean;
  readonly consent: 'callee' | 'both';
  readonly cluster: ClusterModel;
  /** Hosts that every proxy must reach on its own account (tracing, logs, external authorizers): `namespace/host`. */
  readonly proxyHosts: readonly ProxyHostModel[];
  /** What proxies ask for certificates outside the cluster; left out: they ask istiod, or one of `proxyHosts`. */
  readonly externalCa?: ExternalCaModel;
  /** Ids of assumptions that were acknowledged. */
  readonly acknowledged: readonly string[];
  /** Whom its proxies log to by themselves; left out: that is not known. */
  readonly accessLogProviders?: readonly string[];
  /** The day for which the App is synthesised, `2026-11-30`. Never left out where something expires. */
  readonly asOf?: string;
  /** How many days access for an emergency may last at most; left out: 7. */
  readonly breakGlassMaxDays?: number;
  /** What a deployment tool is told; left out: nothing. */
  readonly delivery?: DeliveryModel;
  /** `prod`: only contracts of the same are taken. */
  readonly environment?: string;
}

export interface FormerTrustDomainModel {
  readonly trustDomain: string;
  /** The last day on which it counts. */
  readonly expires: string;
  readonly reason: string;
  readonly owner?: string;
}

export interface ExternalCaModel {
  /** Blocks; never empty. */
  readonly addresses: readonly string[];
  readonly port: number;
  readonly reason: string;
  readonly owner?: string;
}

export interface ProxyHostModel {
  readonly namespace: string;
  readonly service: string;
  /** Target port. */
  readonly port: number;
  readonly podLabels: Labels;
  readonly reason: string;
}
