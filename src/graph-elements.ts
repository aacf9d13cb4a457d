import type { Assumption } from './assumption';
import type { DataPlane } from './data-plane';

/** Kind of a caller. */
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
  /** A CIDR block. */
  CIDR = 'cidr',
  /** The nodes' kubelets. */
  KUBELET = 'kubelet',
  /** The API server. */
  API_SERVER = 'api-server',
  /** Load balancers that check health. */
  LOAD_BALANCER = 'load-balancer',
  /** Everything that calls from a node. */
  NODES = 'nodes',
  /** Everyone. */
  ANYONE = 'anyone',
}

/** Kind of an exception: something that may be more permissive than the default. */
export enum ExceptionKind {
  /** An assumption of the proof was acknowledged: no manifest shows that it holds. */
  ACKNOWLEDGED_ASSUMPTION = 'acknowledged-assumption',
  /** A policy that somebody else wrote opens more than is declared, and was acknowledged (`Mesh.acknowledgeObject`). */
  ACKNOWLEDGED_OBJECT = 'acknowledged-object',
  /** Emergency access is granted (`MeshService.breakGlass`). */
  BREAK_GLASS = 'break-glass',
  /** A service may reach an endpoint of its own node, which may hand out credentials. */
  CLOUD_METADATA = 'cloud-metadata',
  /** Connections to a port bypass the proxy. */
  EXCLUDED_PORT = 'excluded-port',
  /** NetworkPolicy opens a port to every address outside the cluster. */
  EXTERNAL_ANYWHERE = 'external-anywhere',
  /** Every pod with a proxy may reach a certificate authority outside the cluster (`MeshProps.externalCa`). */
  EXTERNAL_CA = 'external-ca',
  /** Pods that this App does not create run in a namespace. */
  FOREIGN_PODS = 'foreign-pods',
  /** A former identity of a service or of the mesh is still accepted. */
  FORMER_IDENTITY = 'former-identity',
  /** The pods of a gateway may connect to a destination that no edge leads to. */
  GATEWAY_DESTINATION = 'gateway-destination',
  /** A load balancer may call, and its addresses may also admit clients that come through it. */
  LOAD_BALANCER = 'load-balancer',
  /** Every identity of a namespace may call. */
  NAMESPACE_CALLER = 'namespace-caller',
  /** Anyone may call. */
  OPEN_CALLER = 'open-caller',
  /** Requests to a path need no token, although the service requires tokens. */
  PATH_WITHOUT_TOKEN = 'path-without-token',
  /** A port accepts connections without a certificate. */
  PLAINTEXT_PORT = 'plaintext-port',
  /** Prometheus scrapes without a certificate and bypasses the proxy. */
  PLAINTEXT_SCRAPE = 'plaintext-scrape',
  /** Part of the declaration is not enforced yet. */
  ROLLOUT_STAGE = 'rollout-stage',
  /** Several services run under one ServiceAccount and are one caller to the mesh (`MeshServiceProps.sharedIdentity`). */
  SHARED_IDENTITY = 'shared-identity',
  /** NetworkPolicy admits every pod of a caller's namespace. */
  WHOLE_NAMESPACE_PODS = 'whole-namespace-pods',
  /** A CIDR block too wide to identify a caller: shorter than /16, or than /48 in IPv6. */
  WIDE_ADDRESSES = 'wide-addresses',
}

/** A namespace, as declared. */
export interface GraphNamespace {
  /** Name of the namespace. */
  readonly name: string;
  /** Whether this App owns it. */
  readonly owned: boolean;
  /** Data plane of the namespace's pods. */
  readonly dataPlane: DataPlane;
  /** Team or person responsible for the namespace. */
  readonly owner?: string;
  /** Names of the classes of data that it holds, sorted. */
  readonly dataClasses: string[];
  /** Environment that the namespace declares. */
  readonly environment?: string;
  /** Path of the construct that declares it. */
  readonly construct: string;
}

/** A port of a service's pods. */
export interface GraphPort {
  /** Port number of the pod. */
  readonly targetPort: number;
  /** Declared protocol: `http`, `http2`, `grpc`, `https`, `tls`, `tcp`, `udp`, `sctp`. */
  readonly protocol: string;
  /** Whether clients need a certificate of the mesh. */
  readonly mutualTls: boolean;
}

/** Calls of a service to the Kubernetes API server. RBAC decides what it may do there. */
export interface GraphApiServerCalls {
  /** Reasons as given, sorted. */
  readonly reasons: string[];
  /** Responsible teams or persons as given, sorted. */
  readonly owners: string[];
  /** Last day on which any part of it holds. */
  readonly expires?: string;
}

/** A service, including what it inherits from its namespace. */
export interface GraphService {
  /** Namespace and name, `shop/catalog`. */
  readonly id: string;
  /** Namespace of the service. */
  readonly namespace: string;
  /** Name of the service. */
  readonly name: string;
  /** Name of the ServiceAccount, which is the service's identity. */
  readonly serviceAccount: string;
  /** Data plane of the service's pods. */
  readonly dataPlane: DataPlane;
  /** Ports of the service, sorted by number. */
  readonly ports: GraphPort[];
  /** Team or person responsible for the service. */
  readonly owner?: string;
  /** Names of the classes of data that it holds, including its namespace's, sorted. */
  readonly dataClasses: string[];
  /** Environment that the service's namespace declares. */
  readonly environment?: string;
  /** Who creates the pods, if this App does not (`MeshNamespace.addForeignPods`). */
  readonly madeBy?: string;
  /** Ids of services that run under the same ServiceAccount, sorted: each of them may call whatever one of them may call. */
  readonly sharesIdentityWith: string[];
  /** The service's calls to the API server, if it makes any. */
  readonly apiServerCalls?: GraphApiServerCalls;
  /** Whether the service is in quarantine (`MeshService.quarantine`): no grants to it or from it are in force. */
  readonly quarantined: boolean;
  /** Path of the construct that declares it. */
  readonly construct: string;
}

/** A caller, as far as it is known. */
export interface GraphCaller {
  /** Kind of the caller. */
  readonly kind: GraphCallerKind;
  /** What reports call it: `shop/frontend`, `10.0.0.0/8`, `anyone`. */
  readonly name: string;
  /** Id of the service, if the caller is a declared service. */
  readonly service?: string;
  /** Namespace of the caller, if it has one. */
  readonly namespace?: string;
  /** Mesh identity of the caller, if it is outside the App and has one: `cluster.local/ns/shop/sa/frontend`. */
  readonly principal?: string;
  /** Addresses of the caller, if it is identified by address. */
  readonly addresses: string[];
}

/** Access granted on one port. */
export interface GraphAccess {
  /** Port number of the pod. */
  readonly targetPort: number;
  /** Declared protocol, as in `GraphPort.protocol`. */
  readonly protocol: string;
  /** Whether all traffic on the port is granted. */
  readonly everything: boolean;
  /** Granted requests as shown in reports: `GET /product/{*}`, `everything`. */
  readonly requests: string;
  /**
   * Whether the grant covers paths other than exact ones on a mesh that does not decode `%2F`: a backend that decodes it would serve
   * `/api/..%2fadmin` to anybody who may call below `/api`.
   */
  readonly undecodedPaths: boolean;
}

/** Permission of one caller to call one service. All grants of the same caller and callee, from the same addresses, form one edge. */
export interface GraphEdge {
  /** Stable id, `shop/catalog<-service:shop/frontend`. */
  readonly id: string;
  /** Id of the service that may be called. */
  readonly callee: string;
  /** The caller. */
  readonly caller: GraphCaller;
  /** CIDR blocks that calls must also come from; empty if the source address is not restricted. */
  readonly sourceCidrs: string[];
  /** Granted ports and requests; never empty. */
  readonly access: GraphAccess[];
  /** Reasons as given, sorted. */
  readonly reasons: string[];
  /** Responsible teams or persons as given, sorted. */
  readonly owners: string[];
  /** Last day on which any part of the edge holds. */
  readonly expires?: string;
  /**
   * Whether the calls come in plaintext on a port that no proxy captures (`Scrape.merged`, `Scrape.pastProxy`), so that only NetworkPolicy is
   * enforced.
   */
  readonly pastProxy: boolean;
  /** Whether the edge is emergency access (`MeshService.breakGlass`). Such an edge is separate from others of the same caller and callee. */
  readonly breakGlass: boolean;
  /** Id of the service that the grant names, if this caller has the access only because both share one identity. Such an edge is separate. */
  readonly identityOf?: string;
  /** Path of the construct that declares the edge: the callee. */
  readonly construct: string;
}

/** Call of a service to a host outside the cluster. */
export interface GraphExternal {
  /** Id of the service that calls. */
  readonly caller: string;
  /** Name of the host. */
  readonly host: string;
  /** Ports that the service dials. */
  readonly ports: number[];
  /** Protocols used: `https`, `tls`, `http`, `tcp`; sorted. */
  readonly protocols: string[];
  /** CIDR blocks of the host; empty if unknown. */
  readonly addresses: string[];
  /** Reasons as given, sorted. */
  readonly reasons: string[];
  /** Responsible teams or persons as given, sorted. */
  readonly owners: string[];
  /** Last day on which any part of it holds. */
  readonly expires?: string;
  /** Id of the service that declared the call, if the caller has it only because both share one identity. */
  readonly identityOf?: string;
  /** Path of the construct that declares the call: the caller. */
  readonly construct: string;
}

/** An exception: something that is deliberately more permissive than the default. */
export interface GraphException {
  /** Kind of the exception. */
  readonly kind: ExceptionKind;
  /** Id of the service whose inbound access or calls it opens; for a gateway's pods, the gateway's name; undefined for the whole mesh. */
  readonly service?: string;
  /** Port of the pods, if the exception concerns one. */
  readonly targetPort?: number;
  /** The assumption, if the exception concerns one. */
  readonly assumption?: Assumption;
  /** The object, `NetworkPolicy shop/redis`, if the exception concerns one that somebody else wrote. */
  readonly object?: string;
  /** Namespace of that object. */
  readonly namespace?: string;
  /** Ids of the services that the object may open, sorted, if the exception concerns an object. */
  readonly mayOpen?: string[];
  /** Description of the exception, `anyone may call shop/catalog`. */
  readonly what: string;
  /** Reason as given. */
  readonly reason?: string;
  /** Last day on which the exception holds. */
  readonly expires?: string;
  /** Whether the last day is past and the exception still exists, because a synth alone cannot end it. */
  readonly overdue: boolean;
  /** Responsible team or person as given. */
  readonly owner?: string;
  /** Ticket in which the exception was requested, as given. */
  readonly ticket?: string;
  /** Path of the construct that declares the exception. */
  readonly construct: string;
}
