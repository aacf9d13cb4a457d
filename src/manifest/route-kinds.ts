import type { Labels, Metadata } from './kinds';

// What routes requests, as far as it decides where a call ends and what arrives there.

interface Kind<A extends string, K extends string> {
  readonly apiVersion: A;
  readonly kind: K;
  readonly metadata: Metadata;
}

type Unread = Readonly<Record<string, unknown>>;

/** One of them. */
export interface RouteStringMatch {
  readonly exact?: string;
  readonly prefix?: string;
  readonly regex?: string;
}

/** All fields must hold. */
export interface VirtualServiceMatch {
  readonly uri?: RouteStringMatch;
  readonly ignoreUriCase?: boolean;
  readonly method?: RouteStringMatch;
  readonly authority?: RouteStringMatch;
  readonly headers?: Readonly<Record<string, RouteStringMatch>>;
  readonly withoutHeaders?: Unread;
  readonly queryParams?: Unread;
  readonly scheme?: Unread;
  readonly port?: number;
  readonly sourceLabels?: Labels;
  readonly sourceNamespace?: string;
  readonly gateways?: readonly string[];
}

export interface VirtualServiceDestination {
  readonly host: string;
  readonly subset?: string;
  readonly port?: { readonly number?: number };
}

export interface VirtualServiceHttpRoute {
  readonly match?: readonly VirtualServiceMatch[];
  readonly route?: readonly { readonly destination: VirtualServiceDestination; readonly headers?: { readonly request?: Unread } }[];
  readonly redirect?: Unread;
  readonly directResponse?: Unread;
  readonly delegate?: Unread;
  readonly rewrite?: Unread;
  readonly fault?: { readonly abort?: Unread };
  readonly headers?: { readonly request?: Unread };
}

/** Of `tcp` and `tls`: what a connection is matched by is not read. */
export interface VirtualServiceStreamRoute {
  readonly match?: readonly Unread[];
  readonly route?: readonly { readonly destination: VirtualServiceDestination }[];
}

export interface VirtualServiceSpec {
  readonly hosts?: readonly string[];
  /** Left out: `mesh`, which is every sidecar. */
  readonly gateways?: readonly string[];
  readonly http?: readonly VirtualServiceHttpRoute[];
  readonly tcp?: readonly VirtualServiceStreamRoute[];
  readonly tls?: readonly VirtualServiceStreamRoute[];
  readonly exportTo?: readonly string[];
}

export interface VirtualService extends Kind<'networking.istio.io/v1', 'VirtualService'> {
  readonly spec: VirtualServiceSpec;
}

export interface RouteReference {
  readonly group?: string;
  readonly kind?: string;
  readonly name: string;
  readonly namespace?: string;
  readonly port?: number;
}

export interface RouteFilter {
  readonly type: string;
  readonly requestHeaderModifier?: Unread;
}

export interface GatewayRouteRule {
  readonly matches?: readonly Unread[];
  readonly filters?: readonly RouteFilter[];
  readonly backendRefs?: readonly (RouteReference & { readonly filters?: readonly RouteFilter[] })[];
}

export interface GatewayRouteSpec {
  /** A Gateway; of routes within the mesh, a Service or ServiceEntry. */
  readonly parentRefs?: readonly RouteReference[];
  readonly rules?: readonly GatewayRouteRule[];
}

export const GATEWAY_ROUTE_KINDS = ['HTTPRoute', 'GRPCRoute', 'TCPRoute', 'TLSRoute'] as const;

export interface GatewayRoute extends Kind<'gateway.networking.k8s.io/v1', typeof GATEWAY_ROUTE_KINDS[number]> {
  readonly spec: GatewayRouteSpec;
}
