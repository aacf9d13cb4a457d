import type { Site } from './authorization/site';
import { candidates } from './candidates';
import { arrivals } from './layers/arrival';
import { captureOf } from './cluster/capture';
import { portProtocol } from './cluster/services';
import { authorizationAllow } from './layers/authorization-allow';
import { authorizationDeny } from './layers/authorization-deny';
import { capture } from './layers/capture';
import { custom } from './layers/custom';
import { egressPolicy } from './layers/egress-policy';
import { egressScope } from './layers/egress-scope';
import { ingressPolicy } from './layers/ingress-policy';
import type { LayerAt } from './layers/layer';
import { mtls } from './layers/mtls';
import { requestAuthentication, requestAuthentications } from './layers/request-authentication';
import { ANY_HTTP, EVERYTHING, intersect, isEmpty, NOTHING, type RequestSet, subtract, union } from './request-set';
import { type Answer, type Caller, type Decision, type Destination, type Exploration, type LayerDecision, type LayerSet, type Request, type WorkloadView } from './types';
import type { World } from './world';

/** One destination with everything about it that does not depend on who calls. */
export interface Prepared {
  readonly destination: Destination;
  /** Each layer by itself, in the order of `LAYERS`. */
  readonly layers: readonly LayerAt[];
  decide(caller: Caller, request: Request): Decision;
  explore(caller: Caller): Exploration;
  /** A superset of the workloads that reach anything here; undefined: not fewer than all of them. */
  candidates(): readonly WorkloadView[] | undefined;
}

const preparations = new WeakMap<World, Map<string, Prepared>>();
/** Those who go through ten thousand destinations do so one after the other, and need not keep them all. */
const KEPT = 2_000;

/** Kept per world, so that asking about one destination for many callers shares the work. */
export function prepare(world: World, destination: Destination): Prepared {
  let known = preparations.get(world);
  if (known === undefined) {
    known = new Map();
    preparations.set(world, known);
  }
  const { workload, port, protocol, service } = destination;
  const key = `${workload.id} ${port} ${protocol} ${service === undefined ? '' : `${service.namespace}/${service.name}:${service.port}`}`;
  const before = known.get(key);
  // Two workloads may share a name: a Deployment and a bare Pod.
  if (before?.destination.workload === workload) return before;
  const prepared = build(world, destination);
  for (const oldest of known.keys()) {
    if (known.size < KEPT) break;
    known.delete(oldest);
  }
  known.set(key, prepared);
  return prepared;
}

function build(world: World, destination: Destination): Prepared {
  const site = siteOf(world, destination);
  const layers = layersAt(site);
  return {
    destination,
    layers,
    decide: (caller, request) => decisionOf(layers.map((l) => l.decide(caller, request))),
    explore: (caller) => explorationOf(layers.map((l) => l.explore(caller))),
    candidates: () => candidates(site),
  };
}

function siteOf(world: World, destination: Destination): Site {
  const { workload, port, protocol } = destination;
  return {
    world,
    destination,
    capture: captureOf(world, destination),
    // Only TCP is ever captured, and so understood.
    protocol: protocol === 'TCP' ? portProtocol(world.services, workload, port) : 'tcp',
    tokens: requestAuthentications(world, destination).length > 0,
    arrive: remembering(arrivals(world, destination)),
  };
}

/** INVARIANT: in the order of `LAYERS`. */
function layersAt(site: Site): readonly LayerAt[] {
  const { world, destination } = site;
  return [
    egressPolicy(world, destination),
    egressScope(world, destination),
    ingressPolicy(world, destination),
    capture(site),
    mtls(site),
    requestAuthentication(site),
    custom(site),
    authorizationDeny(site),
    authorizationAllow(site),
  ];
}

/** Four layers ask the same about one caller after the other. */
function remembering<T>(f: (caller: Caller) => T): (caller: Caller) => T {
  let last: readonly [Caller, T] | undefined;
  return (caller) => {
    if (last?.[0] !== caller) last = [caller, f(caller)];
    return last[1];
  };
}

/** A denial anywhere is a denial; doubt anywhere else is doubt. */
export function decisionOf(layers: readonly LayerDecision[]): Decision {
  const answer: Answer = layers.some((l) => l.answer === 'deny') ? 'deny' : layers.some((l) => l.answer === 'undetermined') ? 'undetermined' : 'allow';
  const deciding = layers.find((l) => (answer === 'allow' ? l.layer === 'authorization-allow' : l.answer === answer))!;
  return { answer, layers, text: `${answer} by ${deciding.layer}: ${deciding.text}` };
}

function explorationOf(layers: readonly LayerSet[]): Exploration {
  const allow = meet(layers.map((l) => l.allow));
  if (layers.every((l) => l.maybe.boxes.length === 0)) return { layers, allow, maybe: NOTHING };
  const possible = meet(layers.map((l) => (l.maybe.boxes.length === 0 ? l.allow : union(l.allow, l.maybe))));
  return { layers, allow, maybe: isEmpty(allow) ? possible : subtract(possible, allow) };
}

/** Most layers decide about connections, and have all requests or none. */
function meet(sets: readonly RequestSet[]): RequestSet {
  const some = new Set(sets.filter((s) => s !== EVERYTHING));
  for (const s of some) if (s.boxes.length === 0) return NOTHING;
  const onlyHttp = [...some].some((s) => s !== ANY_HTTP && s.boxes.every((box) => box.kind === 'http'));
  if (onlyHttp) some.delete(ANY_HTTP);
  return some.size === 1 ? [...some][0] : intersect(...some);
}
