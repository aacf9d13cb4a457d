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
  readonly dns: { readonly namespace: string; readonly podLabels: Labels; readonly port: number };
  /** Link-local address of NodeLocal DNSCache, `169.254.20.10`. */
  readonly nodeLocalDns?: string;
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
  readonly consent: 'callee' | 'both';
  readonly cluster: ClusterModel;
  /** Hosts that every proxy must reach on its own account (tracing, logs, external authorizers): `namespace/host`. */
  readonly proxyHosts: readonly ProxyHostModel[];
  /** Ids of assumptions that were acknowledged. */
  readonly acknowledged: readonly string[];
  /** The day for which the App is synthesised, `2026-11-30`. Never left out where something expires. */
  readonly asOf?: string;
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

export interface ProxyHostModel {
  readonly namespace: string;
  readonly service: string;
  /** Target port. */
  readonly port: number;
  readonly podLabels: Labels;
  readonly reason: string;
}
