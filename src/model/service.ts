import type { PathModel } from './access';
import type { Labels } from './labels';
import type { DataPlaneName } from './mesh';
import type { WaypointModel } from './namespace';
import type { QuarantineModel } from './quarantine';
import type { Staged } from './stages';
import type { StewardshipModel } from './stewardship';
import type { TokensModel } from './tokens';

/** `shop/catalog`: namespace and name of a declared service. */
export type ServiceId = string;

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
  /** Operations that no path of the mesh says exactly; paths as the document writes them, behind each base path. */
  readonly unusable: readonly { readonly id: string; readonly because: string; readonly method: string; readonly paths: readonly string[] }[];
}

export interface ServiceModel extends StewardshipModel, Staged {
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
  /** Others run under its account, too. Left out: nobody does. */
  readonly sharedIdentity?: SharedIdentityModel;
  /** Its pods, account and Services are made by somebody who is none of ours. Left out: they are declared or adopted. */
  readonly foreign?: ForeignModel;
  /** Construct paths of the objects that make its pods, which were there before; left out: whatever carries its labels. */
  readonly adopts?: readonly string[];
  /** Workload ports that the proxy does not capture. */
  readonly excludedInboundPorts: readonly number[];
  /** What was said of that; past its day it is still so, since the pods' own annotation does it. Left out: nothing. */
  readonly exclusion?: { readonly reason: string; readonly expires?: string; readonly owner?: string };
  readonly dataPlane: DataPlaneName;
  /** Its jobs end their sidecars themselves. Left out: not said. */
  readonly endsItsProxy?: true;
  /** Before each of its Services that is not headless. */
  readonly waypoint?: WaypointModel;
  /** Every request needs a token. Left out: none does. */
  readonly tokens?: TokensModel;
  /** Moves from this data plane to `dataPlane`: for now its pods may be of either. */
  readonly migratingFrom?: DataPlaneName;
  /** It calls the Kubernetes API server. Left out: it does not. */
  readonly apiServer?: ApiServerCallModel;
  /** Nothing is decided by them: reports hold them against what is granted. Left out: none. */
  readonly apis?: readonly ApiModel[];
  /** Nobody may call it, and it may call nobody. */
  readonly quarantine?: QuarantineModel;
}

export interface ForeignModel {
  /** `cert-manager`. */
  readonly madeBy: string;
  readonly reason: string;
  /** They are pods of Jobs. */
  readonly finish: boolean;
}

export interface ApiServerCallModel {
  /** Sorted, without duplicates. */
  readonly reasons: readonly string[];
  /** The last day on which any of it holds; left out: without end. */
  readonly expires?: string;
  /** Who answers for it. Sorted, without duplicates; left out: nobody in particular. */
  readonly owners?: readonly string[];
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

/** Services that run under one account are one caller to the mesh; past its day they still are. */
export interface SharedIdentityModel {
  /** The others. Sorted, never empty. */
  readonly services: readonly ServiceId[];
  readonly reason: string;
  /** The last day on which it is meant to be; left out: without end. */
  readonly expires?: string;
  readonly owner?: string;
  /** Each has an account of its own, and until then they share those that they come from. Left out: they share what they run under. */
  readonly untilMoved?: true;
}
