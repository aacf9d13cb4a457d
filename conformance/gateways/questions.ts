import type { WorkloadView, World } from '../../src/eval';
import { type Listener, listenersOf } from '../../src/eval/gateway/listener';
import { re2Expression } from '../../src/eval/request-set/re2';
import { stringWitness } from '../../src/eval/request-set/string-set';
import { isMap } from '../../src/manifest/schema/kit';
import type { Random } from '../harness/random';
import { PLAIN_GET } from '../questions/question';
import type { WireHttp } from '../probe/wire';

/** What a client sends to a port of a gateway; `bytes`: no HTTP. */
export interface GatewayQuestion {
  readonly port: number;
  readonly as: 'plain' | 'tls' | 'bytes';
  readonly http?: WireHttp;
  readonly serverName?: string;
}

/** Headers that routes match, set and remove. */
export const HEADERS = ['x-team', 'x-role', 'x-to'];

const HOSTS = ['nobody.invalid', 'shop.example', 'a.shop.example', 'a.b.shop.example'];
const PATHS = ['/', '/nowhere', '//', '/a', '/./a', '/a/../b', '/%61', '/a%2fb', '/A', '/shop.Catalog/Get'];
const METHODS = ['GET', 'GET', 'POST', 'DELETE'];
const VALUES = ['red', 'blue', 'back', 'guest', 'redder', ''];
const QUERIES = ['', '', '?v=1', '?v=2', '?v=1&v=2', '?w=1', '?'];

/** What the manifests of a world speak of. */
export interface Vocabulary {
  readonly hosts: readonly string[];
  readonly paths: readonly string[];
  /** What rules ask for, each with the hosts of its object. */
  readonly wanted: readonly Wanted[];
}

interface Wanted {
  readonly hosts: readonly string[];
  readonly paths: readonly string[];
  readonly method?: string;
  readonly headers: WireHttp['headers'];
}

export function vocabularyOf({ objects, policies: { virtualServices, gatewayRoutes } }: World): Vocabulary {
  const hosts = new Set(HOSTS);
  const paths = new Set(PATHS);
  const visit = (value: unknown, key: string): void => {
    if (Array.isArray(value)) for (const one of value) visit(one, key);
    else if (isMap(value)) for (const [k, one] of Object.entries(value)) visit(one, k);
    else if (typeof value === 'string') {
      if (['hosts', 'hostnames', 'hostname', 'sniHosts', 'authority'].includes(key)) addHost(hosts, value.replace(/^.*\//, ''));
      else if (value.startsWith('/')) addPaths(paths, key === 'regex' ? matching(value) : value);
    }
  };
  const kinds = ['VirtualService', 'HTTPRoute', 'GRPCRoute', 'TLSRoute', 'Gateway'];
  for (const { object } of objects) if (kinds.includes(object.kind)) visit((object as { readonly spec?: unknown }).spec, '');
  const wanted = [
    ...virtualServices.flatMap(({ object: { spec: { hosts: own = [], http = [] } } }) => (
      http.flatMap(({ match = [{}] }) => match.map((m): Wanted => wantedBy(own, m))))),
    ...gatewayRoutes.flatMap(({ object: { spec: { hostnames = [], rules = [] } } }) => (
      rules.flatMap(({ matches = [{}] }) => matches.map((m): Wanted => wantedBy(hostnames, m))))),
  ];
  return { hosts: [...hosts], paths: [...paths], wanted };
}

type Given = Readonly<Record<string, unknown>>;

/** Of either kind of match: `uri` or `path`, headers by name or in a list. */
function wantedBy(patterns: readonly string[], given: object): Wanted {
  const { uri, path, method, headers } = given as Given;
  const hosts = new Set<string>();
  for (const pattern of patterns.length === 0 ? HOSTS : patterns) addHost(hosts, pattern);
  const paths = new Set<string>();
  if (isMap(method) && (method.service ?? method.method) !== undefined) paths.add(`/${text(method.service ?? 'shop.Catalog')}/${text(method.method ?? 'Any')}`);
  addPaths(paths, text(path ?? uri) === '' ? '/' : text(path ?? uri));
  const pairs: readonly (readonly [unknown, unknown])[] = Array.isArray(headers)
    ? headers.filter(isMap).map((h) => [h.name, h.value])
    : Object.entries(isMap(headers) ? headers : {});
  const named = pairs.map(([name, value]) => [text(name), text(value)] as const);
  return { hosts: [...hosts], paths: [...paths], ...(METHODS.includes(text(method)) ? { method: text(method) } : {}), headers: named };
}

/** A string, or the one that a match has. */
function text(value: unknown): string {
  if (typeof value === 'string') return value;
  if (!isMap(value)) return '';
  const { exact, prefix, regex, type, value: other } = value;
  if (typeof regex === 'string') return matching(regex);
  return [type === 'RegularExpression' && typeof other === 'string' ? matching(other) : other, exact, prefix].find((v) => typeof v === 'string') ?? '';
}

/** Something that an expression matches, if automata say what; else itself. */
function matching(regex: string): string {
  if (re2Expression(regex) === undefined) return regex;
  const pattern = { kind: 'expression', value: regex } as const;
  return stringWitness('path', { in: [pattern] }) ?? stringWitness('header', { in: [pattern] }) ?? regex;
}

function addHost(hosts: Set<string>, host: string): void {
  const one = host.replace(/^\*/, host === '*' ? 'any.invalid' : 'x');
  for (const each of [one, one, `${one}:80`, `${one}:8443`, one.toUpperCase(), `y.${one}`]) hosts.add(each);
}

/** Expressions as they stand: they are paths, too. */
function addPaths(paths: Set<string>, path: string): void {
  const start = path.replace(/\/$/, '');
  for (const each of [path, start, `${start}/`, `${start}/x`, `${start}x`, `${start}//y`, `/x/..${start}`, `${start}/x/longer`]) if (each.startsWith('/')) paths.add(each);
}

/** `count` requests for each port of a gateway; of bytes one is like the other. */
export function questionsAt(world: World, pod: WorkloadView, vocabulary: Vocabulary, r: Random, count: number): readonly GatewayQuestion[] {
  const listeners = listenersOf(world, pod);
  const ports = [...new Set(listeners.map(({ at }) => at))];
  return ports.flatMap((port) => {
    const kinds = [...new Set(listeners.flatMap(({ at, listener }) => (at === port ? [spokenTo(listener)] : [])))];
    const differ = kinds.some((kind) => kind !== 'bytes');
    return Array.from({ length: differ ? count : 1 }, (): GatewayQuestion => {
      const as = r.pick(kinds);
      if (as === 'bytes') return { port, as };
      const http = request(r, vocabulary);
      return { port, as, http, ...(as === 'tls' ? { serverName: http.host.replace(/:\d+$/, '').toLowerCase() } : {}) };
    });
  });
}

function spokenTo({ protocol, tls }: Listener): GatewayQuestion['as'] {
  if (tls !== 'none') return 'tls';
  return protocol === 'http' ? 'plain' : 'bytes';
}

/** What some rule asks for, and often not quite. */
function request(r: Random, { hosts, paths, wanted }: Vocabulary): WireHttp {
  const ideal: Wanted = wanted.length === 0 || r.chance(0.1) ? { hosts, paths, headers: [] } : r.pick(wanted);
  const host = r.pick(r.chance(0.15) ? hosts : ideal.hosts);
  const path = `${r.pick(r.chance(0.3) ? paths : ideal.paths)}${r.chance(0.3) ? r.pick(QUERIES) : ''}`;
  const kept = ideal.headers.filter(() => !r.chance(0.15)).map(([name, value]) => [name, r.chance(0.15) ? r.pick(VALUES) : value] as const);
  const others = r.chance(0.3) ? r.some(HEADERS, 1, 2).filter((name) => kept.every(([k]) => k.toLowerCase() !== name)) : [];
  const method = ideal.method !== undefined && !r.chance(0.15) ? ideal.method : r.pick(METHODS);
  return { ...PLAIN_GET, method, host, path, headers: [...kept, ...others.map((name) => [name, r.pick(VALUES)] as const)] };
}
