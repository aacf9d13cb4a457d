import { decisionOfAnyAge, explorationOfAnyAge } from './age/any-age';
import { rivalsAt, rivalsOf } from './age/rivals';
import { candidates } from './candidates';
import { combined, decisionOf } from './layers/combined';
import { podLayers, podSite } from './layers/at-pod';
import { egressTo } from './layers/egress-policy';
import { connectionLayer, type LayerAt } from './layers/layer';
import { onItsNode } from './node-local';
import type { Caller, Decision, Destination, Exploration, LayerDecision, LayerSet, Request, WorkloadView } from './types';
import { waypointOf } from './waypoint/binding';
import { eitherDecision, eitherExploration } from './waypoint/either';
import { idlePolicies } from './waypoint/idle';
import { type PreparedWaypoint, prepareWaypoint } from './waypoint/prepare';
import { hasOneWay, targetOf, wayOf } from './waypoint/route';
import { workloadWaypoint } from './waypoint/workload';
import { prepareWithoutMesh } from './without-mesh';
import type { World } from './world';

/** One destination with everything about it that does not depend on who calls. */
export interface Prepared {
  readonly destination: Destination;
  /**
   * Each layer by itself, in the order of `LAYERS`, for whoever reaches the pod without a waypoint in between; behind one, for the
   * waypoint as caller.
   */
  readonly layers: readonly LayerAt[];
  /** The waypoint before what is dialled. Who goes through it is `wayOf`'s to say. */
  readonly waypoint?: PreparedWaypoint;
  /** `waypoint-egress`: from that waypoint to this pod, whoever the client is. */
  readonly onward?: LayerAt;
  /** On the way that the caller takes. */
  decide(caller: Caller, request: Request): Decision;
  explore(caller: Caller): Exploration;
  /** A superset of the workloads that reach anything here; undefined: not fewer than all of them. */
  candidates(): readonly WorkloadView[] | undefined;
}

const preparations = new WeakMap<World, Map<string, Prepared>>();
/** Those who go through ten thousand destinations do so one after the other, and need not keep them all. */
const KEPT = 500;

/** Kept per world, so that asking about one destination for many callers shares the work. */
export function prepare(world: World, destination: Destination): Prepared {
  let known = preparations.get(world);
  if (known === undefined) {
    known = new Map();
    preparations.set(world, known);
  }
  const { workload, port, protocol, service, entry } = destination;
  const dialled = service === undefined ? '' : `${service.namespace}/${service.name}:${service.port}`;
  const host = entry === undefined ? '' : `${entry.ref.object} ${entry.host}:${entry.port} ${entry.sends}`;
  const key = `${workload.id} ${port} ${protocol} ${dialled} ${host}`;
  const before = known.get(key);
  // Two workloads may share a name: a Deployment and a bare Pod.
  if (before?.destination.workload === workload) return before;
  const prepared = prepareAnew(world, destination);
  for (const oldest of known.keys()) {
    if (known.size < KEPT) break;
    known.delete(oldest);
  }
  known.set(key, prepared);
  return prepared;
}

/** Not kept: for whoever holds on to it. */
export function prepareAnew(world: World, destination: Destination): Prepared {
  return onItsNode(world, prepareAnyAge(world, destination));
}

function prepareAnyAge(world: World, destination: Destination): Prepared {
  if (!world.settings.mesh) return prepareWithoutMesh(world, destination);
  const prepared = prepareOnce(world, destination);
  if (world.orderIsAge) return prepared;
  const rivals = rivalsAt(world, destination);
  const inWorld = (other: World): Prepared => prepare(other, destination);
  return {
    ...prepared,
    decide: (caller, request) => {
      const sets = [...rivals, ...rivalsOf(world, caller)];
      return sets.length === 0 ? prepared.decide(caller, request) : decisionOfAnyAge(world, sets, (other) => inWorld(other).decide(caller, request));
    },
    explore: (caller) => {
      const ofCaller = rivalsOf(world, caller);
      const sets = ofCaller.length === 0 ? rivals : [...rivals, ...ofCaller];
      return sets.length === 0 ? prepared.explore(caller) : explorationOfAnyAge(world, sets, (other) => inWorld(other).explore(caller));
    },
    // Only a Sidecar decides what is captured at all.
    candidates: () => (rivals.flat().some((o) => o.object.kind === 'Sidecar') ? undefined : prepared.candidates()),
  };
}

/** With the order of objects as their age. */
function prepareOnce(world: World, destination: Destination): Prepared {
  const site = podSite(world, destination);
  const layers = podLayers(site);
  const target = targetOf(destination);
  const waypoint = target && prepareWaypoint(world, target);
  const direct = {
    decide: (caller: Caller, request: Request): Decision => {
      const past = target && idlePolicies(world, target);
      return decisionOf(layers.map((l) => noting(past, l.decide(caller, request))));
    },
    explore: (caller: Caller): Exploration => combined(layers.map((l) => l.constant ?? l.explore(caller))),
  };
  const only = hasOneWay(world, destination);
  const behind = waypoint && behindWaypoint(world, destination, waypoint, layers);
  return {
    destination,
    layers,
    ...(waypoint === undefined ? {} : { waypoint, onward: behind!.onward }),
    decide: (caller, request) => {
      const way = only ?? wayOf(world, caller, destination);
      switch (way.way) {
        case 'direct': return direct.decide(caller, request);
        case 'waypoint': return behind!.decide(caller, request);
        case 'unknown': return eitherDecision(way.text, direct.decide(caller, request), behind?.decide(caller, request));
      }
    },
    explore: (caller) => {
      switch ((only ?? wayOf(world, caller, destination)).way) {
        case 'direct': return direct.explore(caller);
        case 'waypoint': return behind!.explore(caller);
        case 'unknown': return eitherExploration(direct.explore(caller), behind?.explore(caller));
      }
    },
    candidates: () => {
      // Whom a waypoint lets through that nobody knows is anybody.
      const isUnknown = target === undefined ? workloadWaypoint(world, destination.workload) !== undefined : waypointOf(world, target).kind === 'unknown';
      if (isUnknown) return undefined;
      return candidates(site, waypoint?.site);
    },
  };
}

interface Behind {
  readonly onward: LayerAt;
  decide(caller: Caller, request: Request): Decision;
  explore(caller: Caller): Exploration;
}

/** Both hops: the client at the waypoint, then the waypoint at the pod. */
function behindWaypoint(world: World, destination: Destination, waypoint: PreparedWaypoint, layers: readonly LayerAt[]): Behind {
  const onward = connectionLayer('waypoint-egress', () => egressTo(world, waypoint.caller, destination));
  const second = [onward, ...layers.filter((l) => l.layer !== 'egress-policy' && l.layer !== 'egress-scope')];
  // The same for every client.
  let explored: readonly LayerSet[] | undefined;
  return {
    onward,
    decide: (client, request) => decisionOf([
      ...waypoint.layers.map((l) => l.decide(client, request)),
      ...second.map((l) => l.decide(waypoint.caller, request)),
    ]),
    explore: (client) => {
      explored ??= second.map((l) => l.explore(waypoint.caller));
      return combined([...waypoint.layers.map((l) => l.explore(client)), ...explored]);
    },
  };
}

/** A policy that is bound to what is dialled, and not asked, is the commonest surprise of all: it is said where it would have counted. */
function noting(note: string | undefined, layer: LayerDecision): LayerDecision {
  return note === undefined || layer.layer !== 'authorization-allow' ? layer : { ...layer, text: `${layer.text}; ${note}` };
}
