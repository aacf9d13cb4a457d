import type { CallerModel, CallerPodsModel } from './caller';
import type { Labels } from './labels';
import type { TokensModel } from './tokens';

/** One port of a gateway's pods, and who may connect to it. */
export interface GatewayListenerModel {
  /** Of the pods. */
  readonly port: number;
  readonly protocol: 'tcp' | 'udp';
  /** `clients`: what the gateway is there for; the others are the proxy's own ports. */
  readonly purpose: 'clients' | 'health' | 'metrics';
  /** Never empty. Neither services nor namespaces: their own way out would stay closed. */
  readonly clients: readonly CallerModel[];
}

/** Somewhere that a gateway may connect to although no edge of this App says so. */
export interface GatewayDestinationModel {
  /** `labels` empty: every pod of the namespace. */
  readonly to: { readonly kind: 'pods'; readonly namespace: string; readonly labels: Labels } | { readonly kind: 'addresses'; readonly cidr: string };
  /** Of TCP, at the pods; sorted, never empty. */
  readonly ports: readonly number[];
  readonly reason: string;
  readonly expires?: string;
  readonly owner?: string;
}

/** The pods of an ingress gateway, whose isolation this synth writes. */
export interface GatewayModel {
  /** `istio-ingress/edge`: its namespace and what its policies are named after. */
  readonly id: string;
  readonly construct: string;
  readonly namespace: string;
  readonly name: string;
  /** As a caller; its `pods` are known by labels. */
  readonly caller: Extract<CallerModel, { kind: 'identity' }> & { readonly pods: CallerPodsModel };
  /** Its pods are proxies of the mesh, which need istiod. */
  readonly isProxy: boolean;
  /** Sorted by port, then protocol. */
  readonly listeners: readonly GatewayListenerModel[];
  /** Sorted by what they lead to. */
  readonly destinations: readonly GatewayDestinationModel[];
  /** What its clients send has to carry a token. Left out: it is not looked at. */
  readonly tokens?: TokensModel;
}
