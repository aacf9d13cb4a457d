import type { CallerModel, DataPlaneName, GatewayModel, ServiceModel, WaypointModel } from '../model/model';
import type { WorkloadView } from '../eval/types';
import { planesOf as planesOfPods } from '../model/planes';
import type { Declaration } from './declaration';

/** What stands at one end of a connection. */
export type Plane = DataPlaneName | 'waypoint' | 'gateway';

/** Where HBONE arrives, whatever the connection inside it is for: https://istio.io/latest/docs/ambient/architecture/hbone/ */
export const HBONE_PORT = 15_008;

/** A waypoint as a service: reads as what it is wherever callers and callees are named, and no declared service has a space in its id. */
export function waypointId({ namespace, name }: Pick<WaypointModel, 'namespace' | 'name'>): string {
  return `${WAYPOINT}${namespace}/${name}`;
}

export function isWaypoint({ id }: Pick<ServiceModel, 'id'>): boolean {
  return id.startsWith(WAYPOINT);
}

/** The same for the pods of a gateway. */
export function gatewayId({ id }: Pick<GatewayModel, 'id'>): string {
  return `${GATEWAY}${id}`;
}

export function isGateway({ id }: Pick<ServiceModel, 'id'>): boolean {
  return id.startsWith(GATEWAY);
}

/** A proxy that runs as a service of nobody's: it answers for others, and no grant to a namespace means it. */
export function isProxyItself(service: Pick<ServiceModel, 'id'>): boolean {
  return isWaypoint(service) || isGateway(service);
}

const WAYPOINT = 'waypoint ';
const GATEWAY = 'gateway ';

/**
 * Where istio-cni has the kubelet's probes of ambient pods come from: a node's own addresses, which no pod can send from.
 * https://istio.io/latest/docs/ambient/usage/networkpolicy/
 */
export const PROBES: readonly string[] = ['169.254.7.127', 'fd16:9254:7127:1337:ffff:ffff:ffff:ffff'];

/**
 * Does a connection between these go through HBONE, so that NetworkPolicy sees its port and not the one that is called?
 *
 * ztunnel takes no identity in any other way; sidecars take both, and choose it for nobody but each their own kind.
 */
export function isTunnelled(from: Plane, to: Plane): boolean {
  switch (to) {
    case 'waypoint': return true;
    case 'ambient': return from !== 'none';
    case 'sidecar': return from === 'ambient' || from === 'waypoint';
    default: return false;
  }
}

/** Of all pods of a service: two while it moves from one to the other. */
export function planesOf(service: ServiceModel): readonly Plane[] {
  if (isWaypoint(service)) return ['waypoint'];
  // One that is no proxy of the mesh is a pod outside it.
  return isGateway(service) && service.dataPlane !== 'none' ? ['gateway'] : planesOfPods(service);
}

/** Of a pod of a service that moves, in words. */
export function stateOf({ migratingFrom }: ServiceModel, plane: Plane): string {
  if (migratingFrom === undefined) return '';
  return plane === migratingFrom ? ` (still ${plane})` : ` (already ${plane})`;
}

/** Does a grant to its namespace, which in a mesh is to every identity of it, promise it anything? */
export function isOneOfItsNamespace({ trustDomains }: Declaration, service: ServiceModel): boolean {
  return !isProxyItself(service) && (trustDomains.length === 0 || planesOf(service).some((plane) => plane !== 'none'));
}

/** Of one of its pods; a pod without what it declares is held to the declaration all the same. */
export function planeOf(service: ServiceModel, { dataPlane }: WorkloadView): Plane {
  const planes = planesOf(service);
  return planes.find((p) => p === dataPlane) ?? planes[0];
}

/** Whoever shows an identity has some data plane, and nobody else does. */
export function planesOfCaller(declaration: Declaration, caller: CallerModel, callee: Plane): readonly Plane[] {
  switch (caller.kind) {
    case 'service': return planesOf(declaration.service(caller.service));
    case 'namespace': return declaration.planesIn(caller.namespace);
    case 'identity': return [caller.dataPlane ?? (caller.role === 'ingress-gateway' ? 'gateway' : callee)];
    case 'addresses': return ['none'];
    case 'anyone': return ['none', 'sidecar', 'ambient'];
  }
}
