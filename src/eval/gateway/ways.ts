import { callerOf } from '../callers';
import { serviceHost } from '../cluster/hosts';
import { egressPolicy } from '../layers/egress-policy';
import { egressScope } from '../layers/egress-scope';
import { combined } from '../layers/combined';
import { ingressPolicy } from '../layers/ingress-policy';
import { prepare } from '../prepare';
import { refsText } from '../refs';
import { EVERYTHING, intersect, isEmpty, NOTHING, type RequestSet, setKey, subtract, union } from '../request-set';
import { asForwarded, reachAtAll, shownAs } from '../outward/reach';
import type { Caller, Destination, Exploration, LayerSet } from '../types';
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

/** Where rules of a lane may lead within the mesh. */
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

/** From a port of a gateway out of the cluster, or to a host of a ServiceEntry. */
export interface WayOut {
  readonly lane: Lane;
  readonly host: string;
  readonly port: number;
}

/** What is not of this cluster by its name. */
export function waysOutOf(world: World, lane: Lane): readonly WayOut[] {
  const ways = new Map<string, WayOut>();
  for (const { act } of lane.choices) {
    for (const backend of act.kind === 'ends' ? [] : act.backends) {
      const way = outsideOf(world, lane, backend);
      if (way !== undefined) ways.set(`${way.host}:${way.port}`, way);
    }
  }
  return [...ways.values()];
}

/** Where no port is said it is the one that the client dialled. */
function outsideOf(world: World, lane: Lane, backend: Backend): WayOut | undefined {
  const { external, port = lane.port ?? lane.at } = backend;
  return external === undefined || serviceOf(world, backend) !== undefined ? undefined : { lane, host: external, port };
}

export function leadsThere(world: World, lead: Way | WayOut, backend: Backend): boolean {
  if ('service' in lead) return isSame(serviceOf(world, backend), lead.service);
  const way = outsideOf(world, lead.lane, backend);
  return way?.host === lead.host && way.port === lead.port;
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
  const { lane, destinations } = way;
  const first = firstHop(world, lane, client);
  if (isEmpty(first.allow) && isEmpty(first.maybe)) return { allow: NOTHING, maybe: NOTHING };
  const isThere = (backend: Backend): boolean => leadsThere(world, way, backend);
  const onward = secondHops.get(way) ?? routed(world, lane, isThere, atService(world, lane, destinations));
  secondHops.set(way, onward);
  return both(first, onward);
}

/** Why not all of it is decided, as far as that is for the gateway to say; undefined: it is, or policies behind it leave it open. */
export function doubtAbout(world: World, { lane, service, destinations }: Way): string | undefined {
  const { absent, listening, choices } = lane;
  if (absent !== undefined) return absent;
  if (listening.verdict.answer === 'undetermined') return listening.verdict.text();
  if (destinations.length === 0) return 'its pods are not among the manifests';
  const there = choices.filter(({ act }) => act.kind !== 'ends' && act.backends.some((backend) => isSame(serviceOf(world, backend), service)));
  const changed = there.flatMap(({ act }) => (act.kind === 'doubt' ? [act.text] : []));
  const unsure = choices.filter(({ must, may }) => setKey(must) !== setKey(may));
  const told = unsure.find(({ doubt }) => doubt !== undefined)?.doubt;
  const which = `which requests ${refsText(unsure.map(({ ref }) => ref))} ${unsure.length === 1 ? 'takes' : 'take'} is not followed`;
  return changed.at(0) ?? told ?? (unsure.length === 0 ? undefined : which);
}

/** Of what answers there nothing is known but where it is: the gateway's own side, ServiceEntries and the pods behind them say it. */
export function exploreWayOut(world: World, wayOut: WayOut, client: Caller): Sets {
  const { lane, host, port } = wayOut;
  const first = firstHop(world, lane, client);
  if (isEmpty(first.allow) && isEmpty(first.maybe)) return { allow: NOTHING, maybe: NOTHING };
  return both(first, routed(world, lane, (backend) => leadsThere(world, wayOut, backend), outside(world, lane, host, port)));
}

/** Any request or none: which of them pods behind an entry take is theirs to say. */
function outside(world: World, { pod, absent, isHttp }: Lane, host: string, port: number): Sets {
  const doubt = { allow: NOTHING, maybe: EVERYTHING };
  if (absent !== undefined) return doubt;
  const target = { host, port };
  const found = shownAs(world, target, isHttp ? { http: { method: 'GET', path: '/', host, headers: {} } } : {})
    .flatMap((protocol) => asForwarded(reachAtAll(world, callerOf(world, pod), { ...target, protocol }), target));
  if (found.every(({ decision }) => decision.answer === 'deny')) return { allow: NOTHING, maybe: NOTHING };
  return found.every(({ destination, decision }) => decision.answer === 'allow' && destination.workload.apart === 'address') ? { allow: EVERYTHING, maybe: NOTHING } : doubt;
}

function both(first: Sets, onward: Sets): Sets {
  const allow = intersect(first.allow, onward.allow);
  const possible = intersect(union(first.allow, first.maybe), union(onward.allow, onward.maybe));
  return { allow, maybe: subtract(possible, allow) };
}

function firstHop(world: World, lane: Lane, client: Caller): Sets {
  const hops = firstHops.get(lane) ?? new WeakMap<Caller, Sets>();
  const first = hops.get(client) ?? atGateway(world, lane, client);
  firstHops.set(lane, hops.set(client, first));
  return first;
}

/** How a client comes to the gateway, and what its policies say. */
export function layersBefore(world: World, { pod, at, listening }: Lane, client: Caller): readonly LayerSet[] {
  const destination: Destination = { workload: pod, port: at, protocol: 'TCP' };
  const network = [egressPolicy, egressScope, ingressPolicy].map((layer) => layer(world, destination).explore(client));
  return [...network, ...policiesAt(world, pod, at, listening).layers.map((l) => l.explore(client))];
}

/** Network, listener and policies before any route. */
function atGateway(world: World, lane: Lane, client: Caller): Sets {
  const { pod, at, listening, requests, absent, isHttp } = lane;
  if (absent !== undefined) return { allow: NOTHING, maybe: requests };
  const { site } = policiesAt(world, pod, at, listening);
  const { allow, maybe } = combined(layersBefore(world, lane, client));
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
function routed(world: World, lane: Lane, isThere: (backend: Backend) => boolean, admitted: Sets): Sets {
  const each = lane.choices.map(({ act, must, may }) => {
    if (act.kind === 'ends' || !act.backends.some(isThere)) return { must, may, allow: NOTHING, possible: NOTHING };
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

export function mayTakeTokens(world: World, { pod, at, listening, absent }: Lane): boolean {
  return absent === undefined && policiesAt(world, pod, at, listening).site.tokens.length > 0;
}
