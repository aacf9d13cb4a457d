import type { WorkloadEntrySpec } from '../endpoint-kinds';
import type { Kind, Labels } from './object';

export interface SidecarEgress {
  readonly port?: { readonly number?: number; readonly protocol?: string; readonly name?: string };
  readonly bind?: string;
  readonly captureMode?: 'DEFAULT' | 'IPTABLES' | 'NONE';
  readonly hosts: readonly string[];
}

export interface SidecarSpec {
  readonly workloadSelector?: { readonly labels?: Labels };
  readonly ingress?: readonly Readonly<Record<string, unknown>>[];
  readonly egress?: readonly SidecarEgress[];
  readonly outboundTrafficPolicy?: { readonly mode?: 'REGISTRY_ONLY' | 'ALLOW_ANY'; readonly egressProxy?: Readonly<Record<string, unknown>> };
  readonly inboundConnectionPool?: Readonly<Record<string, unknown>>;
}

export interface Sidecar extends Kind<'networking.istio.io/v1', 'Sidecar'> {
  readonly spec: SidecarSpec;
}

export interface ServiceEntryPort {
  readonly number: number;
  readonly name: string;
  readonly protocol?: string;
  readonly targetPort?: number;
}

export interface ServiceEntrySpec {
  readonly hosts: readonly string[];
  readonly addresses?: readonly string[];
  readonly ports?: readonly ServiceEntryPort[];
  readonly location?: 'MESH_EXTERNAL' | 'MESH_INTERNAL';
  readonly resolution?: 'NONE' | 'STATIC' | 'DNS' | 'DNS_ROUND_ROBIN' | 'DYNAMIC_DNS';
  readonly endpoints?: readonly WorkloadEntrySpec[];
  readonly workloadSelector?: { readonly labels?: Labels };
  readonly exportTo?: readonly string[];
  readonly subjectAltNames?: readonly string[];
}

export interface ServiceEntry extends Kind<'networking.istio.io/v1', 'ServiceEntry'> {
  readonly spec: ServiceEntrySpec;
}

/** Only how calls are sent matters here: TLS, tunnels, what goes before the first byte, and to which address. */
export interface DestinationRule extends Kind<'networking.istio.io/v1', 'DestinationRule'> {
  readonly spec: Readonly<Record<string, unknown>> & { readonly host: string };
}
