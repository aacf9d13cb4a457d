import type { KnownObject } from '.';
import type { LabelSelector } from './network-policy';
import type { Kind, Labels } from './object';

export interface GatewayListener {
  readonly name: string;
  readonly hostname?: string;
  readonly port: number;
  /** `HBONE` is Istio's own, of waypoints. */
  readonly protocol: string;
  /** Left out, `from` is `Same`: a waypoint then serves the Services of its own namespace only. */
  readonly allowedRoutes?: {
    readonly namespaces?: { readonly from?: 'All' | 'Selector' | 'Same' | 'None'; readonly selector?: LabelSelector };
    readonly kinds?: readonly { readonly group?: string; readonly kind: string }[];
  };
  readonly tls?: Readonly<Record<string, unknown>>;
}

export interface GatewaySpec {
  readonly gatewayClassName: string;
  readonly listeners: readonly GatewayListener[];
  readonly addresses?: readonly Readonly<Record<string, unknown>>[];
  readonly infrastructure?: {
    readonly labels?: Labels;
    readonly annotations?: Labels;
    readonly parametersRef?: { readonly group: string; readonly kind: string; readonly name: string };
  };
}

/** A proxy that istiod deploys: a gateway, or (class `istio-waypoint`) a waypoint. */
export interface Gateway extends Kind<'gateway.networking.k8s.io/v1', 'Gateway'> {
  readonly spec: GatewaySpec;
}

/** Istio has a kind of that name, too. */
export function isGatewayApi(object: KnownObject): object is Gateway {
  return object.kind === 'Gateway' && object.apiVersion.startsWith('gateway.networking.k8s.io/');
}
