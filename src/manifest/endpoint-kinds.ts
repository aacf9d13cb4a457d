import type { Labels, Protocol } from './kinds';
import type { Kind } from './kinds/object';

/** What an address is said to be. */
export interface ObjectReference {
  readonly kind?: string;
  readonly namespace?: string;
  readonly name?: string;
}

/** `name` is that of the Service's port; left out, it is empty. Left out `port`: all of them, which nobody takes up. */
export interface EndpointPort {
  readonly name?: string;
  readonly port?: number;
  readonly protocol?: Protocol;
  readonly appProtocol?: string;
}

// ---------------------------------------------------------------------------------------------- discovery.k8s.io/v1

export interface SliceEndpoint {
  readonly addresses: readonly string[];
  readonly targetRef?: ObjectReference;
}

export interface EndpointSlice extends Kind<'discovery.k8s.io/v1', 'EndpointSlice'> {
  readonly addressType: 'IPv4' | 'IPv6' | 'FQDN';
  readonly endpoints?: readonly SliceEndpoint[];
  readonly ports?: readonly EndpointPort[];
}

// ---------------------------------------------------------------------------------------------- core/v1

export interface EndpointAddress {
  readonly ip: string;
  readonly targetRef?: ObjectReference;
}

export interface EndpointSubset {
  readonly addresses?: readonly EndpointAddress[];
  readonly notReadyAddresses?: readonly EndpointAddress[];
  readonly ports?: readonly EndpointPort[];
}

/** Of the Service of its name. */
export interface Endpoints extends Kind<'v1', 'Endpoints'> {
  readonly subsets?: readonly EndpointSubset[];
}

// ---------------------------------------------------------------------------------------------- networking.istio.io/v1

/** Also an endpoint of a ServiceEntry. */
export interface WorkloadEntrySpec {
  readonly address?: string;
  /** By name of the port. */
  readonly ports?: Readonly<Record<string, number>>;
  readonly labels?: Labels;
  readonly network?: string;
  readonly locality?: string;
  readonly weight?: number;
  /** Of a workload with a sidecar. */
  readonly serviceAccount?: string;
}

export interface WorkloadEntry extends Kind<'networking.istio.io/v1', 'WorkloadEntry'> {
  readonly spec: WorkloadEntrySpec;
}

/** What WorkloadEntries are made of when machines register by themselves; no endpoint by itself. */
export interface WorkloadGroup extends Kind<'networking.istio.io/v1', 'WorkloadGroup'> {
  readonly spec: {
    readonly metadata?: { readonly labels?: Labels; readonly annotations?: Labels };
    readonly template: WorkloadEntrySpec;
    readonly probe?: Readonly<Record<string, unknown>>;
  };
}
