import type { NetworkPolicyPort } from '../manifest/kinds';
import type { CallerModel, DataPlaneName, EdgeModel, PortAccessModel, ServiceModel } from '../model/model';
import { mayBeAmbient, planesOf } from '../model/planes';
import { policyPorts } from './kubernetes/peers';
import type { ModelIndex } from './platform';
import { transportOf } from './protocols';

/** What stands at the caller's end of a connection. A gateway is a proxy of its own, whatever surrounds it. */
export type Plane = DataPlaneName | 'gateway';

/** Where ztunnels, waypoints and sidecars take tunnels: https://istio.io/latest/docs/ambient/architecture/hbone/ */
export const HBONE: NetworkPolicyPort = { protocol: 'TCP', port: 15008 };

const ambientModels = new WeakMap<ModelIndex, boolean>();

/** Is there an ambient pod anywhere? Without one no connection is a tunnel, and NetworkPolicy sees the ports that are called. */
export function hasAmbient(index: ModelIndex): boolean {
  const known = ambientModels.get(index);
  if (known !== undefined) return known;
  const { namespaces, services, edges, imported = [] } = index.model;
  const found = namespaces.some(mayBeAmbient) || services.some(mayBeAmbient) || imported.some(mayBeAmbient)
    || edges.some(({ caller }) => caller.kind === 'identity' && caller.dataPlane === 'ambient');
  ambientModels.set(index, found);
  return found;
}

const namespacePlanes = new WeakMap<ModelIndex, ReadonlyMap<string, ReadonlySet<DataPlaneName>>>();

/** A declared namespace has pods of its own plane, and those of the services in it that have another. */
function planesOfNamespace(index: ModelIndex, name: string): readonly DataPlaneName[] {
  let known = namespacePlanes.get(index);
  if (known === undefined) namespacePlanes.set(index, known = planesByNamespace(index));
  return [...known.get(name) ?? []];
}

function planesByNamespace({ model: { namespaces, services, imported = [] } }: ModelIndex): ReadonlyMap<string, ReadonlySet<DataPlaneName>> {
  const planes = new Map<string, Set<DataPlaneName>>();
  const inNamespaces = [...namespaces.map((n) => ({ ...n, namespace: n.id })), ...services, ...imported];
  for (const one of inNamespaces) {
    const known = planes.get(one.namespace) ?? new Set();
    for (const plane of planesOf(one)) known.add(plane);
    planes.set(one.namespace, known);
  }
  return planes;
}

/** Anyone is on every plane, and on none where the port takes plaintext. */
function planesOfCaller(index: ModelIndex, caller: CallerModel, callee: ServiceModel, takesPlaintext: boolean): readonly Plane[] {
  switch (caller.kind) {
    case 'service': return planesOf(index.service(caller.service));
    case 'namespace': return planesOfNamespace(index, caller.namespace);
    case 'identity': return caller.dataPlane ? [caller.dataPlane] : caller.role === 'ingress-gateway' ? ['gateway'] : planesOf(callee);
    case 'addresses': return ['none'];
    case 'anyone': return takesPlaintext ? ['ambient', 'sidecar', 'none'] : ['ambient', 'sidecar'];
  }
}

/** ztunnel takes an identity in a tunnel only, and sends one so to everybody who takes it; between sidecars it is in the connection itself. */
function isTunnelled(caller: Plane, callee: DataPlaneName): boolean {
  if (callee === 'ambient') return caller !== 'none';
  return callee === 'sidecar' && caller === 'ambient';
}

type Planes = Pick<ServiceModel, 'dataPlane' | 'migratingFrom'>;
type PlanesOfCallers = (access: PortAccessModel) => readonly Plane[];

function portsBetween(callers: PlanesOfCallers, callee: Planes, access: readonly PortAccessModel[]): readonly NetworkPolicyPort[] {
  const ports: NetworkPolicyPort[] = [];
  let tunnelled = false;
  for (const port of access) {
    const protocol = transportOf(port.protocol);
    const pairs = protocol === 'TCP' ? callers(port).flatMap((from) => planesOf(callee).map((to) => isTunnelled(from, to))) : [false];
    if (pairs.includes(false)) ports.push({ protocol, port: port.targetPort });
    tunnelled ||= pairs.includes(true);
  }
  return tunnelled ? [...ports, HBONE] : ports;
}

/** The ports that a callee's pods open for an edge: a tunnel hides which of them is called. */
export function portsOfEdge(index: ModelIndex, edge: EdgeModel, access: readonly PortAccessModel[]): readonly NetworkPolicyPort[] {
  if (!hasAmbient(index)) return policyPorts(access);
  const callee = index.service(edge.callee);
  const plaintext = new Set(callee.ports.filter(({ mtls, protocol }) => mtls !== 'strict' && transportOf(protocol) === 'TCP').map((p) => p.targetPort));
  return portsBetween(({ targetPort }) => planesOfCaller(index, edge.caller, callee, plaintext.has(targetPort)), callee, access);
}

/** The ports that one service dials of a callee, whatever else the edge's caller stands for. */
export function portsDialled(index: ModelIndex, service: Planes, callee: Planes, access: readonly PortAccessModel[]): readonly NetworkPolicyPort[] {
  if (!hasAmbient(index)) return policyPorts(access);
  return portsBetween(() => planesOf(service), callee, access);
}
