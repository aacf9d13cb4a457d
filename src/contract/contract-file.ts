import type { EdgeModel, ExternalEdgeModel, HttpAccessModel, KubernetesServiceModel, Labels, MeshModel, NamespaceModel, PortAccessModel, PortModel, ServiceModel } from '../model/model';

/**
 * What one App says of itself to other repositories: what it owns, what it opens, and what it took from the contracts of others.
 *
 * The format is published as `schema/contract.schema.json`. Lists are sorted, so that a contract that is committed has small diffs.
 */
export interface ContractFile {
  readonly schema: typeof SCHEMA;
  readonly version: typeof VERSION;
  /** What wrote it. */
  readonly producer: { readonly name: string; readonly version: string };
  readonly mesh: ContractMesh;
  /** Of the synth; left out: it was told not to prove, and nobody may rest on it. */
  readonly proof?: typeof PROOFS[number];
  readonly namespaces: readonly ContractNamespace[];
  readonly services: readonly ContractService[];
  readonly grants: readonly ContractGrant[];
  readonly calls: readonly ContractCall[];
  readonly externals: readonly ContractExternal[];
  readonly imports: ContractImports;
  /** Every object that this library wrote: `NetworkPolicy.networking.k8s.io shop/default-deny`. */
  readonly objects: readonly string[];
}

export const SCHEMA = 'cdk8s-mesh-access/contract';
/** Of the format. A key that may be left out keeps it as long as a contract without it means what it meant before; any other change makes another. */
export const VERSION = 1;
export const PROOFS = ['proved', 'proved-under-assumptions', 'proved-so-far'] as const;
export const PLATFORMS = ['istio', 'kubernetes'] as const satisfies readonly MeshModel['platform'][];
export const CONSENTS = ['callee', 'both'] as const satisfies readonly MeshModel['consent'][];
export const DATA_PLANES = ['sidecar', 'ambient', 'none'] as const satisfies readonly ServiceModel['dataPlane'][];
export const PROTOCOLS = ['http', 'http2', 'grpc', 'https', 'tls', 'tcp', 'udp', 'sctp'] as const satisfies readonly PortModel['protocol'][];
export const EXTERNAL_PROTOCOLS = ['https', 'tls', 'http', 'tcp'] as const satisfies readonly ExternalEdgeModel['ports'][number]['protocol'][];
export const MTLS = ['strict', 'permissive', 'disable'] as const satisfies readonly PortModel['mtls'][];
/** What of a namespace nobody has to declare: it holds for every pod of it. */
export const ISOLATIONS = ['default-deny', 'strict-mtls', 'allow-nothing'] as const;
export const CALLER_KINDS = ['service', 'identity', 'namespace', 'addresses', 'anyone'] as const;

export type Isolation = typeof ISOLATIONS[number];
export type CallerKind = typeof CALLER_KINDS[number];

export interface ContractMesh extends Pick<MeshModel, 'platform' | 'trustDomain' | 'trustDomainAliases' | 'consent'> {
  readonly clusterDomain: string;
  /** Name of the cluster, where the mesh is told. */
  readonly cluster?: string;
  readonly environment?: string;
}

export interface ContractWaypoint {
  readonly namespace: string;
  readonly name: string;
  readonly serviceAccount: string;
  /** This App writes its Gateway. */
  readonly managed: boolean;
}

export interface ContractNamespace extends Pick<NamespaceModel, 'dataPlane' | 'migratingFrom' | 'stage' | 'allowsAll'> {
  readonly name: string;
  /** `false`: it is somebody else's, and services of this App live in it. */
  readonly owned: boolean;
  readonly waypoint?: ContractWaypoint;
  /** Only of an owned one. */
  readonly isolation?: readonly Isolation[];
}

export interface ContractService extends Pick<
  ServiceModel, 'id' | 'namespace' | 'name' | 'serviceAccount' | 'formerAccounts' | 'sharedIdentity' | 'dataPlane' | 'migratingFrom' | 'excludedInboundPorts'
> {
  /** Left out where its pods have no identity. */
  readonly principal?: string;
  readonly owner?: string;
  readonly dataClasses?: ServiceModel['dataClasses'];
  readonly podLabels: Labels;
  /** Of its pods. */
  readonly ports: readonly Pick<PortModel, 'targetPort' | 'protocol' | 'mtls'>[];
  readonly kubernetesServices: readonly Pick<KubernetesServiceModel, 'name' | 'headless' | 'ports'>[];
  readonly waypoint?: ContractWaypoint;
  /** Somebody else makes its pods, its account and its Services; left out: its App does, or whoever deploys it. */
  readonly foreign?: NonNullable<ServiceModel['foreign']>;
  /** It calls the API server; left out: it does not. */
  readonly apiServer?: NonNullable<ServiceModel['apiServer']>;
}

/** Only what tells callers apart: how a platform admits them is the callee's business. */
export interface ContractCaller {
  readonly kind: CallerKind;
  /** What reports call it. */
  readonly name: string;
  /** Of a declared service, in this App or another. */
  readonly service?: string;
  readonly principal?: string;
  /** Of a namespace as a caller. */
  readonly namespace?: string;
}

export interface ContractAccess extends Pick<PortAccessModel, 'targetPort' | 'protocol'> {
  /** Which requests; left out: whatever the port carries. */
  readonly http?: readonly HttpAccessModel[];
}

export interface ContractGrant {
  readonly id: string;
  readonly callee: string;
  readonly caller: ContractCaller;
  /** Where its connections must come from beside; left out: anywhere. */
  readonly sourceCidrs?: EdgeModel['sourceCidrs'];
  /** In plaintext where no proxy captures: NetworkPolicy alone decides; left out: through the proxy. */
  readonly pastProxy?: true;
  /** It was granted to this service, whose identity the caller shares; left out: to the caller. */
  readonly identityOf?: string;
  readonly access: readonly ContractAccess[];
  readonly reasons: readonly string[];
}

/** A need that a caller states. */
export interface ContractCall {
  readonly id: string;
  readonly caller: string;
  /** Of the caller, so that the callee's owner needs nothing else. */
  readonly principal?: string;
  readonly callee: string;
  /** Of a callee in another App: the ports that this half opens. */
  readonly ports?: readonly Pick<PortAccessModel, 'targetPort' | 'protocol'>[];
}

export type ContractExternal = Pick<ExternalEdgeModel, 'id' | 'caller' | 'host' | 'ports' | 'addresses'>;

/** As they were when they were imported: what this App's manifests rest on. */
export interface ContractImports {
  readonly namespaces: readonly ContractNamespace[];
  readonly services: readonly ContractService[];
}
