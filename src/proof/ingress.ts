import { type Prepared, prepare } from '../eval/prepare';
import { EVERYTHING, intersect, isEmpty, isSubset, NOTHING, type RequestSet, union } from '../eval/request-set';
import { type Caller, type Decision, type Destination, type Layer, LAYERS, type LayerSet, type RuleRef, type WorkloadView } from '../eval/types';
import { wayOf } from '../eval/waypoint/route';
import type { Protocol } from '../manifest/kinds';
import type { EdgeModel, ServiceModel } from '../model/model';
import { candidates } from './candidates';
import { Audience } from './caller-key';
import { excess, missing } from './compare';
import { withCulprit } from './culprit';
import { isHttp, leadsTo, transport } from './declaration';
import { leastOf } from './declared';
import type { Gap, Tally } from './gap';
import { type Context, type Knock, type Visitors, visitorsOf } from './knocks';
import { portsApart } from './mentions';
import { planesOf, PROBES } from './planes';
import { mostOfAuthorization, mostOfDenial } from './projection/authorization';
import { sameFamily } from './projection/egress-policy';
import { mostOfIngressPolicy } from './projection/ingress-policy';
import { mostOfMtls } from './projection/mtls';
import { AUTHORIZATION, isClosed, Port } from './port';
import { type Ground, groundOf, type Place, placeAt } from './projection/place';
import { isEnforced } from './stages';
import { type Claim, confirmed, type Example } from './witness';

const PROTOCOLS: readonly Protocol[] = ['TCP', 'UDP', 'SCTP'];
/** A proxy itself: what a waypoint decides is held at what it stands before, and of a gateway the services behind it decide. */
const NETWORK: readonly Layer[] = ['ingress-policy'];

/**
 * Everybody knocks at every port of one pod of a service.
 *
 * Each layer is held between two bounds: no more than the declaration as far as that layer can see, and for a declared caller no less
 * than the declaration. The upper bounds together are statement (a): what passes every layer lies inside each of them. A layer whose stage
 * has not come has no upper bound.
 */
export function checkIngress(
  context: Context, service: ServiceModel, workload: WorkloadView, tally: Tally, { mentions, knocks } = visitorsOf(context, service, workload),
): readonly Gap[] {
  const bounds = BOUNDS.filter(({ layer }) => isEnforced(service, layer));
  const ground = groundOf(context.world, context.declaration, service, workload);
  return eachPort(context, ground, tally, { mentions, knocks }, (port) => checkPort(context, port, knocks, bounds));
}

/**
 * The same where policies only observe, in a world where these and no others decide: what they would refuse once they are enforced is what
 * is not declared.
 */
export function checkObserved(context: Context, service: ServiceModel, workload: WorkloadView, tally: Tally): readonly Gap[] {
  const visitors = visitorsOf(context, service, workload);
  const ground = groundOf(context.world, context.declaration, { ...service, stage: 'done' }, workload);
  const gaps = eachPort(context, ground, tally, visitors, (port) => [
    ...tooMuchAt(port, BOUNDS.filter(({ layer }) => layer === 'authorization-allow')),
    ...visitors.knocks.flatMap((knock) => tooLittleAt(port, knock, AUTHORIZATION)),
  ]);
  return gaps.map((gap) => ({ ...gap, observed: true }));
}

function eachPort(
  { world }: Context, ground: Ground, tally: Tally, { mentions, knocks }: Visitors, check: (port: Port) => readonly Gap[],
): readonly Gap[] {
  tally.callerClasses += knocks.length;
  const { service, workload } = ground;
  const audience = new Audience(knocks.map((k) => k.caller));
  return PROTOCOLS.flatMap((protocol) => {
    const declared = service.ports.filter((p) => transport(p.protocol) === protocol).map((p) => p.targetPort);
    const ports = portsApart(protocol, [mentions], declared);
    return ports.flatMap((port) => {
      tally.destinations++;
      const place = placeAt(ground, port, protocol);
      // No proxy, nothing granted, and closed to everybody: there is nobody to ask about.
      if (!place.proxied && place.grants.all.length === 0 && isClosed(world, place, workload)) return [];
      return check(new Port(world, place, workload, audience, tally));
    });
  });
}

function checkPort(context: Context, port: Port, knocks: readonly Knock[], bounds: readonly Bound[]): readonly Gap[] {
  const tooMuch = tooMuchAt(port, bounds);
  const layers = isProxy(port.place) ? NETWORK : port.ingress;
  const kept = knocks.flatMap((knock) => tooLittleAt(port, knock, layers)).map((gap) => withCulprit(context, port.workload, gap));
  // Whoever is granted requests may send whatever else the port carries, if it is read as bytes: no policy is at fault then.
  const isGranted = ({ edges }: Knock): boolean => edges.some((e) => port.place.grants.of(e) !== undefined);
  const blamed = (gap: Gap): Gap => (
    knocks.some((k) => k.caller.name === gap.caller && isGranted(k)) ? withCulprit(context, port.workload, gap) : gap
  );
  const tooLittle = [...kept, ...unprobed(port)];
  // To reach a waypoint or a gateway is access to nothing yet.
  const asks = tooMuch.length > 0 && !isProxy(port.place);
  return [...[...tooMuch, ...(asks ? reachable(context, port, knocks, bounds) : [])].map(blamed), ...tooLittle];
}

function isProxy({ plane }: Place): boolean {
  return plane === 'waypoint' || plane === 'gateway';
}

interface Bound {
  /** The one that widens, where these do. */
  readonly layer: Layer;
  readonly layers: readonly Layer[];
  readonly mostOf: (place: Place, caller: Caller) => RequestSet;
}

const BOUNDS: readonly Bound[] = [
  { layer: 'ingress-policy', layers: ['ingress-policy'], mostOf: mostOfIngressPolicy },
  { layer: 'mtls', layers: ['mtls'], mostOf: mostOfMtls },
  { layer: 'authorization-deny', layers: ['authorization-deny'], mostOf: mostOfDenial },
  { layer: 'authorization-allow', layers: AUTHORIZATION, mostOf: mostOfAuthorization },
];

/** Of callers that a layer cannot tell apart one is enough: neither can its upper bound. */
function tooMuchAt(port: Port, bounds: readonly Bound[]): readonly Gap[] {
  const { place } = port;
  const gaps: Gap[] = [];
  const check = (layer: Layer, layers: readonly Layer[], mostOf: Bound['mostOf']): void => {
    for (const caller of port.distinct(layers)) {
      const sets = port.sets(layers, caller);
      // Nothing gets through, so that no bound has to be made.
      if (sets.some((s) => s.allow.boxes.length === 0 && s.maybe.boxes.length === 0)) continue;
      const explored = meet(sets);
      const requests = excess(explored, mostOf(place, caller));
      if (isEmpty(requests)) continue;
      const undecided = isEmpty(intersect(requests, explored.allow));
      const { text: request, decision } = example(port, port.prepared, caller, { requests, layers, passes: true, undecided });
      const because = rulesOf([layer], sets, decision);
      gaps.push({ ...about(place, caller), statement: 'layer-least-privilege', layer, requests, request, undecided, because });
    }
  };
  for (const { layer, layers, mostOf } of bounds) {
    if (layer === 'authorization-deny' && place.service.quarantine === undefined) continue;
    if (layer === 'ingress-policy' || place.proxied) check(layer, layers, mostOf);
  }
  return gaps;
}

function tooLittleAt(port: Port, { caller, edges }: Knock, layers: readonly Layer[]): readonly Gap[] {
  if (edges.length === 0) return [];
  const { place } = port;
  const captured = port.set('capture', caller);
  return edges.flatMap((e) => place.grants.of(e) ?? []).flatMap(({ edge, access }) => {
    if (!isMeant(place, edge, caller)) return [];
    const least = leastOf(access);
    // What the proxy does not take as what it is never meets the layers behind it: that is one gap and not five.
    const behind = missing(captured, least).boxes.length === 0 ? least : intersect(least, union(captured.allow, captured.maybe));
    return layers.flatMap((layer): readonly Gap[] => {
      const set = port.set(layer, caller);
      const requests = missing(set, layer === 'ingress-policy' || layer === 'capture' ? least : behind);
      if (isEmpty(requests)) return [];
      const undecided = isSubset(requests, set.maybe);
      const { text: request } = example(port, port.prepared, caller, { requests, layers: [layer], passes: false, undecided });
      return [{ ...about(place, caller), statement: 'declared-works', layer, requests, request, edge, because: set.because, undecided }];
    });
  });
}

/**
 * A pod that its kubelet cannot probe never becomes ready, where a network plugin holds NetworkPolicy against the addresses that istio-cni
 * has probes come from. Which ports are probed, and whether only declared ones, no declaration says.
 */
function unprobed({ place, prepared }: Port): readonly Gap[] {
  const { declaration, service, protocol } = place;
  if (protocol !== 'TCP' || !isDeclared(service) || !planesOf(service).includes('ambient')) return [];
  const { podCidrs } = declaration.model.mesh.cluster;
  const policy = prepared.layers.find((l) => l.layer === 'ingress-policy')!;
  return PROBES.filter((ip) => podCidrs.length === 0 || podCidrs.some((cidr) => sameFamily(ip, cidr))).flatMap((ip): readonly Gap[] => {
    const caller: Caller = { name: `the kubelet at ${ip}`, pod: false, ip };
    const { allow, maybe, because } = policy.explore(caller);
    if (allow === EVERYTHING) return [];
    return [{ ...about(place, caller), statement: 'declared-works', layer: 'ingress-policy', requests: EVERYTHING, because, undecided: maybe.boxes.length > 0 }];
  });
}

/** Nobody probes a pod that stands for those that nobody declared. */
function isDeclared({ podLabels }: ServiceModel): boolean {
  return Object.keys(podLabels).length > 0;
}

/** Where a certificate is required, anyone is anyone who has one. */
function isMeant({ proxied, mtls }: Place, edge: EdgeModel, { principal }: Caller): boolean {
  return edge.caller.kind !== 'anyone' || !proxied || mtls !== 'strict' || principal !== undefined;
}

function example({ place }: Port, destination: Prepared, caller: Caller, claim: Pick<Claim, 'requests' | 'layers' | 'passes' | 'undecided'>): Example {
  return confirmed({
    ...claim,
    http: place.service.ports.some((p) => p.targetPort === place.port && isHttp(p.protocol)),
    normalization: place.declaration.model.mesh.pathNormalization,
    decide: (request) => destination.decide(caller, request),
  });
}

/** What these layers go by: for the example, where it was put to them; else for all of the requests. */
function rulesOf(layers: readonly Layer[], sets: readonly LayerSet[], decision: Decision | undefined): readonly RuleRef[] {
  return (decision?.layers ?? sets).filter((l) => layers.includes(l.layer)).flatMap((l) => l.because);
}

function of(layers: readonly LayerSet[], wanted: readonly Layer[]): readonly LayerSet[] {
  return layers.filter((l) => wanted.includes(l.layer));
}

/** What passes all of them: for certain, and perhaps. */
function meet(all: readonly LayerSet[]): { readonly allow: RequestSet; readonly maybe: RequestSet } {
  const sets = all.filter((s) => s.allow !== EVERYTHING);
  if (sets.length === 1) return sets[0];
  const allow = intersect(...sets.map((s) => s.allow));
  if (sets.every((s) => s.maybe.boxes.length === 0)) return { allow, maybe: NOTHING };
  return { allow, maybe: intersect(...sets.map((s) => union(s.allow, s.maybe))) };
}

function about(place: Place, caller: Caller): Pick<Gap, 'caller' | 'callee' | 'port' | 'protocol' | 'service'> {
  return { caller: caller.name, callee: place.name, port: place.port, protocol: place.protocol, service: place.service };
}

/**
 * Some layer is too wide here: does anybody get through all of them? Tried are all workloads of the manifests, however they dial, and
 * everybody made of one caller's pod and another's identity.
 */
function reachable(context: Context, port: Port, knocks: readonly Knock[], bounds: readonly Bound[]): readonly Gap[] {
  const { place } = port;
  for (const caller of candidates(context, knocks)) {
    const most = intersect(...bounds.map(({ mostOf }) => mostOf(place, caller)));
    for (const destination of ways(context, port, caller)) {
      const exploration = destination.explore(caller);
      const requests = excess(exploration, most);
      if (isEmpty(requests)) continue;
      const undecided = isEmpty(intersect(requests, exploration.allow));
      const { text: request, decision } = example(port, destination, caller, { requests, layers: LAYERS, passes: true, undecided });
      const because = rulesOf(atFault(bounds, place, caller, exploration.layers, requests), exploration.layers, decision);
      return [{ ...about(place, caller), statement: 'exactly-declared', requests, request, because, undecided }];
    }
  }
  return [];
}

/** Of all the layers that let it through those that let more through than is declared: who changes another changes what is right. */
function atFault(bounds: readonly Bound[], place: Place, caller: Caller, sets: readonly LayerSet[], requests: RequestSet): readonly Layer[] {
  const widens = ({ layers, mostOf }: Bound): boolean => !isEmpty(intersect(requests, excess(meet(of(sets, layers)), mostOf(place, caller))));
  return bounds.filter(widens).map(({ layer }) => layer);
}

/** By the pod's address, and through each Service that leads there, unless a waypoint stands in between: what that sends is its own. */
function* ways({ world }: Context, { place, workload, prepared }: Port, caller: Caller): Iterable<Prepared> {
  yield prepared;
  if (caller.workload === undefined) return;
  const { namespace, kubernetesServices } = place.service;
  for (const { name, ports } of kubernetesServices.filter((s) => leadsTo(s, workload))) {
    for (const { port, targetPort } of ports) {
      if (targetPort !== place.port) continue;
      const destination: Destination = { workload, port: targetPort, protocol: place.protocol, service: { namespace, name, port } };
      if (!world.ambient || wayOf(world, caller, destination).way !== 'waypoint') yield prepare(world, destination);
    }
  }
}
