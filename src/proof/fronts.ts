import { prepare } from '../eval/prepare';
import { EVERYTHING, intersect, isEmpty, isSubset, NOTHING, type RequestSet } from '../eval/request-set';
import { ruleRef } from '../eval/refs';
import type { World } from '../eval/world';
import { type Caller, type Decision, type Destination, LAYERS, type Request, type WorkloadView } from '../eval/types';
import type { ServiceView } from '../eval/cluster/services';
import { type WaypointTarget, waypointOf } from '../eval/waypoint/binding';
import { type PreparedWaypoint, prepareWaypoint } from '../eval/waypoint/prepare';
import { wayOf } from '../eval/waypoint/route';
import { GATEWAY_NAME } from '../model/data-plane-labels';
import type { AccessModel, KubernetesServiceModel, PortAccessModel, ServiceModel, WaypointModel } from '../model/model';
import { callerKey } from './caller-key';
import { candidates } from './candidates';
import { excess, missing } from './compare';
import { accessAt, isHttp, leadsTo, transport } from './declaration';
import { leastOf } from './declared';
import type { Gap, Tally } from './gap';
import { goes } from './hops';
import { type Context, type Knock, knocksAt } from './knocks';
import { boundMentions } from './mentions';
import { HBONE_PORT, waypointId } from './planes';
import type { Plain } from './plain';
import { mostOfAuthorization } from './projection/authorization';
import { type Place, placeAt, withoutGround } from './projection/place';
import { type Claim, confirmed } from './witness';

const LAYER = 'waypoint-authorization';

/** What is right at waypoints: of every edge what goes through one. */
export function frontsOf(model: AccessModel): AccessModel {
  const edges = model.edges.flatMap((edge) => {
    const access = edge.access.filter((a: PortAccessModel) => goes(a, 'waypoint'));
    return access.length === 0 ? [] : [{ ...edge, access }];
  });
  return { ...model, edges };
}

export interface DeclaredWaypoint {
  readonly model: WaypointModel;
  /** As a service: what gaps at it are about. */
  readonly service: ServiceModel;
}

/** A port of a Service with a waypoint before it. */
interface Front {
  readonly context: Context;
  readonly waypoint: PreparedWaypoint;
  /** What is granted through it; several where it leads to the pods of several services, none where nobody declared it. */
  readonly places: readonly Place[];
  readonly knocks: readonly Knock[];
  readonly tally: Tally;
  /** In gaps. */
  readonly about: Pick<Gap, 'callee' | 'port' | 'protocol' | 'service'>;
}

/**
 * Every Service port that is declared to have a waypoint before it: that it is there, that the callers who are meant to go through it do, and
 * that it lets each of them do what is declared and no more. And those that are declared to have none: that none is.
 */
export function checkFronts(context: Context, service: ServiceModel, tally: Tally, plain?: Plain): readonly Gap[] {
  return service.kubernetesServices.filter((s) => plain?.front(context, service, s) !== true).flatMap((s) => s.ports.filter((p) => transport(p.protocol) === 'TCP').flatMap((port) => {
    const { waypoint } = service;
    if (waypoint === undefined || s.headless) return unasked(context, service, s.name, port);
    const place = frontPlace(context, service, port.targetPort);
    const target = targetOf(service.namespace, s.name, port.port);
    const about = { callee: `Service ${service.namespace}/${s.name}`, port: port.port, protocol: 'TCP' as const, service };
    const prepared = prepareWaypoint(context.world, target);
    if (prepared === undefined || !isOf(prepared, waypoint) || !listens(context.world, waypoint)) {
      // Of a service in quarantine it is the denial that would be enforced nowhere.
      return place.grants.all.length === 0 && service.quarantine === undefined ? [] : [unserved(context, target, waypoint, about)];
    }
    tally.destinations++;
    const view = context.world.services.find(service.namespace, s.name);
    // Pods of another service that it may lead to as well take the waypoint's word for what they are sent.
    const astray = view === undefined ? [] : placesBehind(context, view, port.port).filter((p) => p.service !== service);
    const knocks = knocksAt(context, service, boundMentions(prepared.site.authorization));
    const front: Front = { context, waypoint: prepared, places: [place, ...astray], knocks, tally, about };
    const destinations = context.podsOf(service).filter((w) => leadsTo(s, w)).slice(0, 1).map((workload): Destination => (
      { workload, port: port.targetPort, protocol: 'TCP', service: { namespace: service.namespace, name: s.name, port: port.port } }
    ));
    return [...tooMuchAt(front, destinations), ...destinations.flatMap((d) => tooLittleAt(front, place, d))];
  }));
}

/**
 * Services that nobody declared with a waypoint of ours before them: through one that leads to declared pods may pass what is granted
 * there, and through any other nothing.
 */
export function checkOtherFronts(context: Context, waypoints: readonly DeclaredWaypoint[], tally: Tally): readonly Gap[] {
  const { world, declaration } = context;
  const { services, imported = [] } = declaration.model;
  const declared = new Set([...services, ...imported].filter((s) => s.waypoint !== undefined).flatMap((s) => s.kubernetesServices.flatMap((k) => (
    k.ports.map((p) => `${s.namespace}/${k.name}:${p.port}`)
  ))));
  return world.services.all.flatMap((view) => view.ports.filter((p) => (p.protocol ?? 'TCP') === 'TCP').flatMap((port) => {
    const { namespace, name } = view;
    if (declared.has(`${namespace}/${name}:${port.port}`)) return [];
    const prepared = prepareWaypoint(world, targetOf(namespace, name, port.port));
    const own = prepared && waypoints.find((w) => isOf(prepared, w.model));
    if (prepared === undefined || own === undefined) return [];
    const places = placesBehind(context, view, port.port);
    // Whose the waypoint is decides about what leads elsewhere.
    if (places.length === 0 && !own.model.managed) return [];
    tally.destinations++;
    const service = places[0]?.service ?? own.service;
    const about = { callee: `the undeclared Service ${namespace}/${name}`, port: port.port, protocol: 'TCP' as const, service };
    const knocks = knocksAt(context, service, boundMentions(prepared.site.authorization));
    return tooMuchAt({ context, waypoint: prepared, places, tally, about, knocks }, []);
  }));
}

/** What is granted at all the declared pods that a Service port leads to. */
function placesBehind(context: Context, view: ServiceView, port: number): readonly Place[] {
  const { world, servicesOf } = context;
  const ends = view.ports.filter((p) => p.port === port && (p.protocol ?? 'TCP') === 'TCP').flatMap((p) => world.services.endpoints(view, p));
  const places = ends.flatMap((e) => servicesOf(e.workload).map((service) => ({ service, port: e.port })));
  return [...new Map(places.map((p) => [`${p.service.id}:${p.port}`, p])).values()].map((p) => frontPlace(context, p.service, p.port));
}

/** Where waypoints stand before pods and not before Services, nothing is decided about who dials pods. */
export function checkWorkload({ world, declared }: Context, service: ServiceModel, workload: WorkloadView): readonly Gap[] {
  if (workload.dataPlane !== 'ambient' || declared.edgesTo(service).length === 0) return [];
  const dialling: Caller = { name: 'an ambient pod', pod: true, dataPlane: 'ambient' };
  const way = wayOf(world, dialling, { workload, port: HBONE_PORT, protocol: 'TCP' });
  if (way.way !== 'unknown') return [];
  return [{
    statement: 'declared-works', layer: LAYER, caller: 'every caller', callee: `the pods of ${service.id} (${way.text})`, protocol: 'TCP', requests: EVERYTHING,
    undecided: true, because: [], service, repair: `label namespace ${service.namespace} and the pods with no \`istio.io/use-waypoint\`, or let waypoints be for Services`,
  }];
}

function targetOf(namespace: string, name: string, port: number): WaypointTarget {
  return { service: { namespace, name }, port };
}

export function isOf({ pod }: Pick<PreparedWaypoint, 'pod'>, { namespace, name }: WaypointModel): boolean {
  return pod.namespace === namespace && pod.labels[GATEWAY_NAME] === name;
}

/** istiod gives the waypoint's Service the ports of its Gateway's listeners, and ztunnel dials HBONE's. */
export function listens(world: World, { namespace, name }: WaypointModel): boolean {
  const gateway = world.gateways.find(namespace, name);
  return gateway === undefined || gateway.object.spec.listeners.some((l) => l.protocol === 'HBONE' && l.port === HBONE_PORT);
}

/** The port as the waypoint sees it: it asks for an identity whatever the pods behind it do, and looks into requests. */
function frontPlace({ declaration }: Context, service: ServiceModel, targetPort: number): Place {
  return { ...placeAt(withoutGround(declaration, service, 'waypoint'), targetPort, 'TCP'), proxied: true, mtls: 'strict' };
}

/** A declared waypoint that does not stand there is passed by, and the policy that is bound to the Service is enforced nowhere. */
function unserved({ world }: Context, target: WaypointTarget, waypoint: WaypointModel, about: Front['about']): Gap {
  const binding = waypointOf(world, target);
  const { namespace, name } = (target as { readonly service: KubernetesName }).service;
  const service = `Service ${namespace}/${name}`;
  const source = world.services.find(namespace, name)?.source;
  const labels = source === undefined ? [] : [ruleRef(source, 'metadata.labels')];
  const because = binding.kind !== 'none' && binding.because.length > 0 ? binding.because : labels;
  const silent = binding.kind === 'waypoint' ? 'it does not listen for HBONE at 15008, or another stands there' : 'none stands before it';
  const why = binding.kind === 'none' || binding.kind === 'waypoint' ? silent : binding.text;
  return {
    statement: 'declared-works', layer: LAYER, caller: 'every caller', service: about.service, protocol: 'TCP', requests: EVERYTHING,
    callee: `${service}:${target.port} through ${waypointId(waypoint)} (${why})`, undecided: binding.kind === 'unknown', because,
    repair: `let ${service} carry \`istio.io/use-waypoint: ${waypoint.name}\` as it is emitted, and Gateway ${waypoint.namespace}/${waypoint.name} serve it`,
  };
}

type KubernetesName = Pick<ServiceModel, 'namespace' | 'name'>;

/** Where no waypoint is declared, one that stands there keeps callers from the pods, which know them and not it. */
function unasked({ world, declared }: Context, service: ServiceModel, name: string, port: KubernetesServiceModel['ports'][number]): readonly Gap[] {
  const target = targetOf(service.namespace, name, port.port);
  const binding = waypointOf(world, target);
  const called = declared.edgesTo(service).some((e) => accessAt(e, port.targetPort, 'TCP').length > 0);
  if (binding.kind === 'none' || binding.kind === 'unserved' || !called) return [];
  const callee = `Service ${service.namespace}/${name}`;
  const why = binding.kind === 'unknown' ? binding.text : `waypoint ${binding.pod.id}, which nothing declares, stands before it`;
  return [{
    statement: 'declared-works', layer: LAYER, caller: 'every caller', callee: `${callee}:${port.port} (${why})`, protocol: 'TCP', requests: EVERYTHING,
    undecided: binding.kind === 'unknown', because: binding.because, service,
    repair: `label ${callee} with \`istio.io/use-waypoint: none\`, or declare the waypoint`,
  }];
}

/** What the waypoint lets through of anybody is no more than what was granted to them at each of the places that it may lead to. */
function tooMuchAt(front: Front, destinations: readonly Destination[]): readonly Gap[] {
  const { waypoint, places, knocks, tally, about } = front;
  const layer = waypoint.layers.find((l) => l.layer === LAYER)!;
  const mostFor = (caller: Caller): RequestSet => (places.length === 0 ? NOTHING : intersect(...places.map((p) => mostOfAuthorization(p, caller))));
  const gaps = [...new Map(knocks.map((k) => [callerKey(k.caller), k.caller])).values()].flatMap((caller): readonly Gap[] => {
    tally.decisions++;
    const set = layer.explore(caller);
    const requests = excess(set, mostFor(caller));
    if (isEmpty(requests)) return [];
    const undecided = isEmpty(intersect(requests, set.allow));
    const { text: request, decision } = confirmed({ ...claimAt(front, caller), requests, layers: [LAYER], passes: true, undecided });
    const because = decision?.layers.find((l) => l.layer === LAYER)?.because ?? set.because;
    const gap = { ...about, statement: 'layer-least-privilege' as const, layer: LAYER as Gap['layer'], caller: caller.name, requests, request, undecided, because };
    const repair = `bind an AuthorizationPolicy that allows nothing to Gateway ${waypoint.pod.namespace}/${waypoint.pod.labels[GATEWAY_NAME]}, or take ${about.callee} away from it`;
    return [because.length === 0 ? { ...gap, repair } : gap];
  });
  return gaps.length === 0 ? [] : [...gaps, ...destinations.flatMap((d) => reachable(front, d, mostFor))];
}

/** Some waypoint is too wide: does anybody get through it and to the pods behind it? */
function reachable(front: Front, destination: Destination, mostFor: (caller: Caller) => RequestSet): readonly Gap[] {
  const { context, knocks, about } = front;
  const { world } = context;
  const prepared = prepare(world, destination);
  for (const caller of candidates(context, knocks)) {
    if (wayOf(world, caller, destination).way !== 'waypoint') continue;
    const exploration = prepared.explore(caller);
    const requests = excess(exploration, mostFor(caller));
    if (isEmpty(requests)) continue;
    const undecided = isEmpty(intersect(requests, exploration.allow));
    const decide = (request: Request): Decision => prepared.decide(caller, request);
    const { text: request, decision } = confirmed({ ...claimAt(front, caller), decide, requests, layers: LAYERS, passes: true, undecided });
    const because = (decision ?? exploration).layers.filter((l) => l.layer === LAYER).flatMap((l) => l.because);
    return [{ ...about, statement: 'exactly-declared', caller: caller.name, requests, request, undecided, because }];
  }
  return [];
}

/** The callers that are declared to go through the waypoint do, and it lets them. */
function tooLittleAt(front: Front, place: Place, destination: Destination): readonly Gap[] {
  const { context, waypoint, knocks, tally, about } = front;
  const layer = waypoint.layers.find((l) => l.layer === LAYER)!;
  return knocks.flatMap(({ caller, edges }) => edges.flatMap((e) => place.grants.of(e) ?? []).flatMap(({ edge, access }): readonly Gap[] => {
    if (caller.principal === undefined) return [];
    tally.decisions++;
    const gap = { ...about, statement: 'declared-works' as const, layer: LAYER as Gap['layer'], edge };
    const way = wayOf(context.world, caller, destination);
    // Whoever may also go by itself is judged at the pod.
    if (way.way !== 'waypoint' && !access.every((a) => goes(a, 'direct'))) {
      const { because } = waypointOf(context.world, waypoint.target) as { readonly because: Gap['because'] };
      const repair = `let ${about.callee} carry \`istio.io/ingress-use-waypoint: "true"\` as it is emitted, or grant the whole port`;
      return [{ ...gap, caller: `${caller.name}, who goes past waypoint ${waypoint.pod.id},`, requests: EVERYTHING, undecided: way.way === 'unknown', because, repair }];
    }
    const set = layer.explore(caller);
    const requests = missing(set, leastOf(access));
    if (isEmpty(requests)) return [];
    const undecided = isSubset(requests, set.maybe);
    const { text: request, decision } = confirmed({ ...claimAt(front, caller), requests, layers: [LAYER], passes: false, undecided });
    const because = decision?.layers.find((l) => l.layer === LAYER)?.because ?? set.because;
    return [{ ...gap, caller: caller.name, requests, request, undecided, because }];
  }));
}

function claimAt({ context, waypoint, places }: Front, caller: Caller): Pick<Claim, 'http' | 'normalization' | 'decide'> {
  return {
    http: places.some(({ service, port }) => service.ports.some((p) => p.targetPort === port && isHttp(p.protocol))),
    normalization: context.declaration.model.mesh.pathNormalization,
    decide: (request) => waypoint.decide(caller, request),
  };
}
