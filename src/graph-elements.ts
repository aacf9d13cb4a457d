import type { Assumption } from './assumption';
import type { DataPlane } from './data-plane';

/** Who may call. */
export enum GraphCallerKind {
  /** A declared service. */
  SERVICE = 'service',
  /** Every identity of a namespace. */
  NAMESPACE = 'namespace',
  /** An ingress gateway. */
  INGRESS_GATEWAY = 'ingress-gateway',
  /** Prometheus. */
  PROMETHEUS = 'prometheus',
  /** Another mesh identity from outside the App. */
  SPIFFE = 'spiffe',
  /** A block of addresses. */
  CIDR = 'cidr',
  /** The nodes' kubelets. */
  KUBELET = 'kubelet',
  /** The API server. */
  API_SERVER = 'api-server',
  /** Load balancers that check health. */
  LOAD_BALANCER = 'load-balancer',
  /** Whatever calls from a node. */
  NODES = 'nodes',
  /** Everyone. */
  ANYONE = 'anyone',
}

/** What may be wider than it would be by default. */
export enum ExceptionKind {
  /** Somebody stands by what no manifest shows. */
  ACKNOWLEDGED_ASSUMPTION = 'acknowledged-assumption',
  /** Somebody is let in for an emergency (`MeshService.breakGlass`). */
  BREAK_GLASS = 'break-glass',
  /** A service may reach what its node answers for itself, credentials among it. */
  CLOUD_METADATA = 'cloud-metadata',
  /** Connections to a port go past the proxy. */
  EXCLUDED_PORT = 'excluded-port',
  /** NetworkPolicy opens a port to every address outside the cluster. */
  EXTERNAL_ANYWHERE = 'external-anywhere',
  /** Every pod with a proxy may reach a certificate authority outside the cluster (`MeshProps.externalCa`). */
  EXTERNAL_CA = 'external-ca',
  /** Pods that others make run in a namespace. */
  FOREIGN_PODS = 'foreign-pods',
  /** Whoever shows an identity that a service or the mesh had is taken for it. */
  FORMER_IDENTITY = 'former-identity',
  /** The pods of a gateway may connect to what no edge leads to. */
  GATEWAY_DESTINATION = 'gateway-destination',
  /** A load balancer may call, and by its addresses perhaps whoever comes through one. */
  LOAD_BALANCER = 'load-balancer',
  /** Every identity of a namespace may call. */
  NAMESPACE_CALLER = 'namespace-caller',
  /** Anyone may call. */
  OPEN_CALLER = 'open-caller',
  /** Requests to a path need no token, at a service that requires tokens. */
  PATH_WITHOUT_TOKEN = 'path-without-token',
  /** A port takes connections without a certificate. */
  PLAINTEXT_PORT = 'plaintext-port',
  /** Prometheus scrapes past the proxy, without a certificate. */
  PLAINTEXT_SCRAPE = 'plaintext-scrape',
  /** Something declared is not enforced yet. */
  ROLLOUT_STAGE = 'rollout-stage',
  /** Services run under one ServiceAccount and are one caller to the mesh (`MeshServiceProps.sharedIdentity`). */
  SHARED_IDENTITY = 'shared-identity',
  /** NetworkPolicy admits every pod of a caller's namespace. */
  WHOLE_NAMESPACE_PODS = 'whole-namespace-pods',
  /** A block of addresses that is nobody in particular: shorter than /16, in IPv6 than /48. */
  WIDE_ADDRESSES = 'wide-addresses',
}

/** A namespace, as declared. */
export interface GraphNamespace {
  /** Its name. */
  readonly name: string;
  /** Whether this App owns it. */
  readonly owned: boolean;
  /** How its pods take part in the mesh. */
  readonly dataPlane: DataPlane;
  /** Who answers for it. */
  readonly owner?: string;
  /** Names of what data it holds, sorted. */
  readonly dataClasses: string[];
  /** The environment that it says it belongs to. */
  readonly environment?: string;
  /** Path of the construct that declares it. */
  readonly construct: string;
}

/** A port of a service's pods. */
export interface GraphPort {
  /** Number at the pod. */
  readonly targetPort: number;
  /** As declared: `http`, `http2`, `grpc`, `https`, `tls`, `tcp`, `udp`, `sctp`. */
  readonly protocol: string;
  /** Whether whoever connects needs a certificate of the mesh. */
  readonly mutualTls: boolean;
}

/** A service calls the Kubernetes API server. What it may ask for there is RBAC's to decide. */
export interface GraphApiServerCalls {
  /** Why, as given; sorted. */
  readonly reasons: string[];
  /** Who answers for it, as given; sorted. */
  readonly owners: string[];
  /** The last day on which any of it holds. */
  readonly expires?: string;
}

/** A service, with what it has from its namespace. */
export interface GraphService {
  /** `shop/catalog`. */
  readonly id: string;
  /** Its namespace. */
  readonly namespace: string;
  /** Its name. */
  readonly name: string;
  /** Its identity. */
  readonly serviceAccount: string;
  /** How its pods take part in the mesh. */
  readonly dataPlane: DataPlane;
  /** Its ports, by number. */
  readonly ports: GraphPort[];
  /** Who answers for it. */
  readonly owner?: string;
  /** Names of what data it holds, sorted; its namespace's among them. */
  readonly dataClasses: string[];
  /** The environment that its namespace says it belongs to. */
  readonly environment?: string;
  /** Who makes its pods, if nobody in this App does (`MeshNamespace.addForeignPods`). */
  readonly madeBy?: string;
  /** Ids of services that run under the same ServiceAccount, sorted: what one of them may call, each of them may. */
  readonly sharesIdentityWith: string[];
  /** Its calls of the API server, if it makes any. */
  readonly apiServerCalls?: GraphApiServerCalls;
  /** Whether nothing is granted to it or by it (`MeshService.quarantine`). */
  readonly quarantined: boolean;
  /** Path of the construct that declares it. */
  readonly construct: string;
}

/** Who may call, as far as it is known. */
export interface GraphCaller {
  /** What it is. */
  readonly kind: GraphCallerKind;
  /** What reports call it: `shop/frontend`, `10.0.0.0/8`, `anyone`. */
  readonly name: string;
  /** Id of the service, if it is a declared one. */
  readonly service?: string;
  /** Its namespace, if it has one. */
  readonly namespace?: string;
  /** Its mesh identity, if it comes from outside the App and has one: `cluster.local/ns/shop/sa/frontend`. */
  readonly principal?: string;
  /** Its addresses, if that is what it is known by. */
  readonly addresses: string[];
}

/** What is granted on one port. */
export interface GraphAccess {
  /** Number at the pod. */
  readonly targetPort: number;
  /** As declared, like `GraphPort.protocol`. */
  readonly protocol: string;
  /** Whether it is everything that the port carries. */
  readonly everything: boolean;
  /** As reports have it: `GET /product/{*}`, `everything`. */
  readonly requests: string;
  /**
   * Whether it is of paths below which something else is, on a mesh that does not decode `%2F`: a backend that does would serve
   * `/api/..%2fadmin` to whoever may call below `/api`.
   */
  readonly undecodedPaths: boolean;
}

/** Somebody may call a service. All grants of one caller and callee, from the same addresses, are one edge. */
export interface GraphEdge {
  /** Stable: `shop/catalog<-service:shop/frontend`. */
  readonly id: string;
  /** Id of the service that may be called. */
  readonly callee: string;
  /** Who may call. */
  readonly caller: GraphCaller;
  /** Blocks that it must come from beside; empty: anywhere. */
  readonly sourceCidrs: string[];
  /** On which ports, and what; never empty. */
  readonly access: GraphAccess[];
  /** Why, as given; sorted. */
  readonly reasons: string[];
  /** Who answers for it, as given; sorted. */
  readonly owners: string[];
  /** The last day on which any of it holds. */
  readonly expires?: string;
  /** Whether it comes in plaintext where no proxy captures (`Scrape.merged`, `Scrape.pastProxy`): NetworkPolicy alone decides there. */
  readonly pastProxy: boolean;
  /** Whether it is for an emergency (`MeshService.breakGlass`): then it is an edge beside others of the same pair. */
  readonly breakGlass: boolean;
  /** Id of the service that it was granted to, if the caller has it only by the identity that both share: then it is an edge of its own. */
  readonly identityOf?: string;
  /** Path of the construct that declares it: the callee. */
  readonly construct: string;
}

/** A service calls a host outside the cluster. */
export interface GraphExternal {
  /** Id of the service that calls. */
  readonly caller: string;
  /** The host. */
  readonly host: string;
  /** Ports that are dialled. */
  readonly ports: number[];
  /** What is spoken there: `https`, `tls`, `http`, `tcp`; sorted. */
  readonly protocols: string[];
  /** Blocks where it is known to live; empty: unknown. */
  readonly addresses: string[];
  /** Why, as given; sorted. */
  readonly reasons: string[];
  /** Who answers for it, as given; sorted. */
  readonly owners: string[];
  /** The last day on which any of it holds. */
  readonly expires?: string;
  /** Id of the service that declared it, if the caller has it only by the identity that both share. */
  readonly identityOf?: string;
  /** Path of the construct that declares it: the caller. */
  readonly construct: string;
}

/** Something that is wider than it would be by default, on purpose. */
export interface GraphException {
  /** What sort of thing. */
  readonly kind: ExceptionKind;
  /** Id of the service that it opens, or whose calls it opens; of a gateway's pods its name; left out: the whole mesh. */
  readonly service?: string;
  /** Port of its pods, where it is about one. */
  readonly targetPort?: number;
  /** The assumption, where it is about one. */
  readonly assumption?: Assumption;
  /** `anyone may call shop/catalog`. */
  readonly what: string;
  /** Why, as given. */
  readonly reason?: string;
  /** The last day on which it holds. */
  readonly expires?: string;
  /** Whether that day is past and it is still there, because something else than a synth has to end it. */
  readonly overdue: boolean;
  /** Who answers for it, as given. */
  readonly owner?: string;
  /** Where it was asked for, as given. */
  readonly ticket?: string;
  /** Path of the construct that declares it. */
  readonly construct: string;
}
