/**
 * What istiod sends to ztunnel, as the JSON of its protocol buffers; fields at their default are left out.
 * https://github.com/istio/istio/blob/master/pkg/workloadapi/security/authorization.proto
 * https://github.com/istio/istio/blob/master/pkg/workloadapi/workload.proto
 */
export interface ZtunnelView {
  readonly policies: readonly Authorization[];
  readonly workloads: readonly Workload[];
  readonly services: readonly Service[];
}

export interface Authorization {
  readonly name: string;
  readonly namespace: string;
  /** Left out: GLOBAL. */
  readonly scope?: 'GLOBAL' | 'NAMESPACE' | 'WORKLOAD_SELECTOR';
  /** Left out: ALLOW. */
  readonly action?: 'ALLOW' | 'DENY';
  readonly groups?: readonly Group[];
  readonly dry_run?: boolean;
}

/** What the policy calls a rule; what is called a rule here is one of its clauses: all `from`, all `to`, one `when`. */
export interface Group {
  readonly rules?: readonly { readonly matches?: readonly Match[] }[];
}

export interface Match {
  readonly namespaces?: readonly StringMatch[];
  readonly not_namespaces?: readonly StringMatch[];
  readonly service_accounts?: readonly ServiceAccount[];
  readonly not_service_accounts?: readonly ServiceAccount[];
  readonly principals?: readonly StringMatch[];
  readonly not_principals?: readonly StringMatch[];
  readonly source_ips?: readonly Address[];
  readonly not_source_ips?: readonly Address[];
  readonly destination_ips?: readonly Address[];
  readonly not_destination_ips?: readonly Address[];
  readonly destination_ports?: readonly number[];
  readonly not_destination_ports?: readonly number[];
}

export interface StringMatch {
  readonly exact?: string;
  readonly prefix?: string;
  readonly suffix?: string;
  readonly presence?: object;
}

export interface ServiceAccount {
  readonly namespace: string;
  readonly serviceAccount: string;
}

/** Base64 of the address' bytes; `length` left out: 0. */
export interface Address {
  readonly address: string;
  readonly length?: number;
}

export interface Workload {
  readonly name: string;
  readonly namespace: string;
  readonly addresses?: readonly string[];
  readonly service_account?: string;
  /** Left out: not captured by ztunnel. */
  readonly tunnel_protocol?: 'HBONE' | 'LEGACY_ISTIO_MTLS';
  /** It takes HBONE by itself: a sidecar, a waypoint. */
  readonly native_tunnel?: boolean;
  readonly waypoint?: GatewayAddress;
  /** `shop/catalog-callers`, of scope WORKLOAD_SELECTOR. */
  readonly authorization_policies?: readonly string[];
}

export interface Service {
  readonly name: string;
  readonly namespace: string;
  readonly hostname: string;
  readonly waypoint?: GatewayAddress;
}

export interface GatewayAddress {
  readonly hostname?: { readonly namespace: string; readonly hostname: string };
}
