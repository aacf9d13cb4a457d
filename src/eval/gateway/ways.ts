import { callerOf } from '../callers';
import { serviceHost } from '../cluster/hosts';
import { egressPolicy } from '../layers/egress-policy';
import { egressScope } from '../layers/egress-scope';
import { combined } from '../layers/combined';
import { ingressPolicy } from '../layers/ingress-policy';
import { prepare } from '../prepare';
import { EVERYTHING, intersect, isEmpty, NOTHING, type RequestSet, subtract, union } from '../request-set';
import type { Caller, Destination, Exploration } from '../types';
import type { World } from '../world';
import { servicePortOf } from './backend';
import { beforeChanges } from './before-changes';
import { isDecided } from './choices';
import { policiesAt } from './hop';
import type { Lane } from './lanes';
import type { Backend } from './rule';
import { setByTokens } from './tokens';

/** From a port of a gateway to one of a Service. */
export interface Way {
  readonly lane: Lane;
  readonly service: NonNullable<Destination['service']>;
  /** Those that answer there; none: they are not in the manifests. */
  readonly destinations: readonly Destination[];
}

type Sets = Pick<Exploration, 'allow' | 'maybe'>;

/** Where rules of a lane may lead within the mesh; what leads out of it is no way. */
export function waysOf(world: World, lane: Lane): readonly Way[] {
  const services = new Map<string, Way>();
  for (const { act } of lane.choices) {
    if (act.kind === 'ends') continue;
    for (const backend of act.backends) {
      const service = serviceOf(world, backend);
      if (service === undefined) continue;
      services.set(`${service.namespace}/${service.name}:${service.port}`, { lane, service, destinations: destinationsOf(world, service) });
    }
  }
  return [...services.values()];
}

/** Of rules that may lead anywhere: why nobody knows where. */
export function unknownIn({ choices }: Lane): readonly string[] {
  return [...new Set(choices.flatMap(({ act }) => (act.kind === 'doubt' && act.backends.length === 0 ? [act.text] : [])))];
}

/** One that is not in the manifests is known by its name. */
function serviceOf(world: World, backend: Backend): Way['service'] | undefined {
  const { namespace, name, port, external } = backend;
  if (external === undefined) return servicePortOf(world, backend);
  return port !== undefined && serviceHost(world, { namespace, name }).toLowerCase() === external ? { namespace, name, port } : undefined;
}

function destinationsOf({ services }: World, service: Way['service']): readonly Destination[] {
  const found = services.find(service.namespace, service.name);
  const port = found?.ports.find((p) => p.port === service.port);
  return found === undefined || port === undefined ? [] : services.endpoints(found, port).map((endpoint) => ({ ...endpoint, service }));
}

const firstHops = new WeakMap<Lane, WeakMap<Caller, Sets>>();
const secondHops = new WeakMap<Way, Sets>();

/** What a client may send there, as the client sends it. */
export function exploreWay(world: World, way: Way, client: Caller): Sets {
  const { lane, service, destinations } = way;
  const hops = firstHops.get(lane) ?? new WeakMap<Caller, Sets>();
  const first = hops.get(client) ?? atGateway(world, lane, client);
  firstHops.set(lane, hops.set(client, first));
  if (isEmpty(first.allow) && isEmpty(first.maybe)) return { allow: NOTHING, maybe: NOTHING };
  const onward = secondHops.get(way) ?? routed(world, lane, service, atService(world, lane, destinations));
  secondHops.set(way, onward);
  const allow = intersect(first.allow, onward.allow);
  const possible = intersect(union(first.allow, first.maybe), union(onward.allow, onward.maybe));
  return { allow, maybe: subtract(possible, allow) };
}

/** Network, listener and policies before any route. */
function atGateway(world: World, { pod, at, listening, requests, absent, isHttp }: Lane, client: Caller): Sets {
  if (absent !== undefined) return { allow: NOTHING, maybe: requests };
  const destination: Destination = { workload: pod, port: at, protocol: 'TCP' };
  const { site, layers } = policiesAt(world, pod, at, listening);
  const network = [egressPolicy, egressScope, ingressPolicy].map((layer) => layer(world, destination).explore(client));
  const { allow, maybe } = combined([...network, ...layers.map((l) => l.explore(client))]);
  const isCertain = listening.verdict.answer === 'allow' && (!isHttp || setByTokens(world, site) === undefined);
  const [certain, possible] = [intersect(requests, allow), intersect(requests, union(allow, maybe))];
  return isCertain ? { allow: certain, maybe: subtract(possible, certain) } : { allow: NOTHING, maybe: possible };
}

/** What the Service admits from the gateway, whoever it asks for. */
function atService(world: World, { pod, absent }: Lane, destinations: readonly Destination[]): Sets {
  if (absent !== undefined || destinations.length === 0) return { allow: NOTHING, maybe: EVERYTHING };
  const asking: Caller = { ...callerOf(world, pod), forwards: true };
  const each = destinations.map((d) => prepare(world, d).explore(asking));
  const allow = union(...each.map((e) => e.allow));
  return { allow, maybe: subtract(union(...each.map((e) => e.maybe)), allow) };
}

/** INVARIANT: as `through` decides about one request. What some rule takes for certain is allowed where each that may take it leads there. */
function routed(world: World, lane: Lane, service: Way['service'], admitted: Sets): Sets {
  const each = lane.choices.map(({ act, must, may }) => {
    if (act.kind === 'ends' || !act.backends.some((b) => isSame(serviceOf(world, b), service))) return { must, may, allow: NOTHING, possible: NOTHING };
    if (act.kind === 'doubt') return { must, may, allow: NOTHING, possible: may };
    const before = (set: RequestSet): ReturnType<typeof beforeChanges> => (lane.isHttp
      ? beforeChanges(set, act.changes, world.settings.pathNormalization, mayTakeTokens(world, lane))
      : { must: set, may: set });
    const possible = isEmpty(admitted.maybe) ? before(admitted.allow).may : union(before(admitted.allow).may, before(admitted.maybe).may);
    return { must, may, allow: intersect(may, before(admitted.allow).must), possible: intersect(may, possible) };
  });
  const possible = union(...each.map((c) => c.possible));
  const allow = isDecided(lane.choices)
    ? union(...each.map((c) => c.allow))
    : each.reduce((rest, c) => subtract(rest, subtract(c.may, c.allow)), union(...each.map((c) => c.must)));
  return { allow, maybe: subtract(possible, allow) };
}

function isSame(a: Way['service'] | undefined, b: Way['service']): boolean {
  return a?.namespace === b.namespace && a.name === b.name && a.port === b.port;
}

function mayTakeTokens(world: World, { pod, at, listening, absent }: Lane): boolean {
  return absent === undefined && policiesAt(world, pod, at, listening).site.tokens.length > 0;
}
