import type { Labels } from './kinds';
import type { Kind } from './kinds/object';

// What routes requests, as far as it decides where a call ends and what arrives there.

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
  readonly withoutHeaders?: Readonly<Record<string, RouteStringMatch>>;
  readonly queryParams?: Readonly<Record<string, RouteStringMatch>>;
  readonly scheme?: RouteStringMatch;
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
  readonly route?: readonly {
    readonly destination: VirtualServiceDestination;
    readonly weight?: number;
    readonly headers?: { readonly request?: Unread };
  }[];
  readonly redirect?: Unread;
  readonly directResponse?: Unread;
  /** Another VirtualService, without hosts, that says the rest; without `namespace` one of its own. */
  readonly delegate?: { readonly name?: string; readonly namespace?: string };
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

/** What an Istio gateway listens for, and in whose name. https://istio.io/latest/docs/reference/config/networking/gateway/#Server */
export interface GatewayServer {
  readonly port: { readonly number: number; readonly protocol: string; readonly name: string };
  readonly bind?: string;
  /** `host`, or `namespace/host` for VirtualServices of that namespace alone. */
  readonly hosts: readonly string[];
  readonly tls?: GatewayServerTls;
}

export interface GatewayServerTls {
  readonly mode?: 'PASSTHROUGH' | 'SIMPLE' | 'MUTUAL' | 'AUTO_PASSTHROUGH' | 'ISTIO_MUTUAL' | 'OPTIONAL_MUTUAL';
  readonly httpsRedirect?: boolean;
}

/** Not to be taken for the Gateway API's kind of that name. */
export interface IstioGateway extends Kind<'networking.istio.io/v1', 'Gateway'> {
  readonly spec: {
    /** Labels of pods, of any namespace. */
    readonly selector?: Labels;
    readonly servers: readonly GatewayServer[];
  };
}

export function isIstioGateway(object: { readonly kind: string; readonly apiVersion: string }): object is IstioGateway {
  return object.kind === 'Gateway' && object.apiVersion.startsWith('networking.istio.io/');
}

/** Lets routes of other namespaces send to Services of its own. https://gateway-api.sigs.k8s.io/api-types/referencegrant/ */
export interface ReferenceGrant extends Kind<'gateway.networking.k8s.io/v1', 'ReferenceGrant'> {
  readonly spec: {
    readonly from: readonly { readonly group: string; readonly kind: string; readonly namespace: string }[];
    readonly to: readonly { readonly group: string; readonly kind: string; readonly name?: string }[];
  };
}

export interface RouteReference {
  readonly group?: string;
  readonly kind?: string;
  readonly name: string;
  readonly namespace?: string;
  readonly port?: number;
  /** Of a parent: one of its listeners. */
  readonly sectionName?: string;
}

export interface RouteFilter {
  readonly type: string;
  readonly requestHeaderModifier?: Unread;
  readonly urlRewrite?: {
    readonly hostname?: string;
    readonly path?: { readonly type: string; readonly replaceFullPath?: string; readonly replacePrefixMatch?: string };
  };
}

export interface GatewayRouteRule {
  readonly matches?: readonly Unread[];
  readonly filters?: readonly RouteFilter[];
  readonly backendRefs?: readonly (RouteReference & { readonly filters?: readonly RouteFilter[]; readonly weight?: number })[];
}

export interface GatewayRouteSpec {
  /** A Gateway; of routes within the mesh, a Service or ServiceEntry. */
  readonly parentRefs?: readonly RouteReference[];
  /** Of gateways; within the mesh they count for nothing. */
  readonly hostnames?: readonly string[];
  readonly rules?: readonly GatewayRouteRule[];
}

export const GATEWAY_ROUTE_KINDS = ['HTTPRoute', 'GRPCRoute', 'TCPRoute', 'TLSRoute'] as const;

export interface GatewayRoute extends Kind<'gateway.networking.k8s.io/v1', typeof GATEWAY_ROUTE_KINDS[number]> {
  readonly spec: GatewayRouteSpec;
}
