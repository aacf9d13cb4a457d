import { namespaceOfObject } from '../cluster/policies';
import { type Tri, tri } from '../tri';
import type { Caller, Destination } from '../types';
import type { World } from '../world';
import { planeOf } from '../ztunnel/hbone';
import { objectOf, type WaypointTarget, waypointOf } from './binding';
import { workloadWaypoint } from './workload';

const INGRESS = 'istio.io/ingress-use-waypoint';

/** `waypoint`: through it to the pods; `direct`: by itself; `unknown`: one of the two, or through something that is not modelled. */
export type Way = { readonly way: 'waypoint' | 'direct' } | { readonly way: 'unknown'; readonly text: string };

const DIRECT: Way = { way: 'direct' };
const THROUGH: Way = { way: 'waypoint' };

/** Undefined: a pod is dialled, or what no waypoint stands before. */
export function targetOf({ service, protocol }: Destination): WaypointTarget | undefined {
  return service === undefined || protocol !== 'TCP' ? undefined : { service: { namespace: service.namespace, name: service.name }, port: service.port };
}

/**
 * Who goes through the waypoint of what is dialled: ambient pods, and gateways where the Service or its namespace asks them to. A
 * sidecar decides by itself where requests go, and takes the waypoint for nobody; plaintext goes to the pod. A waypoint goes to the pod.
 */
export function wayOf(world: World, caller: Caller, destination: Destination): Way {
  const target = targetOf(destination);
  const plane = planeOf(world, caller);
  if (target === undefined || isHeadless(world, destination)) {
    const mayStand = plane === 'ambient' || plane === 'unknown' ? destination.protocol === 'TCP' && workloadWaypoint(world, destination.workload) : undefined;
    return typeof mayStand === 'string' ? { way: 'unknown', text: mayStand } : DIRECT;
  }
  return wayTo(world, caller, target);
}

/** Where nothing may stand in between, the way is the same for all callers; undefined: it may differ. */
export function hasOneWay(world: World, destination: Destination): Way | undefined {
  const target = targetOf(destination);
  if (target === undefined || isHeadless(world, destination)) return workloadWaypoint(world, destination.workload) === undefined ? DIRECT : undefined;
  return isServed(world, target) ? undefined : DIRECT;
}

/** Or may be. */
function isServed(world: World, target: WaypointTarget): boolean {
  const { kind } = waypointOf(world, target);
  return kind === 'waypoint' || kind === 'unknown';
}

export function wayTo(world: World, caller: Caller, target: WaypointTarget): Way {
  const plane = planeOf(world, caller);
  if (plane === 'none' || plane === 'sidecar' || plane === 'waypoint' || isForeign(world, caller)) return DIRECT;
  if (!isServed(world, target)) return DIRECT;
  if (plane === 'gateway') {
    const asked = caller.workload?.usesWaypoints === false ? 'no' : ingressUsesWaypoint(world, target);
    if (asked === 'no') return DIRECT;
    if (asked === 'unknown') return { way: 'unknown', text: 'whether gateways are asked to use the waypoint is not in the manifests' };
  }
  const binding = waypointOf(world, target);
  if (binding.kind === 'unknown') return { way: 'unknown', text: binding.text };
  return plane === 'unknown' ? { way: 'unknown', text: `whether ${caller.name} is in ambient mode, and so goes through the waypoint, is not known` } : THROUGH;
}

function isHeadless(world: World, { service }: Destination): boolean {
  return service !== undefined && world.services.find(service.namespace, service.name)?.headless === true;
}

/** It comes from outside the cluster, whose callers dial pods. */
function isForeign({ trustDomains }: World, { principal }: Caller): boolean {
  return principal !== undefined && !trustDomains.includes(principal.split('/')[0]);
}

/** Do gateways go through the waypoint? The Service's label, else its namespace's; they do not of themselves. */
function ingressUsesWaypoint(world: World, target: WaypointTarget): Tri {
  const source = objectOf(world, target);
  if (source === undefined) return 'no';
  const ofNamespace = world.namespaces.get(namespaceOfObject(source));
  const value = source.object.metadata.labels?.[INGRESS] ?? ofNamespace?.[INGRESS];
  if (value !== undefined) return tri(['1', 't', 'T', 'TRUE', 'true', 'True'].includes(value));
  return ofNamespace === undefined && world.settings.namespaceDataPlanes?.[namespaceOfObject(source)] === undefined ? 'unknown' : 'no';
}
