import { universe, type Site } from '../authorization/site';
import { callerOf } from '../callers';
import type { PortProtocol } from '../cluster/protocol';
import { waypointAuthorization, stagesOf } from '../layers/at-waypoint';
import { combined, decisionOf } from '../layers/combined';
import { egressPolicy } from '../layers/egress-policy';
import { egressScope } from '../layers/egress-scope';
import { ingressTo } from '../layers/ingress-policy';
import { connectionLayer, type LayerAt } from '../layers/layer';
import type { RequestSet } from '../request-set';
import type { Caller, Decision, Exploration, Request, WorkloadView } from '../types';
import type { World } from '../world';
import { HBONE_PORT } from '../ztunnel/hbone';
import { type WaypointTarget, waypointOf } from './binding';
import { named } from './policies';
import { waypointSite } from './site';

/** A waypoint before one port of a Service or ServiceEntry: the first of the two hops. */
export interface PreparedWaypoint {
  readonly target: WaypointTarget;
  readonly pod: WorkloadView;
  /** `egress-policy` and `egress-scope` (of the client, to the waypoint), `waypoint-ingress`, `waypoint-authorization`. */
  readonly layers: readonly LayerAt[];
  /** What `waypoint-authorization` is made of, with the names that these have at a sidecar. */
  readonly stages: readonly LayerAt[];
  /** The waypoint, as the pods behind it see it. */
  readonly caller: Caller;
  readonly protocol: PortProtocol;
  /** Every request that the port can carry. */
  readonly universe: RequestSet;
  readonly site: Site;
  /** This hop alone. Whether the caller goes this way is not asked. */
  decide(caller: Caller, request: Request): Decision;
  explore(caller: Caller): Exploration;
}

const known = new WeakMap<World, Map<string, PreparedWaypoint>>();

/** Undefined: no waypoint stands before it, or none that the manifests show. */
export function prepareWaypoint(world: World, target: WaypointTarget): PreparedWaypoint | undefined {
  const binding = waypointOf(world, target);
  if (binding.kind !== 'waypoint') return undefined;
  let ofWorld = known.get(world);
  if (ofWorld === undefined) known.set(world, ofWorld = new Map());
  const { namespace, name } = named(target);
  const key = `${'service' in target ? 'Service' : 'ServiceEntry'} ${namespace}/${name}:${target.port}`;
  let prepared = ofWorld.get(key);
  if (prepared === undefined) ofWorld.set(key, prepared = build(world, target, waypointSite(world, target, binding)));
  return prepared;
}

function build(world: World, target: WaypointTarget, site: Site): PreparedWaypoint {
  const { workload: pod } = site.destination;
  const atPod = { workload: pod, port: HBONE_PORT, protocol: 'TCP' as const };
  const stages = stagesOf(site);
  const layers = [
    egressPolicy(world, atPod),
    egressScope(world, site.destination),
    connectionLayer('waypoint-ingress', ingressTo(world, atPod)),
    waypointAuthorization(stages),
  ];
  return {
    target,
    pod,
    layers,
    stages,
    caller: callerOf(world, pod),
    protocol: site.protocol,
    universe: universe(site),
    site,
    decide: (caller, request) => decisionOf(layers.map((l) => l.decide(caller, request)), 'waypoint-authorization'),
    explore: (caller) => combined(layers.map((l) => l.explore(caller))),
  };
}
