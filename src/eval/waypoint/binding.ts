import type { Service, ServiceEntry } from '../../manifest/kinds';
import { isOfMeshGateway } from '../cluster/gateways';
import { type From, namespaceOfObject } from '../cluster/policies';
import { refText, ruleRef } from '../refs';
import type { RuleRef, WorkloadView } from '../types';
import type { World } from '../world';
import { accepts, type Asked, askedFor, findWaypoint, type Named, trafficOf } from './lookup';

/** What a waypoint may stand before: a port of a Service, or of a ServiceEntry. */
export type WaypointTarget
  = | { readonly service: Named; readonly port: number }
    | { readonly serviceEntry: Named; readonly port: number };

/** The waypoint of a Service or ServiceEntry, as istiod binds it. */
export type WaypointBinding
  /** Nobody asks for one. */
  = | { readonly kind: 'none' }
  /** Somebody asks, and istiod binds none: callers go on by themselves. */
    | { readonly kind: 'unserved'; readonly text: string; readonly because: readonly RuleRef[] }
  /** The manifests do not show it. */
    | { readonly kind: 'unknown'; readonly text: string; readonly because: readonly RuleRef[] }
    | { readonly kind: 'waypoint'; readonly gateway: Named; readonly pod: WorkloadView; readonly because: readonly RuleRef[] };

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
  if (canary) return { kind: 'unknown', text: `a second waypoint takes a share (\`istio.io/use-waypoint-canary\`), which is not modelled`, because };
  return { kind: 'waypoint', gateway: { namespace, name }, pod, because: gateway === undefined ? because : [...because, ruleRef(gateway)] };
}
