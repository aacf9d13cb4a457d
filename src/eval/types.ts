import type { Labels, LabelSelector, Protocol } from '../manifest/kinds';
import type { Placed } from '../manifest/manifests';
import type { Reporting } from '../manifest/mesh-config/mesh-config';
import type { RequestSet } from './request-set';

/** Settings of the installed mesh: as stated, else as a MeshConfig among the manifests says, else those of an Istio installation. */
export interface MeshSettings {
  readonly trustDomain: string;
  readonly trustDomainAliases: readonly string[];
  readonly rootNamespace: string;
  readonly pathNormalization: 'NONE' | 'BASE' | 'MERGE_SLASHES' | 'DECODE_AND_MERGE_SLASHES';
  readonly outboundTrafficPolicy: 'ALLOW_ANY' | 'REGISTRY_ONLY';
  /** `false`: no mesh is installed; only NetworkPolicy decides and nobody has an identity. */
  readonly mesh: boolean;
  /** DNS suffix of Services; `cluster.local` if left out. */
  readonly clusterDomain?: string;
  /** Where pods get their addresses: lets a rule by CIDR be decided for pods whose address is not known. */
  readonly podCidrs?: readonly string[];
  /** Addresses of nodes: their traffic to pods of their own node cannot be denied, so that a denial is undetermined. */
  readonly nodeCidrs?: readonly string[];
  /** The data plane of namespaces whose Namespace object is not in the manifests. */
  readonly namespaceDataPlanes?: Readonly<Record<string, 'sidecar' | 'ambient' | 'none'>>;
  /** `false`: without a DestinationRule sidecars send each other plaintext. Left out: they send mTLS where it is taken. */
  readonly autoMtls?: boolean;
  /** How many proxies before gateways are trusted to say for whom they ask, where pods do not say it themselves; left out: not known. */
  readonly numTrustedProxies?: number;
  /** The external authorizers that the mesh knows, and how each is asked; left out: nobody says. */
  readonly authorizers?: Readonly<Record<string, 'grpc' | 'http'>>;
  /** Whom proxies report to by themselves, and to whom they can; left out: nobody says. */
  readonly reporting?: Reporting;
  /** istiod watches only namespaces that one of these selects; left out or empty: all. */
  readonly discoverySelectors?: readonly LabelSelector[];
  /** `exportTo` of what has none; left out: everybody. */
  readonly defaultExportTo?: {
    readonly service?: readonly string[];
    readonly virtualService?: readonly string[];
    readonly destinationRule?: readonly string[];
  };
}

export const DEFAULT_SETTINGS: MeshSettings = {
  trustDomain: 'cluster.local',
  trustDomainAliases: [],
  rootNamespace: 'istio-system',
  pathNormalization: 'BASE',
  outboundTrafficPolicy: 'ALLOW_ANY',
  mesh: true,
};

/**
 * How a pod takes part in the mesh. `ambient`: its node's ztunnel decides about connections; `waypoint`: a proxy that decides about
 * requests on behalf of Services; `gateway`: a proxy of its own, that only calls; `unknown`: nothing says whether its namespace is
 * injected. What arrives at a pod of the last two is undetermined wherever a proxy decides.
 */
export type DataPlane = 'sidecar' | 'none' | 'gateway' | 'ambient' | 'waypoint' | 'unknown';

/** A running pod (or the pods of one template), as the enforcement points see it. */
export interface WorkloadView {
  /** `shop/catalog`: namespace and name of the Pod or of the workload that makes it. */
  readonly id: string;
  readonly namespace: string;
  readonly name: string;
  /** The StatefulSet of which this is one pod, where its pods are not all alike; left out: it stands for all pods of its name. */
  readonly of?: string;
  readonly labels: Labels;
  readonly annotations: Labels;
  readonly serviceAccount: string;
  readonly dataPlane: DataPlane;
  readonly hostNetwork: boolean;
  readonly containerPorts: readonly { readonly name?: string; readonly containerPort: number; readonly protocol: Protocol }[];
  readonly ip?: string;
  /** With `ip`, where it has several. */
  readonly ips?: readonly string[];
  /** Labels that its pods have, with values that are not known, and that somebody selects by; left out: none. */
  readonly unsureOf?: readonly string[];
  /** A container whose connections go around the sidecar; left out: none. */
  readonly asProxy?: string;
  /** A container in the place of one that the injector adds; left out: none. */
  readonly ownProxy?: string;
  /**
   * No pod, so that NetworkPolicy neither holds nor selects it: a machine of a WorkloadEntry, or an address of which nothing else is known.
   * Left out: a pod.
   */
  readonly apart?: 'machine' | 'address';
  /** Of an address: why nobody knows who is there; left out: somebody outside the cluster. */
  readonly doubt?: { readonly text: string; readonly ref: RuleRef };
  /** Not in the manifests, stated by whoever asks (pods deployed elsewhere). */
  readonly assumed: boolean;
  /** Why its istiod may go by other settings than those of this world; left out: it does not. */
  readonly otherIstiod?: string;
  /** It runs, and has not become what its labels ask for; left out: it has. */
  readonly missed?: 'sidecar' | 'ambient';
  /** By istiod, for a Gateway of the manifests. */
  readonly deployed?: boolean;
  /** `false`: a gateway that dials pods, whatever their Services ask of gateways. */
  readonly usesWaypoints?: boolean;
}

/**
 * Who calls, as each layer can see it. A known workload has all of it; a foreign caller only what is stated.
 */
export interface Caller {
  /** For people: `shop/frontend`, `10.1.2.3`, `an undeclared pod in shop`. */
  readonly name: string;
  /** Its own egress policies and Sidecar decide, too. */
  readonly workload?: WorkloadView;
  /** Namespace of the pod; undefined: outside the cluster, or not known. */
  readonly namespace?: string;
  /** Pod labels as NetworkPolicy sees them; undefined: not known (a principal without a workload) or not a pod. */
  readonly labels?: Labels;
  /** `false`: it is not a pod of this cluster, so only ipBlock can match it. */
  readonly pod: boolean;
  readonly ip?: string;
  /** SPIFFE id without scheme, `cluster.local/ns/shop/sa/frontend`; undefined: plaintext. */
  readonly principal?: string;
  /** It is a gateway that asks for somebody of whom nobody knows the address. */
  readonly forwards?: boolean;
  /** Of a caller without workload, where it is stated; left out: its namespace's. */
  readonly dataPlane?: DataPlane;
  /** It stands for many, each of which has a way out of its own: only the callee's side is asked. */
  readonly many?: true;
}

/** One port of one workload: what policies attach to. A service port is resolved to these before anything is decided. */
export interface Destination {
  readonly workload: WorkloadView;
  /** The workload's (target) port. */
  readonly port: number;
  readonly protocol: Protocol;
  /** The host and service port the caller dialled, for its Sidecar; undefined: the pod's address. */
  readonly service?: { readonly namespace: string; readonly name: string; readonly port: number };
  /** The host of a ServiceEntry that the caller dialled instead. */
  readonly entry?: DialledEntry;
  /** What put it behind the Service, if not its selector. */
  readonly placed?: PlacedBehind;
}

/** A host of a ServiceEntry at one of its ports. */
export interface DialledEntry {
  readonly host: string;
  readonly port: number;
  /** How the host shows: `http` in the request, `tls` as server name, `tcp` not at all. */
  readonly protocol: 'http' | 'tls' | 'tcp';
  /** Of the ServiceEntry. */
  readonly namespace: string;
  readonly ref: RuleRef;
  /** What sidecars send to this endpoint, where no DestinationRule says it: mTLS if it is taken, nothing of their own, or who knows which. */
  readonly sends: 'auto' | 'plaintext' | 'unknown';
  /** Why, where it is not `auto`. */
  readonly why: string;
}

export interface PlacedBehind {
  readonly by: RuleRef;
  /** istiod does not know whose address it is, so that sidecars send it plaintext. */
  readonly unrecognized: boolean;
}

export interface HttpRequest {
  readonly method: string;
  /** As sent, before normalization; may carry a query. */
  readonly path: string;
  readonly host: string;
  /** Lower-case names; repeated headers are joined with `,`. */
  readonly headers: Readonly<Record<string, string>>;
  /** The values, one by one, of headers sent more than once: Envoy compares each of them. Without it a `,` in a value may be undetermined. */
  readonly repeatedHeaders?: Readonly<Record<string, readonly string[]>>;
  /** Left out: none, but what the headers or the query hold. */
  readonly token?: Token;
}

/** A token, as whoever sends it knows it. */
export interface Token {
  /** `false`: expired, not valid yet, or not signed by a key of the one that it names. */
  readonly valid?: false;
  /** Who signed it; left out: its issuer, by a key of its own. */
  readonly key?: string;
  /** Where it is carried; left out: `header authorization "Bearer "`. */
  readonly at?: string;
  /** By path, `[iss]` or `[realm][roles]`: a string, or a list of them. Istio compares nothing else. */
  readonly claims: Readonly<Record<string, string | readonly string[]>>;
}

/** `undefined` http: bytes on a connection. */
export interface Request {
  readonly http?: HttpRequest;
}

export type Answer = 'allow' | 'deny' | 'undetermined';

/** In the order in which they meet a request. */
export const LAYERS = [
  'gateway-ingress', // only of a question about a way through a gateway: how the client comes to the gateway's port
  'gateway-listener', // what the gateway listens for there: protocol, TLS, server name
  'gateway-authorization', // tokens, and policies that select the gateway's pods or are bound to the Gateway
  'gateway-route', // where its routes send the request, and as what; behind it the caller is the gateway
  'egress-policy', // NetworkPolicy of the caller's namespace
  'egress-scope', // the caller's Sidecar and the mesh's outbound policy
  'waypoint-ingress', // NetworkPolicy of the waypoint's namespace, towards the waypoint; of this and the next two only where a waypoint is in between
  'waypoint-authorization', // the waypoint: who the client is, tokens, and every policy bound to what was dialled
  'waypoint-egress', // NetworkPolicy of the waypoint's namespace, from the waypoint on; behind it the caller is the waypoint
  'ingress-policy', // NetworkPolicy of the callee's namespace
  'linkerd', // whether a proxy of Linkerd may refuse it; only where the callee has one
  'capture', // does the callee's proxy see it at all
  'mtls', // PeerAuthentication
  'request-authentication', // RequestAuthentication
  'custom', // AuthorizationPolicy CUSTOM
  'authorization-deny', // AuthorizationPolicy DENY
  'authorization-allow', // AuthorizationPolicy ALLOW
] as const;
export type Layer = typeof LAYERS[number];

/** A place in a manifest that took part in a decision. */
export interface RuleRef {
  /** `AuthorizationPolicy shop/catalog`. */
  readonly object: string;
  /** `spec.rules[0].to[1]`; empty: the object as a whole (a policy that selects but allows nothing). */
  readonly path: string;
  readonly source: Placed;
}

export interface LayerDecision {
  readonly layer: Layer;
  readonly answer: Answer;
  /** One sentence: why. */
  readonly text: string;
  /** What determined it: the matching rules, or the policies that isolate without matching. */
  readonly because: readonly RuleRef[];
  /** For a denial: the rule that came closest, and what it would have needed. */
  readonly nearestMiss?: { readonly rule: RuleRef; readonly text: string };
}

export interface Decision {
  readonly answer: Answer;
  readonly layers: readonly LayerDecision[];
  /** The layer that decided, in one sentence. */
  readonly text: string;
}

/** What one layer lets a caller do at a destination, as sets of requests. `allow` is definite; `maybe` is what cannot be decided. */
export interface LayerSet {
  readonly layer: Layer;
  readonly allow: RequestSet;
  readonly maybe: RequestSet;
  /** Everything that contributed, for explaining a witness. */
  readonly because: readonly RuleRef[];
}

export interface Exploration {
  readonly layers: readonly LayerSet[];
  /** Intersection over the layers. */
  readonly allow: RequestSet;
  readonly maybe: RequestSet;
}
