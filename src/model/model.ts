import type { SuppressionModel } from './guardrail';

/**
 * What was declared, resolved: immutable plain data, the same whatever the order of declarations.
 *
 * INVARIANT: every list is sorted by its element's `id` (or the field named), so that rendering needs no sorting of its own.
 */

import type { RoleId, RoleModel } from './role';
import type { TokenDemandModel, TokensModel } from './tokens';

export type Labels = Readonly<Record<string, string>>;

/** `shop/catalog`: namespace and name of a declared service. */
export type ServiceId = string;

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

/** Who answers for something, and what data it holds. Enforces nothing. */
export interface StewardshipModel {
  /** Left out: nobody in particular. */
  readonly owner?: string;
  /** Names of data classes, sorted; left out: none in particular. */
  readonly dataClasses?: readonly string[];
}

/** The namespace of the egress waypoint is one of them: owned, `ambient`, and without services. */
export interface NamespaceModel extends StewardshipModel {
  readonly id: string;
  readonly construct: string;
  /** `false`: only referred to; its owner emits its isolation. */
  readonly owned: boolean;
  readonly dataPlane: DataPlaneName;
  /** What the ambient services of the namespace use, unless they say otherwise. In the egress waypoint's namespace: that one. */
  readonly waypoint?: WaypointModel;
  /** Moves from this data plane to `dataPlane`: for now its pods may be of either. */
  readonly migratingFrom?: DataPlaneName;
  /** The environment that it belongs to; left out: none in particular. */
  readonly environment?: string;
  /** Of one that others own: what their contract says of it. Left out: nothing does. */
  readonly isolatedBy?: OwnersWord;
}

/** What the owner of a namespace states in a contract, and their synth proves. */
export interface OwnersWord {
  /** The contract's file. */
  readonly contract: string;
  /** What holds for every pod, whoever declared it. */
  readonly isolation: readonly ('default-deny' | 'strict-mtls' | 'allow-nothing')[];
}

/** A proxy that stands before the Services that use it. Its pods carry the name of their Gateway as a label, and it has one identity. */
export interface WaypointModel {
  readonly namespace: string;
  /** Name of the Gateway. */
  readonly name: string;
  readonly serviceAccount: string;
  /** `true`: this synth writes the Gateway; `false`: it is somebody else's, and its pods are taken as a fact. */
  readonly managed: boolean;
}

/** How a connection reaches the callee's pods: through the waypoint of the Service, or by itself to the pod. */
export type Route = 'waypoint' | 'direct';

/** How a port's bytes are understood, by Istio and by us. */
export type PortProtocol = 'http' | 'http2' | 'grpc' | 'https' | 'tls' | 'tcp' | 'udp' | 'sctp';

/** A port of the workload, with the Service ports that lead to it. */
export interface PortModel {
  readonly targetPort: number;
  readonly protocol: PortProtocol;
  readonly mtls: 'strict' | 'permissive' | 'disable';
  /** Why `mtls` is not strict. */
  readonly mtlsReason?: string;
  /** The last day on which it is not; left out: without end. */
  readonly mtlsExpires?: string;
  readonly mtlsOwner?: string;
}

export interface KubernetesServiceModel {
  readonly name: string;
  readonly headless: boolean;
  /** Somebody else wrote it, and it stays as it is; left out: it is emitted. */
  readonly adopted?: true;
  /** It leads to those of the service's pods that carry these, too; left out: to all of them. */
  readonly podLabels?: Labels;
  readonly ports: readonly { readonly name: string; readonly port: number; readonly targetPort: number; readonly protocol: PortProtocol }[];
}

/** One operation that an API document names. */
export interface OperationModel {
  /** `getProduct`; without one `GET /products/{id}`; of gRPC `shop.Catalog/GetProduct`. */
  readonly id: string;
  readonly method: string;
  /** Alternatives, sorted: one per base path of the document's servers. */
  readonly paths: readonly PathModel[];
}

/** What a service offers, as a document says. */
export interface ApiModel {
  /** The file, as given. */
  readonly file: string;
  readonly operations: readonly OperationModel[];
  /** Operations that no path of the mesh says exactly. */
  readonly unusable: readonly { readonly id: string; readonly because: string }[];
}

export interface ServiceModel extends StewardshipModel {
  readonly id: ServiceId;
  readonly construct: string;
  readonly namespace: string;
  readonly name: string;
  readonly serviceAccount: string;
  readonly automountToken: boolean;
  /** What its pods carry and its selectors ask for. */
  readonly podLabels: Labels;
  /** Sorted by `targetPort`, then protocol. */
  readonly ports: readonly PortModel[];
  /** Sorted by name; the first in declaration is the one named like the service. */
  readonly kubernetesServices: readonly KubernetesServiceModel[];
  /** Its pods are not in this App. */
  readonly deployedElsewhere: boolean;
  /** Sorted by name; left out: none. */
  readonly formerAccounts?: readonly FormerAccountModel[];
  /** Construct paths of the objects that make its pods, which were there before; left out: whatever carries its labels. */
  readonly adopts?: readonly string[];
  /** Workload ports that the proxy does not capture. */
  readonly excludedInboundPorts: readonly number[];
  /** What was said of that; past its day it is still so, since the pods' own annotation does it. Left out: nothing. */
  readonly exclusion?: { readonly reason: string; readonly expires?: string; readonly owner?: string };
  readonly dataPlane: DataPlaneName;
  /** Before each of its Services that is not headless. */
  readonly waypoint?: WaypointModel;
  /** Every request needs a token. Left out: none does. */
  readonly tokens?: TokensModel;
  /** Moves from this data plane to `dataPlane`: for now its pods may be of either. */
  readonly migratingFrom?: DataPlaneName;
  /** Nothing is decided by them: reports hold them against what is granted. Left out: none. */
  readonly apis?: readonly ApiModel[];
}

/** A service of another App, as its contract has it. Of a call between it and one of ours only our end is written and proved here. */
export interface ImportedServiceModel extends ServiceModel {
  /** The contract's file. */
  readonly contract: string;
}

/** An account that a service's pods ran under: until the day is past, whoever shows it is taken for the service. */
export interface FormerAccountModel {
  readonly serviceAccount: string;
  /** The last day on which it counts. */
  readonly expires: string;
  readonly reason: string;
  readonly owner?: string;
}

/** The pods of a caller from outside the App; `labels` empty: the whole namespace, declared on purpose. */
export interface CallerPodsModel {
  readonly namespace: string;
  readonly labels: Labels;
  /** The whole namespace was meant; every report lists it. */
  readonly wholeNamespace: boolean;
}

export type CallerModel
  = | { readonly kind: 'service'; readonly service: ServiceId }
    | { readonly kind: 'namespace'; readonly namespace: string }
    | {
      readonly kind: 'identity';
      /** What it is called in reports. */
      readonly role: 'ingress-gateway' | 'prometheus' | 'spiffe';
      /** `cluster.local/ns/istio-ingress/sa/edge`. */
      readonly principal: string;
      /** Undefined only where no NetworkPolicy is emitted for the edge. */
      readonly pods?: CallerPodsModel;
      /** Of its pods; left out: the callee's, except that a gateway is a proxy of its own. */
      readonly dataPlane?: DataPlaneName;
      /** `false`: a gateway that dials pods, whatever their Service says. */
      readonly usesWaypoints?: boolean;
    }
  /** Callers without a mesh identity: addresses only. */
    | { readonly kind: 'addresses'; readonly role: 'cidr' | 'kubelet' | 'api-server'; readonly cidrs: readonly string[]; readonly except: readonly string[] }
    | { readonly kind: 'anyone'; readonly reason: string };

export type PathModel
  = | { readonly kind: 'exact' | 'prefix' | 'suffix' | 'template'; readonly value: string }
  /** `/cart` and everything below: `/cart`, `/cart/…`, never `/cartoon`. */
    | { readonly kind: 'under'; readonly value: string };

export type HeaderValueModel = { readonly kind: 'exact' | 'prefix' | 'suffix'; readonly value: string } | { readonly kind: 'present' };

export interface HeaderModel {
  readonly name: string;
  readonly values: readonly HeaderValueModel[];
}

/** All of the fields hold (AND); the values of one field are alternatives (OR); left out: no constraint. */
export interface HttpAccessModel {
  readonly methods?: readonly string[];
  readonly paths?: readonly PathModel[];
  /** Lower case, without port; a host stands for itself with any port. */
  readonly hosts?: readonly string[];
  readonly headers?: readonly HeaderModel[];
  /** Left out: whether it carries a token is nobody's concern. */
  readonly token?: TokenDemandModel;
}

/** What is granted on one port of the callee. */
export interface PortAccessModel {
  readonly targetPort: number;
  readonly protocol: PortProtocol;
  /** Alternatives (OR); undefined: everything the port carries. Never empty. */
  readonly http?: readonly HttpAccessModel[];
  /** Left out: direct. What has `http` is never both. */
  readonly routes?: readonly Route[];
}

/** Addresses in any of the blocks and in none of the exceptions. */
export interface AddressesModel {
  /** Sorted; none lies in another. */
  readonly cidrs: readonly string[];
  /** Sorted; each lies in one of `cidrs`. */
  readonly except: readonly string[];
}

export interface EdgeModel {
  /** `shop/catalog<-service:shop/frontend`, `…@10.0.0.0/8`; grants of the same pair from the same addresses are merged. */
  readonly id: string;
  readonly callee: ServiceId;
  readonly caller: CallerModel;
  /** Where its connections must come from beside, as the callee's proxy sees it; left out: anywhere. Never of callers by address. */
  readonly sourceCidrs?: AddressesModel;
  /** Sorted by targetPort, then protocol. Never empty. */
  readonly access: readonly PortAccessModel[];
  /** Sorted, without duplicates. */
  readonly reasons: readonly string[];
  /** Construct paths of the declarations, sorted. */
  readonly constructs: readonly string[];
  /** The last day on which any of it holds; left out: without end. */
  readonly expires?: string;
  /** Who answers for it. Sorted, without duplicates; left out: nobody in particular. */
  readonly owners?: readonly string[];
  /** What of it was declared how; left out: all of it by the caller's own name and without end. */
  readonly grants?: readonly EdgeGrantModel[];
}

/** A part of an edge. */
export interface EdgeGrantModel {
  /** Of the edge's `access`, without routes. Never empty. */
  readonly access: readonly PortAccessModel[];
  /** The role that it was granted to, and that the caller holds; left out: it was granted to the caller. */
  readonly role?: RoleId;
  /** The last day on which the caller has it; left out: without end. */
  readonly expires?: string;
  readonly reason?: string;
  readonly owner?: string;
  readonly construct: string;
}

/** A need stated by the caller; grants nothing inside the mesh. */
export interface CallModel {
  readonly id: string;
  readonly caller: ServiceId;
  readonly callee: ServiceId;
  readonly construct: string;
  /** Sorted, without duplicates; left out: none was given. */
  readonly reasons?: readonly string[];
  /** Of an imported callee: what this half opens. Sorted by targetPort, then protocol. */
  readonly access?: readonly PortAccessModel[];
}

export type ExternalProtocol = 'https' | 'tls' | 'http' | 'tcp';

export interface ExternalEdgeModel {
  /** `shop/cart->api.payments.example`. */
  readonly id: string;
  readonly caller: ServiceId;
  readonly host: string;
  readonly ports: readonly { readonly number: number; readonly protocol: ExternalProtocol }[];
  /** CIDRs the host is known to live at; empty: unknown. */
  readonly addresses: readonly string[];
  readonly reasons: readonly string[];
  readonly constructs: readonly string[];
  /** The egress waypoint that an ambient caller goes through; left out: it goes by itself. */
  readonly through?: WaypointModel;
  /** The last day on which any of it holds; left out: without end. */
  readonly expires?: string;
  /** Who answers for it. Sorted, without duplicates; left out: nobody in particular. */
  readonly owners?: readonly string[];
}

/** An assumption that somebody stands by, of one service or of the whole mesh. */
export interface AcknowledgementModel {
  readonly assumption: string;
  /** Left out: the whole mesh. */
  readonly service?: ServiceId;
  readonly reason: string;
  readonly expires?: string;
  readonly owner?: string;
  readonly construct: string;
}

export interface BaselineModel {
  readonly construct: string;
  readonly strictMtls: boolean;
  readonly denyByDefault: boolean;
  /** Every gateway of the mesh but those of `AccessModel.gateways`; each gets its own ALLOW where `denyByDefault`. */
  readonly gateways: readonly { readonly id: string; readonly namespace: string; readonly labels: Labels; readonly ports: readonly number[] }[];
}

/** Declared until a day that is past: not in the model, only listed. */
export interface ExpiredModel {
  /** `the grant of shop/frontend to shop/catalog`. */
  readonly what: string;
  /** Of a membership and of a grant to a role: that role. */
  readonly role?: RoleId;
  /** The last day on which it held. */
  readonly expires: string;
  readonly construct: string;
  readonly reason?: string;
  readonly owner?: string;
}

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
}

/** Somebody else's object that was in the App and is not emitted. */
export interface RemovedModel {
  /** `AuthorizationPolicy shop/allow-all`. */
  readonly what: string;
  readonly reason: string;
  readonly construct: string;
}

export interface AccessModel {
  readonly mesh: MeshModel;
  readonly namespaces: readonly NamespaceModel[];
  readonly services: readonly ServiceModel[];
  readonly edges: readonly EdgeModel[];
  readonly calls: readonly CallModel[];
  readonly externals: readonly ExternalEdgeModel[];
  readonly baseline?: BaselineModel;
  /** Sorted by id; left out: none. */
  readonly gateways?: readonly GatewayModel[];
  /** Where ambient services leave the cluster; in a namespace of its own. */
  readonly egressWaypoint?: WaypointModel;
  /** Services of other Apps that are called or allowed here. Left out: none. */
  readonly imported?: readonly ImportedServiceModel[];
  /** Sorted by id; left out: none. */
  readonly roles?: readonly RoleModel[];
  /** Left out: nothing. */
  readonly expired?: readonly ExpiredModel[];
  /** Sorted by what it is. Left out: nothing. */
  readonly removed?: readonly RemovedModel[];
  /** With a reason each, beside `mesh.acknowledged`. Sorted by assumption and service; left out: none. */
  readonly acknowledgements?: readonly AcknowledgementModel[];
  /** Of guardrails. Sorted by guardrail and construct; left out: none. */
  readonly suppressions?: readonly SuppressionModel[];
}
