import type { App } from 'cdk8s';
import { buildWorld, type Caller, callerOf, can, type Destination, type Request, type World, type WorkloadView } from '../../../src/eval';
import { readObjects } from '../../../src/manifest';
import { assumedWorkloads, settingsOf } from '../../../src/proof/settings';
import { subjectOf } from '../../mutation/harness';
import { hasWaypoint, leadsTo, planesOf, planesOfCaller, waypointOf } from './facts';
import { type DeclaredEdge, type DeclaredService, OUTSIDERS, numberOf, type PortName, PORTS, type Program } from './program';
import { METHODS, PATHS } from './programs';

/** What an App emits, read back, with the pods that it takes as given. */
export function worldOf(app: App): World {
  const { model, objects } = subjectOf(app);
  const { manifests, problems } = readObjects(objects);
  if (problems.length > 0) throw new Error(problems.map((p) => p.message).join('\n'));
  return buildWorld(manifests, settingsOf(model), assumedWorkloads(model, manifests));
}

/** A service by its index, somebody from outside the App, the waypoint before the callee, an identity that nobody declares, or an address. */
export type Asking = number | 'gateway' | 'appliance' | 'prometheus' | 'job' | 'waypoint' | 'stranger' | 'outside';

export interface Question {
  readonly callee: number;
  readonly port: PortName;
  readonly from: Asking;
  /** The Service that is dialled; left out: the pod. */
  readonly via?: { readonly name: string; readonly port: number; readonly headless: boolean };
  readonly method?: string;
  readonly path?: string;
}

/** Everything that one may ask about a program: whoever is declared, at every port, by every Service and by the pod's address. */
export function questionsAbout(program: Program): readonly Question[] {
  const asking = (s: DeclaredService): readonly Asking[] => [...program.services.keys(), 'gateway', 'appliance', 'prometheus', 'job', 'stranger', 'outside', ...(hasWaypoint(program, s) ? ['waypoint' as const] : [])];
  return program.services.flatMap((s, callee) => s.ports.flatMap((port, i) => asking(s).flatMap((from) => {
    const services = [
      { name: s.name, port: numberOf(s, port), headless: s.headless },
      ...(s.too && i === 0 ? [{ name: `${s.name}-too`, port: 7000, headless: false }] : []),
      ...(s.peers && i === 0 ? [{ name: `${s.name}-peers`, port: PORTS[port].target, headless: true }] : []),
    ];
    const dialsPods = ['prometheus', 'appliance', 'waypoint', 'outside'].includes(String(from)) || PORTS[port].protocol === 'udp';
    // A sidecar lets its own pod dial no pods but those of headless Services.
    const dials = dialsPods ? [undefined] : typeof from === 'number' && planesOf(program, program.services[from]).includes('sidecar') ? services : [undefined, ...services];
    const carries = ['http', 'grpc'].includes(PORTS[port].protocol);
    const requests = carries ? METHODS.flatMap((method) => PATHS.map((path) => ({ method, path }))) : [{}];
    return dials.flatMap((via) => requests.map((r): Question => ({ callee, port, from, ...(via === undefined ? {} : { via }), ...r })));
  })));
}

/** Every question that the declaration has an answer to, with that of the world. */
export function answers(world: World, program: Program): ReadonlyMap<string, string> {
  const questions = questionsAbout(program).filter((q) => isDeclared(program, q) !== undefined);
  return new Map(questions.map((q) => [JSON.stringify(q), answer(world, program, q)]));
}

/** Undefined: the declaration leaves it to what other callers' grants happen to open. */
export function isDeclared(program: Program, { callee, port, from, via, method, path }: Question): boolean | undefined {
  const service = program.services[callee];
  const edges = program.edges.filter((e) => e.callee === callee && e.port === port);
  // Of a grant to its own namespace it is not said whether a service is meant itself.
  if (from === callee && edges.some((e) => e.caller.kind === 'namespace' && e.caller.namespace === service.namespace)) return undefined;
  if (edges.some((e) => e.caller.kind === 'anyone') || planesOf(program, service).includes('none')) return undefined;
  if (from === 'waypoint') {
    if (edges.some((e) => goesThrough(program, service, e))) return true;
    // Its identity is one of its namespace: a grant to all of that which does not need it promises it nothing, and does not shut it out.
    const [namespace] = waypointOf(program, service).split('/');
    return edges.some((e) => e.caller.kind === 'namespace' && e.caller.namespace === namespace) ? undefined : false;
  }
  const planes = typeof from === 'number' ? planesOf(program, program.services[from]) : [];
  // Sidecars send plaintext to the ambient pods of a headless Service.
  if (via?.headless === true && planes.includes('sidecar') && planesOf(program, service).includes('ambient')) return planes.length === 1 ? false : undefined;
  return edges.some((e) => isBy(program, e, from) && (e.path === undefined || e.path === path) && (e.method === undefined || e.method === method)
    && (via?.headless === false || goesPast(program, service, e)));
}

function isBy(program: Program, { caller }: DeclaredEdge, from: Asking): boolean {
  if (typeof from === 'string') return caller.kind === from;
  if (caller.kind === 'service') return caller.service === from;
  const asking = program.services[from];
  return caller.kind === 'namespace' && caller.namespace === asking.namespace && !planesOf(program, asking).includes('none');
}

/** Is the pod itself open to it? Behind a waypoint that is for those who cannot take that way, and for what has another. */
function goesPast(program: Program, callee: DeclaredService, { caller, port, path, method }: DeclaredEdge): boolean {
  if (!planesOf(program, callee).includes('ambient') || !hasWaypoint(program, callee)) return true;
  if (path !== undefined || method !== undefined) return false;
  const { through, past } = leadsTo(callee, port);
  if (past || !through || caller.kind === 'appliance' || caller.kind === 'prometheus') return true;
  return planesOfCaller(program, caller).includes('sidecar');
}

/** Does the waypoint have anything to carry to the pod for it? */
function goesThrough(program: Program, callee: DeclaredService, { caller, port }: DeclaredEdge): boolean {
  return hasWaypoint(program, callee) && leadsTo(callee, port).through && planesOfCaller(program, caller).includes('ambient');
}

/** What all pods of both answer, where they agree. A service that moves has pods of either data plane. */
export function answer(world: World, program: Program, { callee, port, from, via, method, path }: Question): string {
  const service = program.services[callee];
  const { target, protocol } = PORTS[port];
  const pods = viewsOf(world, service);
  const answers = pods.flatMap((workload) => callersOf(world, program, service, from, workload).map((caller) => {
    const destination: Destination = {
      workload, port: target, protocol: protocol === 'udp' ? 'UDP' : 'TCP', ...(via === undefined ? {} : { service: { namespace: service.namespace, name: via.name, port: via.port } }),
    };
    const request: Request = method === undefined || path === undefined ? {} : { http: { method, path, host: service.name, headers: {} } };
    return can(world, caller, destination, request).answer;
  }));
  return [...new Set(answers)].sort().join(' and ');
}

function viewsOf(world: World, { namespace, name }: DeclaredService): readonly WorkloadView[] {
  return world.workloads.filter((w) => w.namespace === namespace && w.name === name && w.dataPlane !== 'waypoint');
}

function callersOf(world: World, program: Program, service: DeclaredService, from: Asking, callee: WorkloadView): readonly Caller[] {
  if (typeof from === 'number') return viewsOf(world, program.services[from]).map((w) => callerOf(world, w));
  if (from === 'waypoint') {
    const gateway = waypointOf(program, service);
    return world.workloads.filter((w) => w.dataPlane === 'waypoint' && w.id === gateway).map((w) => callerOf(world, w));
  }
  if (from === 'outside') return [{ name: from, pod: false, ip: '203.0.113.7' }];
  if (from === 'stranger') {
    return [{ name: from, pod: true, namespace: 'elsewhere', labels: { app: from }, principal: 'cluster.local/ns/elsewhere/sa/stranger', dataPlane: 'ambient' }];
  }
  const { namespace, serviceAccount, podLabels: labels } = OUTSIDERS[from];
  // Prometheus is taken to be whatever the scraped pods are.
  const dataPlane = { gateway: 'gateway' as const, appliance: 'gateway' as const, prometheus: callee.dataPlane, job: 'ambient' as const }[from];
  const pod: WorkloadView = {
    id: `${namespace}/${serviceAccount}`, namespace, name: serviceAccount, labels, annotations: {}, serviceAccount, dataPlane, hostNetwork: false,
    containerPorts: [], assumed: true, ...(from === 'appliance' ? { usesWaypoints: false } : {}),
  };
  return [callerOf(world, pod)];
}
