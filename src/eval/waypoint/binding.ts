import type { Gateway, Labels, Service, ServiceEntry } from '../../manifest/kinds';
import { GATEWAY_NAME, isOfMeshGateway, WAYPOINT_CLASS } from '../cluster/gateways';
import { type From, namespaceOfObject } from '../cluster/policies';
import { selects, selectsKnowing } from '../matcher/selector';
import { refText, ruleRef } from '../refs';
import { type Tri, tri } from '../tri';
import type { RuleRef, WorkloadView } from '../types';
import { namespaceLabels, type World } from '../world';

/** What a waypoint may stand before: a port of a Service, or of a ServiceEntry. */
export type WaypointTarget
  = | { readonly service: Named; readonly port: number }
    | { readonly serviceEntry: Named; readonly port: number };

interface Named {
  readonly namespace: string;
  readonly name: string;
}

/** The waypoint of a Service or ServiceEntry, as istiod binds it. */
export type WaypointBinding
  /** Nobody asks for one. */
  = | { readonly kind: 'none' }
  /** Somebody asks, and istiod binds none: callers go on by themselves. */
    | { readonly kind: 'unserved'; readonly text: string; readonly because: readonly RuleRef[] }
  /** The manifests do not show it. */
    | { readonly kind: 'unknown'; readonly text: string; readonly because: readonly RuleRef[] }
    | { readonly kind: 'waypoint'; readonly gateway: Named; readonly pod: WorkloadView; readonly because: readonly RuleRef[] };

const USE = 'istio.io/use-waypoint';
const USE_NAMESPACE = 'istio.io/use-waypoint-namespace';
const CANARY = 'istio.io/use-waypoint-canary';
const TRAFFIC = 'istio.io/waypoint-for';
const SANDWICH = 'ambient.istio.io/waypoint-inbound-binding';
const INGRESS = 'istio.io/ingress-use-waypoint';
const HBONE = { protocol: 'HBONE', port: 15008 };

/** The Service or ServiceEntry itself; undefined: not in the manifests. */
export function objectOf(world: World, target: WaypointTarget): From<Service> | From<ServiceEntry> | undefined {
  if ('service' in target) return world.services.find(target.service.namespace, target.service.name)?.source;
  const { namespace, name } = target.serviceEntry;
  return world.policies.serviceEntries.find((e) => e.object.metadata.name === name && namespaceOfObject(e) === namespace);
}

const NONE: WaypointBinding = { kind: 'none' };

/**
 * Which waypoint stands before a Service: its own label, else its namespace's. A waypoint has to be there, to be for Services, and to
 * accept what is in other namespaces.
 *
 * https://github.com/istio/istio/blob/master/pilot/pkg/serviceregistry/ambient/waypoints.go (`fetchWaypointForService`)
 */
export function waypointOf(world: World, target: WaypointTarget): WaypointBinding {
  let known = bindings.get(world);
  if (known === undefined) bindings.set(world, known = new Map());
  const key = 'service' in target ? `Service ${target.service.namespace}/${target.service.name}` : `ServiceEntry ${target.serviceEntry.namespace}/${target.serviceEntry.name}`;
  let binding = known.get(key);
  if (binding === undefined) known.set(key, binding = find(world, target));
  return binding;
}

const bindings = new WeakMap<World, Map<string, WaypointBinding>>();

function find(world: World, target: WaypointTarget): WaypointBinding {
  const source = objectOf(world, target);
  if (source === undefined || !world.settings.mesh || isOfMeshGateway(source.object.metadata.labels)) return NONE;
  const namespace = namespaceOfObject(source);
  const asked = askedFor(world, namespace, source.object.metadata.labels);
  const because = [ruleRef(source)];
  if (asked === 'not known') {
    return leadsToAmbient(world, source) ? { kind: 'unknown', text: `namespace \`${namespace}\` is not in the manifests, and may ask for a waypoint`, because } : NONE;
  }
  if (asked === undefined) return NONE;
  if ('service' in target && (source as From<Service>).object.spec.clusterIP === 'None') {
    return { kind: 'unserved', text: `${refText(because[0])} is headless: callers dial its pods`, because };
  }
  return bind(world, namespace, asked, because);
}

interface Asked extends Named {
  readonly canary: boolean;
}

/** Undefined: for none. */
function askedFor(world: World, namespace: string, own: Labels = {}): Asked | undefined | 'not known' {
  const ofNamespace = world.namespaces.get(namespace);
  if (own[USE] === undefined && ofNamespace === undefined) return world.settings.namespaceDataPlanes?.[namespace] === undefined ? 'not known' : undefined;
  const labels = own[USE] === undefined ? ofNamespace! : own;
  const name = labels[USE];
  if (name === undefined || name === 'none') return undefined;
  const canary = labels[CANARY] ?? '';
  return { name, namespace: labels[USE_NAMESPACE] ?? namespace, canary: canary !== '' && canary !== 'none' };
}

function leadsToAmbient(world: World, source: From<Service> | From<ServiceEntry>): boolean {
  if (source.object.kind === 'ServiceEntry') return world.ambient;
  const service = world.services.find(namespaceOfObject(source), source.object.metadata.name);
  return world.ambient && service !== undefined
    && service.ports.flatMap((p) => world.services.endpoints(service, p)).some(({ workload }) => workload.dataPlane === 'ambient' || workload.dataPlane === 'unknown');
}

function bind(world: World, from: string, { name, namespace, canary }: Asked, because: readonly RuleRef[]): WaypointBinding {
  const found = findWaypoint(world, { namespace, name });
  if (found === undefined) return { kind: 'unknown', text: `Gateway ${namespace}/${name} is not in the manifests`, because };
  if ('unknown' in found) return { kind: 'unknown', text: found.unknown, because };
  const { pod, gateway } = found;
  const traffic = trafficOf(gateway);
  if (traffic !== 'service' && traffic !== 'all') {
    return { kind: 'unserved', text: `Gateway ${namespace}/${name} is for \`${traffic}\`, not for Services`, because: [...because, ruleRef(gateway!)] };
  }
  switch (accepts(world, gateway, namespace, from)) {
    case 'no': return { kind: 'unserved', text: `Gateway ${namespace}/${name} accepts nothing of namespace \`${from}\` (\`allowedRoutes\`)`, because: [...because, ruleRef(gateway!)] };
    case 'unknown': return { kind: 'unknown', text: `whether Gateway ${namespace}/${name} accepts namespace \`${from}\` depends on labels that are not in the manifests`, because };
    case 'yes': break;
  }
  if (canary) return { kind: 'unknown', text: `a second waypoint takes a share (\`${CANARY}\`), which is not modelled`, because };
  return { kind: 'waypoint', gateway: { namespace, name }, pod, because: gateway === undefined ? because : [...because, ruleRef(gateway)] };
}

type Found = { readonly unknown: string } | { readonly pod: WorkloadView; readonly gateway: From<Gateway> | undefined };

/** Without its Gateway a waypoint is there if somebody states its pods. */
function findWaypoint(world: World, { namespace, name }: Named): Found | undefined {
  const gateway = world.gateways.find(namespace, name);
  const pod = world.workloads.find((w) => w.dataPlane === 'waypoint' && w.namespace === namespace && w.labels[GATEWAY_NAME] === name);
  if (gateway === undefined) return pod && { pod, gateway };
  const { metadata, spec } = gateway.object;
  if (spec.gatewayClassName !== WAYPOINT_CLASS) return { unknown: `Gateway ${namespace}/${name} is of class \`${spec.gatewayClassName}\`, which is not modelled as a waypoint` };
  if (metadata.annotations?.[SANDWICH] !== undefined) return { unknown: `what Gateway ${namespace}/${name} does under the annotation \`${SANDWICH}\` is not modelled` };
  return pod === undefined ? { unknown: `the pods of Gateway ${namespace}/${name} are not in the manifests` } : { pod, gateway };
}

function trafficOf(gateway: From<Gateway> | undefined): string {
  return gateway?.object.metadata.labels?.[TRAFFIC] ?? 'service';
}

/** `allowedRoutes` of its HBONE listener; left out: its own namespace. */
function accepts(world: World, gateway: From<Gateway> | undefined, own: string, from: string): Tri {
  if (gateway === undefined) return 'yes';
  const listener = gateway.object.spec.listeners.find((l) => l.protocol === HBONE.protocol && l.port === HBONE.port);
  const namespaces = listener?.allowedRoutes?.namespaces;
  switch (namespaces?.from) {
    case 'All': return 'yes';
    case 'Selector': {
      const { labels, complete } = namespaceLabels(world, from);
      // Without a selector nothing is selected.
      if (namespaces.selector === undefined) return 'no';
      return complete ? tri(selects(namespaces.selector, labels)) : selectsKnowing(namespaces.selector, labels);
    }
    default: return tri(own === from);
  }
}

/**
 * Does what dials the pod's own address meet a waypoint? Undefined: no. Waypoints for workloads are not modelled, so that where one may
 * stand nothing is decided.
 */
export function workloadWaypoint(world: World, workload: WorkloadView): string | undefined {
  if (!world.ambient || workload.labels[GATEWAY_NAME] !== undefined) return undefined;
  const { namespace, labels } = workload;
  const own = askedFor(world, namespace, labels);
  if (own === undefined) return undefined;
  if (own === 'not known') return workload.dataPlane === 'ambient' ? `namespace \`${namespace}\` is not in the manifests, and may ask for a waypoint` : undefined;
  const found = findWaypoint(world, own);
  if (found !== undefined && 'pod' in found) {
    const traffic = trafficOf(found.gateway);
    const stands = (traffic === 'workload' || traffic === 'all') && accepts(world, found.gateway, own.namespace, namespace) !== 'no';
    return stands ? `waypoint ${own.namespace}/${own.name} stands before workloads, which is not modelled` : undefined;
  }
  return found === undefined ? `Gateway ${own.namespace}/${own.name} is not in the manifests, and may stand before workloads` : found.unknown;
}

/** Do gateways go through the waypoint? The Service's label, else its namespace's; they do not of themselves. */
export function ingressUsesWaypoint(world: World, target: WaypointTarget): Tri {
  const source = objectOf(world, target);
  if (source === undefined) return 'no';
  const ofNamespace = world.namespaces.get(namespaceOfObject(source));
  const value = source.object.metadata.labels?.[INGRESS] ?? ofNamespace?.[INGRESS];
  if (value !== undefined) return tri(['1', 't', 'T', 'TRUE', 'true', 'True'].includes(value));
  return ofNamespace === undefined && world.settings.namespaceDataPlanes?.[namespaceOfObject(source)] === undefined ? 'unknown' : 'no';
}
