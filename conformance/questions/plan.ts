import type { World } from '../../src/eval';
import type { AuthorizationPolicy } from '../../src/manifest';
import { captureOf } from '../../src/eval/cluster/capture';
import { targetPort } from '../../src/eval/cluster/services';
import type { WorkloadView } from '../../src/eval/types';
import type { Random } from '../harness/random';
import { PLAIN_GET, type WireQuestion } from './question';
import { headerVariants, hostVariants, identityVariants, methodVariants, pathVariants } from './variants';
import { withTokens } from '../tokens/questions';
import { type Example, examplesOf } from './vocabulary';

/** No Service leads here. */
const UNDECLARED_PORT = 7777;
const POD_ADDRESS = '10.244.200.9';
const OUTSIDE_ADDRESS = '198.51.100.7';

/** What is asked about: a workload, or what a waypoint serves. */
export interface Asked {
  readonly id: string;
  /** Whose rules the questions are made from. */
  readonly policies: readonly AuthorizationPolicy[];
  /** Of them those that can be asked about; `named` are the ones that rules name. */
  readonly ports: (named: readonly number[]) => readonly number[];
}

/**
 * What is worth asking about one workload: requests that its rules are about, each of them with every one-step change, and a grid of every
 * caller at every port. That is far more than a run sends: up to `limit` are drawn, half of them from the first kind if there are as many.
 */
export function questionsAbout(world: World, workload: WorkloadView, random: Random, limit: number): WireQuestion[] {
  const policies = policiesAbout(world, workload);
  return questionsTo(world, { id: workload.id, policies, ports: (named) => portsOf(world, workload, named) }, random, limit);
}

export function questionsTo(world: World, asked: Asked, random: Random, limit: number): WireQuestion[] {
  const drawn = questionsWithout(world, asked, random, limit);
  const written = examplesAt(world, asked);
  return [...drawn, ...withTokens(world, written)];
}

/** One request for each source and operation of each rule, at a port that it names. */
function examplesAt(world: World, asked: Asked): readonly WireQuestion[] {
  const examples = asked.policies.flatMap((p) => examplesOf(p, world.settings.trustDomain));
  const ports = asked.ports(examples.flatMap((e) => e.ports));
  const identities = unique([...examples.flatMap((e) => e.identities), ...world.workloads.map((w) => identityOf(world, w))]);
  return distinct(examples.flatMap((e) => basics(asked, e, ports, identities).slice(0, 1)).map(sendable)).filter(isSendable);
}

function questionsWithout(world: World, asked: Asked, random: Random, limit: number): WireQuestion[] {
  const examples = asked.policies.flatMap((p) => examplesOf(p, world.settings.trustDomain));
  const ports = asked.ports(examples.flatMap((e) => e.ports));
  const identities = unique([...examples.flatMap((e) => e.identities), ...world.workloads.map((w) => identityOf(world, w))]);
  const matching = examples.flatMap((e) => basics(asked, e, ports, identities));
  const direct = distinct(matching.map(sendable));
  const around = distinct([...grid(asked, ports, identities), ...matching.flatMap((q) => steps(q, world, ports, examples)).map(sendable)]);
  const first = random.sample(direct.filter(isSendable), Math.ceil(limit / 2));
  return [...first, ...random.sample(around.filter(isSendable), limit - first.length)];
}

function distinct(questions: readonly WireQuestion[]): WireQuestion[] {
  const seen = new Set<string>();
  return questions.filter((q) => {
    const key = JSON.stringify(q);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** Every identity that a set of questions needs a certificate for. */
export function identitiesIn(questions: readonly WireQuestion[]): string[] {
  return unique(questions.flatMap(({ caller }) => (typeof caller === 'string' ? [] : [caller.identity])));
}

export function identityOf(world: World, w: WorkloadView): string {
  return `${world.settings.trustDomain}/ns/${w.namespace}/sa/${w.serviceAccount}`;
}

export function policiesAbout(world: World, workload: WorkloadView): AuthorizationPolicy[] {
  return unique([workload.namespace, world.settings.rootNamespace])
    .flatMap((n) => world.policies.in(n).authorization.all).map((p) => p.object);
}

function portsOf(world: World, workload: WorkloadView, named: readonly number[]): number[] {
  const declared = world.services.selecting(workload).flatMap((s) => s.ports.filter((p) => (p.protocol ?? 'TCP') === 'TCP').map((p) => targetPort(p, workload)));
  const all = [...declared, ...named, UNDECLARED_PORT].filter((p): p is number => p !== undefined && p > 0 && p < 65536);
  // What the proxy does not capture, no listener of it can answer for.
  return unique(all).filter((port) => captureOf(world, { workload, port, protocol: 'TCP' }).captured === 'yes');
}

function grid({ id }: Asked, ports: readonly number[], identities: readonly string[]): WireQuestion[] {
  const callers = [...identities.map((identity) => ({ identity })), 'none', 'plaintext'] as const;
  return ports.flatMap((port) => callers.flatMap((caller): WireQuestion[] => {
    const q = { workload: id, port, caller, sourceIp: POD_ADDRESS };
    return [{ ...q, http: PLAIN_GET }, q];
  }));
}

/** Requests that the rule was written for, at the ports it names or else at all. */
function basics({ id }: Asked, e: Example, ports: readonly number[], identities: readonly string[]): WireQuestion[] {
  const at = e.ports.length === 0 ? ports : ports.filter((p) => e.ports.includes(p));
  const callers = e.identities.length === 0 ? identities.slice(0, 2) : unique(e.identities);
  const methods = or(e.methods, 'GET');
  const paths = or(e.paths.filter((p) => p.startsWith('/') && !p.includes(' ')), '/');
  const hosts = or(e.hosts, PLAIN_GET.host);
  const addresses = or(e.addresses, POD_ADDRESS);
  const headers = Object.values(Object.fromEntries(e.headers.map((h) => [h[0], h])));
  const count = Math.max(callers.length, methods.length, paths.length, hosts.length, addresses.length);
  return at.flatMap((port) => Array.from({ length: count }, (_, i): WireQuestion => ({
    workload: id, port, caller: { identity: callers[i % callers.length] }, sourceIp: addresses[i % addresses.length],
    http: { ...PLAIN_GET, method: methods[i % methods.length], path: paths[i % paths.length], host: hosts[i % hosts.length], headers },
  })));
}

function steps(q: WireQuestion, world: World, ports: readonly number[], examples: readonly Example[]): WireQuestion[] {
  const { http, caller } = q;
  if (http === undefined || typeof caller === 'string') return [];
  const change = (h: Partial<typeof http>): WireQuestion => ({ ...q, http: { ...http, ...h } });
  return [
    ...identityVariants(caller.identity, world.trustDomains).map((identity) => ({ ...q, caller: { identity } })),
    { ...q, caller: 'plaintext' }, { ...q, caller: 'none' }, { ...q, sourceIp: OUTSIDE_ADDRESS },
    { workload: q.workload, port: q.port, caller, sourceIp: q.sourceIp },
    ...ports.filter((p) => p !== q.port).map((port) => ({ ...q, port })),
    ...methodVariants(http.method).map((method) => change({ method })),
    ...pathVariants(http.path).map((path) => change({ path })),
    ...hostVariants(http.host).map((host) => change({ host })),
    ...headerVariants(http.headers.length > 0 ? http.headers : examples.flatMap((e) => e.headers).slice(0, 1)).map((headers) => change({ headers })),
    change({ version: 'HTTP/2' }), change({ version: 'HTTP/2', grpc: true, method: 'POST' }),
    ...pathVariants(http.path).map((path) => change({ version: 'HTTP/2', path })),
  ];
}

/**
 * Envoy's HTTP/1.1 parser knows these and answers 400 to all others; over HTTP/2 any method arrives.
 * https://github.com/envoyproxy/envoy/blob/main/source/common/http/http1/balsa_parser.cc
 */
const HTTP1_METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PURGE'];

function sendable(q: WireQuestion): WireQuestion {
  if (q.http === undefined || HTTP1_METHODS.includes(q.http.method)) return q;
  return { ...q, http: { ...q.http, version: 'HTTP/2' } };
}

/** Node sends these once over HTTP/2, whatever it is given. */
const SINGLE_VALUED = ['authorization', 'content-type', 'content-length', 'user-agent', 'referer', 'host', 'if-match', 'if-modified-since', 'etag', 'age'];

function isSendable({ http }: WireQuestion): boolean {
  if (http?.version !== 'HTTP/2') return true;
  const names = [...(http.grpc ? ['content-type'] : []), ...http.headers.map(([name]) => name.toLowerCase())];
  return !SINGLE_VALUED.some((name) => names.filter((n) => n === name).length > 1);
}

function or<T>(values: readonly T[], fallback: T): readonly T[] {
  return values.length > 0 ? values : [fallback];
}

export function unique<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}
