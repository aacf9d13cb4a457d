import type { AccessModel, CallerModel, CallModel, EdgeModel, MeshModel, NamespaceModel, ServiceModel, WaypointModel } from '../model/model';
import { callerName, principalOf } from '../model/names';
import { hasReached } from '../model/stages';
import {
  type ContractCall, type ContractCaller, type ContractFile, type ContractGrant, type ContractMesh, type ContractNamespace, type ContractService,
  type ContractWaypoint, type Isolation, SCHEMA, VERSION,
} from './contract-file';

/** What only the synth knows. */
export interface Written extends Pick<ContractFile, 'producer' | 'proof'> {
  /** In any order. */
  readonly objects: readonly string[];
  /** What does not hold of a namespace, because somebody stands by what opens it. Left out: nothing. */
  readonly takenBack?: readonly { readonly namespace: string; readonly isolation: Isolation }[];
}

export function contractOf(model: AccessModel, { producer, proof, objects, takenBack = [] }: Written): ContractFile {
  const { mesh, imported = [] } = model;
  const elsewhere = new Set(imported.map((s) => s.id));
  const principals = new Map([...model.services, ...imported].map((s) => [s.id, identityOf(mesh, s)]));
  const accessOf = grantedAccess();
  return {
    schema: SCHEMA,
    version: VERSION,
    producer,
    mesh: meshOf(mesh),
    ...(proof === undefined ? {} : { proof }),
    namespaces: model.namespaces.map((n) => withIsolation(namespaceOf(mesh, n), takenBack)),
    services: model.services.map((s) => serviceOf(mesh, s)),
    // Of an edge to another App this one has only the call.
    grants: model.edges.filter((e) => !elsewhere.has(e.callee)).map((e) => grantOf(e, principals, accessOf(e.access))),
    calls: model.calls.map((c) => callOf(c, principals)),
    externals: model.externals.map(({ id, caller, host, ports, addresses }) => ({ id, caller, host, ports, addresses })),
    imports: {
      namespaces: model.namespaces.flatMap((n): readonly ContractNamespace[] => (
        n.isolatedBy === undefined ? [] : [{ ...namespaceOf(mesh, n), owned: true, isolation: n.isolatedBy.isolation }]
      )),
      services: imported.map((s) => serviceOf(mesh, s)),
    },
    objects: [...new Set(objects)].sort(),
  };
}

export function meshOf({ platform, trustDomain, trustDomainAliases, consent, cluster, environment }: MeshModel): ContractMesh {
  return {
    platform,
    trustDomain,
    trustDomainAliases,
    consent,
    clusterDomain: cluster.domain,
    ...(cluster.name === undefined ? {} : { cluster: cluster.name }),
    ...(environment === undefined ? {} : { environment }),
  };
}

function namespaceOf(mesh: MeshModel, namespace: NamespaceModel): ContractNamespace {
  const { id, owned, dataPlane, migratingFrom, stage, allowsAll, waypoint } = namespace;
  return {
    name: id,
    owned,
    dataPlane,
    ...(migratingFrom === undefined ? {} : { migratingFrom }),
    ...(stage === undefined ? {} : { stage }),
    // Once authorization is enforced it means nothing.
    ...(allowsAll === undefined || hasReached(namespace, 'authorization') ? {} : { allowsAll }),
    ...(waypoint === undefined ? {} : { waypoint: waypointOf(waypoint) }),
    ...(owned ? { isolation: isolationOf(mesh, namespace) } : {}),
  };
}

/** Whoever has services there may not rest on what is taken back. */
function withIsolation(namespace: ContractNamespace, takenBack: NonNullable<Written['takenBack']>): ContractNamespace {
  if (namespace.isolation === undefined || takenBack.length === 0) return namespace;
  const isTaken = (isolation: Isolation): boolean => takenBack.some((t) => t.namespace === namespace.name && t.isolation === isolation);
  return { ...namespace, isolation: namespace.isolation.filter((isolation) => !isTaken(isolation)) };
}

/** When each comes; default-deny is complete with egress. */
const ISOLATED_FROM = [['default-deny', 'egress-scope'], ['strict-mtls', 'mutual-tls'], ['allow-nothing', 'authorization']] as const;

/** Outside a mesh nothing but NetworkPolicy holds. */
function isolationOf({ platform }: MeshModel, namespace: NamespaceModel): readonly Isolation[] {
  const isMeshed = platform === 'istio' && namespace.dataPlane !== 'none';
  return ISOLATED_FROM.filter(([what, stage]) => (isMeshed || what === 'default-deny') && hasReached(namespace, stage)).map(([what]) => what);
}

function waypointOf({ namespace, name, serviceAccount, managed }: WaypointModel): ContractWaypoint {
  return { namespace, name, serviceAccount, managed };
}

function serviceOf(mesh: MeshModel, s: ServiceModel): ContractService {
  const principal = identityOf(mesh, s);
  return {
    id: s.id,
    namespace: s.namespace,
    name: s.name,
    serviceAccount: s.serviceAccount,
    ...(principal === undefined ? {} : { principal }),
    ...(s.formerAccounts === undefined ? {} : { formerAccounts: s.formerAccounts }),
    ...(s.sharedIdentity === undefined ? {} : { sharedIdentity: s.sharedIdentity }),
    ...(s.owner === undefined ? {} : { owner: s.owner }),
    ...(s.dataClasses === undefined ? {} : { dataClasses: s.dataClasses }),
    podLabels: s.podLabels,
    dataPlane: s.dataPlane,
    ...(s.migratingFrom === undefined ? {} : { migratingFrom: s.migratingFrom }),
    excludedInboundPorts: s.excludedInboundPorts,
    ports: s.ports.map(({ targetPort, protocol, mtls }) => ({ targetPort, protocol, mtls })),
    kubernetesServices: s.kubernetesServices.map(({ name, headless, ports }) => ({ name, headless, ports })),
    ...(s.waypoint === undefined ? {} : { waypoint: waypointOf(s.waypoint) }),
    ...(s.foreign === undefined ? {} : { foreign: s.foreign }),
    ...(s.apiServer === undefined ? {} : { apiServer: s.apiServer }),
  };
}

function identityOf(mesh: MeshModel, service: ServiceModel): string | undefined {
  return mesh.platform === 'istio' && service.dataPlane !== 'none' ? principalOf(mesh.trustDomain, service) : undefined;
}

type Principals = ReadonlyMap<string, string | undefined>;

/** Callers of one service mostly share what they are granted. */
function grantedAccess(): (access: EdgeModel['access']) => ContractGrant['access'] {
  const known = new Map<EdgeModel['access'], ContractGrant['access']>();
  return (access) => {
    let written = known.get(access);
    if (written === undefined) {
      written = access.map(({ targetPort, protocol, http }) => ({ targetPort, protocol, ...(http === undefined ? {} : { http }) }));
      known.set(access, written);
    }
    return written;
  };
}

function grantOf(edge: EdgeModel, principals: Principals, access: ContractGrant['access']): ContractGrant {
  const { id, callee, caller, sourceCidrs, pastProxy, identityOf, reasons } = edge;
  return {
    id,
    callee,
    caller: callerOf(caller, principals),
    ...(sourceCidrs === undefined ? {} : { sourceCidrs }),
    ...(pastProxy === undefined ? {} : { pastProxy }),
    ...(identityOf === undefined ? {} : { identityOf }),
    access,
    reasons,
  };
}

function callerOf(caller: CallerModel, principals: Principals): ContractCaller {
  const common = { kind: caller.kind, name: callerName(caller) };
  switch (caller.kind) {
    case 'service': return { ...common, service: caller.service, ...principal(principals, caller.service) };
    case 'identity': return { ...common, principal: caller.principal };
    case 'namespace': return { ...common, namespace: caller.namespace };
    case 'addresses':
    case 'anyone': return common;
  }
}

function callOf({ id, caller, callee, access }: CallModel, principals: Principals): ContractCall {
  const ports = access?.map(({ targetPort, protocol }) => ({ targetPort, protocol }));
  return { id, caller, ...principal(principals, caller), callee, ...(ports === undefined ? {} : { ports }) };
}

function principal(principals: Principals, service: string): { readonly principal?: string } {
  const known = principals.get(service);
  return known === undefined ? {} : { principal: known };
}
