import { GATEWAY_NAME } from '../model/data-plane-labels';
import type { AccessModel, CallerModel, EdgeModel, ExternalEdgeModel, GatewayModel, PortAccessModel, ServiceModel, WaypointModel } from '../model/model';
import { groupBy, transport } from './declaration';
import { gatewayId, HBONE_PORT, waypointId } from './planes';

/**
 * A declaration with waypoints, as one in which every connection is one hop.
 *
 * A request that goes through a waypoint is two connections: whoever may send some request to some port behind it may connect to the
 * waypoint, and the waypoint to the ports that it stands before. So a waypoint is a service like others, called by the callers of all that
 * it serves, and calling each of those as a whole. What then may pass it, request by request, is held at the waypoint alone (fronts.ts).
 *
 * Together they say no more than the declaration: what arrives at a pod comes from a caller whose grant is direct, or from the waypoint;
 * and the waypoint sends nothing but what it let in, under its caller's identity, at a Service that leads there.
 *
 * A gateway whose pods are declared is a service as well: its clients call it, and it calls what its identity is granted.
 *
 * INVARIANT: without waypoints and gateways the model is returned as it is.
 */
export function hopsOf(model: AccessModel): AccessModel {
  const waypoints = waypointsOf(model);
  const gateways = model.gateways ?? [];
  if (waypoints.length + gateways.length === 0) return model;
  const services = new Map([...(model.imported ?? []), ...model.services].map((s) => [s.id, s]));
  const onwards = fromWaypoints();
  const direct: EdgeModel[] = [];
  const parts: EdgeModel[] = [];
  for (const edge of model.edges) {
    const callee = services.get(edge.callee)!;
    const own = edge.access.filter((a) => goes(a, 'direct'));
    if (own.length > 0) direct.push(own.length === edge.access.length ? edge : { ...edge, access: own });
    const through = edge.access.filter((a) => goes(a, 'waypoint'));
    if (callee.waypoint === undefined || through.length === 0) continue;
    const shared = through.length === edge.access.length ? edge.access : through;
    parts.push(toWaypoint(callee.waypoint, edge.caller, edge.constructs), ...onwards(callee.waypoint, callee, shared));
  }
  const left = model.externals.map(({ through, ...external }): ExternalEdgeModel => {
    if (through === undefined) return external;
    parts.push(toWaypoint(through, { kind: 'service', service: external.caller }, external.constructs));
    return { ...external, id: `${waypointId(through)}->${external.host}`, caller: waypointId(through) };
  });
  return {
    ...model,
    services: [...model.services, ...waypoints.map((w) => asService(model, w)), ...gateways.map(gatewayAsService)],
    edges: [...direct, ...[...groupBy(parts, (e) => e.id).values()].map(merged), ...gateways.flatMap(toGateway)],
    externals: [...groupBy(left, (e) => e.id).values()].map(mergedExternal),
  };
}

/** Every waypoint that the model names, each once. */
export function waypointsOf({ services, namespaces, egressWaypoint, externals, imported = [] }: AccessModel): readonly WaypointModel[] {
  // What one of ours writes is managed, and stays so where a contract names it as somebody's.
  const all = [...imported, ...services, ...namespaces].flatMap((s) => s.waypoint ?? []);
  const out = externals.flatMap((e) => e.through ?? []);
  return [...new Map([...all, ...out, ...(egressWaypoint === undefined ? [] : [egressWaypoint])].map((w) => [waypointId(w), w])).values()];
}

export function goes(access: PortAccessModel, route: 'direct' | 'waypoint'): boolean {
  return access.routes === undefined ? route === 'direct' : access.routes.includes(route);
}

function asService(model: AccessModel, waypoint: WaypointModel): ServiceModel {
  const { namespace, name, serviceAccount, managed } = waypoint;
  const construct = model.namespaces.find((n) => n.id === namespace)?.construct
    ?? model.services.find((s) => s.waypoint?.namespace === namespace && s.waypoint.name === name)?.construct ?? model.mesh.construct;
  return {
    id: waypointId(waypoint), construct, namespace, name, serviceAccount, automountToken: true, podLabels: { [GATEWAY_NAME]: name },
    ports: [{ targetPort: HBONE_PORT, protocol: 'tcp', mtls: 'strict' }],
    kubernetesServices: [], deployedElsewhere: !managed, excludedInboundPorts: [], dataPlane: 'none',
  };
}

/** What it takes has no identity, so that nothing but NetworkPolicy decides who connects. */
export function gatewayAsService(gateway: GatewayModel): ServiceModel {
  const { construct, namespace, name, caller: { principal, pods }, isProxy, listeners } = gateway;
  return {
    id: gatewayId(gateway), construct, namespace, name, serviceAccount: principal.slice(principal.lastIndexOf('/') + 1), automountToken: true,
    podLabels: pods.labels, ports: listeners.map(({ port, protocol }) => ({ targetPort: port, protocol, mtls: 'disable' })),
    kubernetesServices: [], deployedElsewhere: true, excludedInboundPorts: [], dataPlane: isProxy ? 'sidecar' : 'none',
  };
}

function toGateway(gateway: GatewayModel): readonly EdgeModel[] {
  const callee = gatewayId(gateway);
  return gateway.listeners.flatMap(({ port, protocol, clients }) => clients.map((caller): EdgeModel => ({
    id: `${callee}<-${JSON.stringify([port, protocol, caller])}`, callee, caller, access: [{ targetPort: port, protocol }], reasons: [],
    constructs: [gateway.construct],
  })));
}

function toWaypoint(waypoint: WaypointModel, caller: CallerModel, constructs: readonly string[]): EdgeModel {
  const callee = waypointId(waypoint);
  return { id: `${callee}<-${JSON.stringify(caller)}`, callee, caller, access: [{ targetPort: HBONE_PORT, protocol: 'tcp' }], reasons: [], constructs };
}

/** Callers of one service mostly share what they are granted: what follows from it is the same for each of them. */
function fromWaypoints(): (waypoint: WaypointModel, callee: ServiceModel, access: readonly PortAccessModel[]) => readonly EdgeModel[] {
  const known = new Map<ServiceModel, Set<readonly PortAccessModel[]>>();
  return (waypoint, callee, access) => {
    const ofCallee = known.get(callee) ?? new Set();
    if (ofCallee.has(access)) return [];
    known.set(callee, ofCallee.add(access));
    return [fromWaypoint(waypoint, callee, access)];
  };
}

function fromWaypoint(waypoint: WaypointModel, callee: ServiceModel, access: readonly PortAccessModel[]): EdgeModel {
  const service = waypointId(waypoint);
  const whole = access.map(({ targetPort, protocol }) => ({ targetPort, protocol }));
  return { id: `${callee.id}<-${service}`, callee: callee.id, caller: { kind: 'service', service }, access: whole, reasons: [], constructs: [callee.construct] };
}

function merged(edges: readonly EdgeModel[]): EdgeModel {
  if (edges.length === 1 && edges[0].access.length === 1) return edges[0];
  const access = new Map(edges.flatMap((e) => e.access).map((a) => [`${a.targetPort} ${transport(a.protocol)}`, a]));
  return { ...edges[0], access: [...access.values()], constructs: [...new Set(edges.flatMap((e) => e.constructs))].sort() };
}

/** What leaves through one waypoint leaves to all that its callers declared. */
function mergedExternal(externals: readonly ExternalEdgeModel[]): ExternalEdgeModel {
  const ports = new Map(externals.flatMap((e) => e.ports).map((p) => [p.number, p]));
  // One of them without addresses means that the host may be anywhere.
  const anywhere = externals.some((e) => e.addresses.length === 0);
  return { ...externals[0], ports: [...ports.values()], addresses: anywhere ? [] : [...new Set(externals.flatMap((e) => e.addresses))].sort() };
}
