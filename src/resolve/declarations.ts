import type {
  AcknowledgedPolicyModel, AddressesModel, BaselineModel, BreakGlassModel, CallerModel, ExternalEdgeModel, ExternalProtocol, GatewayModel,
  HeaderModel, HttpAccessModel, ImportedServiceModel, MeshModel, NamespaceModel, PortAccessModel, PortModel, ServiceId, ServiceModel,
  WaypointModel,
} from '../model/model';
import type { ClaimModel } from '../model/tokens';
import type { Problem } from '../model/problem';
import type { RoleId, RoleReference } from '../model/role';
import type { Dated } from './in-force';
import type { ScrapeDeclaration } from './scrapes';

/** One element of `access`, before its ports are looked up. */
export interface AccessDeclaration {
  /** What the port must carry; `any`: whatever it carries is granted. */
  readonly carrier: 'any' | 'http' | 'grpc' | 'tcp' | 'udp' | 'sctp';
  /** Service ports; undefined: every port that can carry it. */
  readonly ports?: readonly number[];
  /** Undefined: no constraint on requests. */
  readonly http?: HttpAccessModel;
  /** For messages: `Access.grpc`. */
  readonly written: string;
}

export interface ServiceDeclaration {
  /**
   * `dataPlane` and `migratingFrom` are the namespace's where `ownDataPlane` is not set, `waypoint` is where `ownWaypoint` is not, and `stage`
   * where it is left out.
   */
  readonly service: ServiceModel;
  readonly ownDataPlane: boolean;
  /** None at all is a choice of its own, too. */
  readonly ownWaypoint: boolean;
  /** Left out: its pods are declared, not adopted. */
  readonly adoption?: AdoptionDeclaration;
}

export interface EgressWaypointDeclaration {
  readonly waypoint: WaypointModel;
  readonly construct: string;
}

/** One element of `when`. */
export type ConditionDeclaration
  = | ({ readonly kind: 'source-cidr' } & AddressesModel)
    | { readonly kind: 'header'; readonly header: HeaderModel }
    | { readonly kind: 'claim'; readonly claim: ClaimModel }
    | { readonly kind: 'issuer'; readonly issuers: readonly string[] };

/** What must hold beside, all of it. */
export interface ConditionsDeclaration {
  /** Of the connection. */
  readonly sourceCidrs?: AddressesModel;
  /** Of every request: the port must carry HTTP. */
  readonly headers?: readonly HeaderModel[];
  /** Of the token of every request: the service must require one. */
  readonly claims?: readonly ClaimModel[];
  /** Who may have issued it; left out: whoever the service takes tokens of. */
  readonly issuers?: readonly string[];
}

/** A caller, or a role that stands for those who hold it. */
export type CallerDeclaration = CallerModel | RoleReference;

export interface RoleDeclaration {
  readonly id: RoleId;
  readonly construct: string;
  readonly description?: string;
  readonly owner?: string;
}

export interface MembershipDeclaration extends Dated {
  readonly role: RoleId;
  readonly member: CallerDeclaration;
}

export interface GrantDeclaration extends Dated {
  readonly callee: ServiceId;
  readonly caller: CallerDeclaration;
  readonly access: readonly AccessDeclaration[];
  /** Left out: nothing. */
  readonly when?: ConditionsDeclaration;
  /** It is for an emergency; left out: it is not. */
  readonly breakGlass?: BreakGlassModel;
  /** The callee's pods dial each other; left out: not by that. */
  readonly peers?: true;
}

export interface CallDeclaration extends Dated {
  readonly caller: ServiceId;
  readonly callee: ServiceId;
  /** Of an imported callee: what this half opens. */
  readonly access?: readonly PortAccessModel[];
}

export interface ExternalDeclaration extends Dated {
  readonly caller: ServiceId;
  readonly host: string;
  readonly protocol: ExternalProtocol;
  readonly ports: readonly number[];
  readonly addresses: readonly string[];
  readonly onNode?: ExternalEdgeModel['onNode'];
}

/** A need of the Kubernetes API. */
export interface ApiServerCallDeclaration extends Dated {
  readonly caller: ServiceId;
}

export interface AcknowledgementDeclaration extends Dated {
  readonly assumption: string;
  /** Left out: the whole mesh. */
  readonly service?: ServiceId;
  /** Left out: not one object alone. */
  readonly object?: string;
  /** API group of that object; left out: any. */
  readonly group?: string;
  readonly reason: string;
}

/** The account that a service's pods run under until they are replaced. */
export interface MigrationDeclaration extends Dated {
  readonly service: ServiceId;
  readonly serviceAccount: string;
  readonly expires: string;
  readonly reason: string;
  /** Others come from it, too, and are one caller with this one until then. Left out: not said. */
  readonly shared?: boolean;
}

/** It holds past its day, too. */
export interface QuarantineDeclaration extends Dated {
  readonly service: ServiceId;
  readonly reason: string;
}

/** Somebody else's object that was taken out of the App. */
export interface RemovalDeclaration {
  /** `AuthorizationPolicy shop/allow-all`. */
  readonly what: string;
  readonly reason: string;
  readonly construct: string;
}

/** Workloads that are there already: what the service does not say itself is read from them once the App is complete. */
export interface AdoptionDeclaration {
  /** Construct paths of the objects that make the pods. */
  readonly workloads: readonly string[];
  /** Of the Kubernetes Services in front of them; left out: those that select the pods. */
  readonly kubernetesServices?: readonly string[];
  /** `serviceAccount` of the service is what was given, not what the workloads say. */
  readonly ownServiceAccount: boolean;
  /** `podLabels` of the service are what was given, not yet to be found. */
  readonly ownPodLabels: boolean;
  /** Of the Kubernetes Services that are emitted for it. */
  readonly ownPorts: readonly PortModel[];
  /** Exceptions from mutual TLS on ports of adopted Kubernetes Services. */
  readonly exceptions: readonly Omit<PortModel, 'protocol'>[];
}

export interface SuppressionDeclaration extends Dated {
  readonly guardrail: string;
  readonly reason: string;
}

/** A contract that was read, whatever of it is used. */
export interface ContractDeclaration {
  readonly file: string;
  readonly services: readonly ImportedServiceModel[];
  /** `NetworkPolicy.networking.k8s.io shop/default-deny`. */
  readonly objects: readonly string[];
}

/** Everything the constructs of one App said, in the order they said it. */
export interface Declarations {
  readonly mesh: MeshModel;
  readonly namespaces: readonly NamespaceModel[];
  readonly services: readonly ServiceDeclaration[];
  readonly grants: readonly GrantDeclaration[];
  readonly scrapes: readonly ScrapeDeclaration[];
  readonly roles: readonly RoleDeclaration[];
  readonly memberships: readonly MembershipDeclaration[];
  readonly calls: readonly CallDeclaration[];
  readonly externals: readonly ExternalDeclaration[];
  readonly apiServerCalls: readonly ApiServerCallDeclaration[];
  readonly egressWaypoints: readonly EgressWaypointDeclaration[];
  readonly baselines: readonly BaselineModel[];
  readonly acknowledgements: readonly AcknowledgementDeclaration[];
  readonly acknowledgedPolicies: readonly AcknowledgedPolicyModel[];
  readonly gateways: readonly GatewayModel[];
  readonly suppressions: readonly SuppressionDeclaration[];
  /** Of contracts, what is called or allowed; the same one perhaps several times. */
  readonly imported: readonly ImportedServiceModel[];
  /** What Apps of others declare and write, as their contracts say that were read. */
  readonly contracts: readonly ContractDeclaration[];
  readonly migrations: readonly MigrationDeclaration[];
  readonly quarantines: readonly QuarantineDeclaration[];
  readonly removals: readonly RemovalDeclaration[];
  /** Found while declaring, where only the finished graph can tell. */
  readonly problems: readonly Problem[];
}
