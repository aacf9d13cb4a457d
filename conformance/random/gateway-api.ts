import type { Random } from '../harness/random';
import { AROUND } from './expressions';

const GROUP = 'gateway.networking.k8s.io';
const HOSTNAMES = ['shop.example', 'a.shop.example', '*.shop.example', '*.example', 'bank.example'];
const PATHS = ['/', '/a', '/a/', '/a/b', '/api', '/api/v1', '/old', '/ab'];
const REPLACED = ['/', '/new', '/new/', '/n'];
const HEADERS = ['x-team', 'x-role', 'x-to'];
const VALUES = ['red', 'blue', 'back', 'guest'];

const object = (kind: string, namespace: string, name: string, spec: object, version = 'v1'): object => (
  { apiVersion: `${GROUP}/${version}`, kind, metadata: { namespace, name }, spec });

export function apiGateway(r: Random): object {
  const allowedRoutes = () => {
    const namespaces = r.pick([{ from: 'All' }, { from: 'All' }, { from: 'All' }, { from: 'Same' }, { from: 'Selector', selector: { matchLabels: { team: 'shop' } } }]);
    return { allowedRoutes: { namespaces } };
  };
  const hostname = () => (r.chance(0.6) ? { hostname: r.pick(HOSTNAMES) } : {});
  const named = new Set<string>();
  const listener = (name: string, port: number, protocol: string, more: object = {}) => {
    const made = { name, port, protocol, ...(protocol === 'TCP' ? {} : hostname()), ...more, ...allowedRoutes() };
    // Two of a port must differ in their names.
    const key = `${port} ${(made as { readonly hostname?: string }).hostname ?? ''}`;
    return named.has(key) ? [] : [named.add(key) && made];
  };
  const tls = { tls: { mode: 'Terminate', certificateRefs: [{ name: 'cert' }] } };
  return object('Gateway', 'istio-ingress', 'edge', {
    gatewayClassName: 'istio',
    listeners: [
      ...listener('http', 80, 'HTTP'),
      ...(r.chance(0.5) ? listener('http-b', 80, 'HTTP') : []),
      ...(r.chance(0.3) ? listener('http-c', 8080, 'HTTP') : []),
      ...(r.chance(0.4) ? listener('https', 443, 'HTTPS', tls) : []),
      ...(r.chance(0.3) ? listener('tcp', 9000, 'TCP') : []),
      ...(r.chance(0.3) ? listener('tls', 5432, 'TLS', { tls: { mode: 'Passthrough' } }) : []),
      ...(r.chance(0.3) ? listener('ended', 5433, 'TLS', tls) : []),
    ],
  });
}

export function apiRoutes(r: Random): readonly object[] {
  const routes = Array.from({ length: 1 + r.below(4) }, (_, i) => {
    const namespace = r.pick(['shop', 'shop', 'bank', 'istio-ingress']);
    const parentRefs = [{ name: 'edge', namespace: 'istio-ingress', ...(r.chance(0.2) ? { sectionName: r.pick(['http', 'http-b', 'https']) } : r.chance(0.15) ? { port: r.pick([80, 8080, 443]) } : {}) }];
    const hostnames = r.chance(0.8) ? { hostnames: r.some(HOSTNAMES, 1, 2) } : {};
    const rules = (make: () => object) => Array.from({ length: 1 + r.below(3) }, make);
    return r.chance(0.8)
      ? object('HTTPRoute', namespace, `routes-${i}`, { parentRefs, ...hostnames, rules: rules(() => rule(r, namespace)) })
      : object('GRPCRoute', namespace, `routes-${i}`, { parentRefs, ...hostnames, rules: rules(() => grpcRule(r, namespace)) });
  });
  const streams = [
    ...(r.chance(0.4) ? [object('TCPRoute', r.pick(['shop', 'istio-ingress']), 'bytes', { parentRefs: [{ name: 'edge', namespace: 'istio-ingress', ...(r.chance(0.7) ? { sectionName: 'tcp' } : {}) }], rules: [{ backendRefs: [backend(r, 'shop')] }] })] : []),
    ...(r.chance(0.4) ? [object('TLSRoute', 'shop', 'hello', { parentRefs: [{ name: 'edge', namespace: 'istio-ingress' }], hostnames: r.some(HOSTNAMES, 1, 2), rules: [{ backendRefs: [backend(r, 'shop')] }] })] : []),
  ];
  return [...routes, ...streams, ...(r.chance(0.6) ? [grant(r)] : [])];
}

function grant(r: Random): object {
  const from = r.some(['HTTPRoute', 'GRPCRoute', 'TCPRoute', 'TLSRoute'], 1, 3).map((kind) => ({ group: GROUP, kind, namespace: r.pick(['shop', 'bank', 'istio-ingress']) }));
  return object('ReferenceGrant', r.pick(['shop', 'bank']), 'grant', { from, to: [{ group: '', kind: 'Service', ...(r.chance(0.3) ? { name: r.pick(['app', 'pay']) } : {}) }] }, 'v1beta1');
}

function backend(r: Random, own: string): object {
  const [namespace, name, ports] = r.pick([['shop', 'app', [80, 81]], ['shop', 'back', [80]], ['bank', 'pay', [80]], ['shop', 'app', [80]], ['shop', 'nobody', [80]]] as const);
  return { name, port: r.pick<number>(ports), ...(namespace === own ? {} : { namespace }) };
}

function backends(r: Random, own: string): object {
  if (!r.chance(0.25)) return { backendRefs: [backend(r, own)] };
  return { backendRefs: [{ ...backend(r, own), weight: r.pick([0, 1]) }, { ...backend(r, own), weight: r.pick([0, 2, 2]) }] };
}

/** Several matches of one rule are tried one by one. */
function rule(r: Random, own: string): object {
  const matches = Array.from({ length: 1 + r.below(2) }, () => match(r));
  const isPrefix = matches.length === 1 && matches.every(({ path }) => path === undefined || path.type === undefined || path.type === 'PathPrefix');
  if (r.chance(0.08)) return { matches, filters: [{ type: 'RequestRedirect', requestRedirect: { hostname: 'elsewhere.example', statusCode: 302 } }] };
  const filters = [
    ...(r.chance(0.4) ? [{ type: 'URLRewrite', urlRewrite: rewrite(r, isPrefix) }] : []),
    ...(r.chance(0.2) ? [{ type: 'RequestHeaderModifier', requestHeaderModifier: headers(r) }] : []),
  ];
  return { ...(r.chance(0.9) || filters.length > 0 ? { matches } : {}), ...(filters.length === 0 ? {} : { filters }), ...backends(r, own) };
}

function rewrite(r: Random, isPrefix: boolean): object {
  const path = isPrefix && r.chance(0.7)
    ? { type: 'ReplacePrefixMatch', replacePrefixMatch: r.pick(REPLACED) }
    : { type: 'ReplaceFullPath', replaceFullPath: r.pick(REPLACED) };
  return r.chance(0.2) ? { hostname: 'inner.example' } : { path, ...(r.chance(0.3) ? { hostname: 'inner.example' } : {}) };
}

function headers(r: Random): object {
  const one = () => [{ name: r.pick([...HEADERS, 'X-Team']), value: r.pick(VALUES) }];
  const [sets, adds, removes] = [r.chance(0.6), r.chance(0.4), r.chance(0.4)];
  return { ...(sets ? { set: one() } : {}), ...(adds ? { add: one() } : {}), ...(removes ? { remove: [r.pick(HEADERS)] } : {}) };
}

interface ApiMatch {
  readonly path?: { readonly type?: string; readonly value: string };
}

function valueOf(r: Random, values: readonly string[]): object {
  return r.chance(0.2) ? { type: 'RegularExpression', value: r.pick(AROUND)(r.pick(values)) } : { value: r.pick(values) };
}

function match(r: Random): ApiMatch {
  const type = r.pick(['Exact', 'PathPrefix', 'PathPrefix', undefined, ...(r.chance(0.2) ? ['RegularExpression'] : [])]);
  const pairs = (names: readonly string[]) => r.some(names, 1, 2).map((name) => ({ name, ...valueOf(r, VALUES) }));
  return {
    ...(r.chance(0.85) ? { path: { ...(type && { type }), value: type === 'RegularExpression' ? r.pick(AROUND)(r.pick(PATHS)) : r.pick(PATHS) } } : {}),
    ...(r.chance(0.2) ? { method: r.pick(['GET', 'POST']) } : {}),
    ...(r.chance(0.25) ? { headers: pairs(HEADERS) } : {}),
    ...(r.chance(0.1) ? { queryParams: [{ name: 'v', ...valueOf(r, ['1', '2']) }] } : {}),
  };
}

function grpcRule(r: Random, own: string): object {
  const method = r.pick([{ service: 'shop.Catalog', method: 'Get' }, { service: 'shop.Catalog' }, { method: 'Get' }, { type: 'RegularExpression', service: 'shop[.].*' }, { type: 'RegularExpression', service: '[a-z.C]+', method: 'G.*' }]);
  const headers = r.chance(0.3) ? { headers: [{ name: r.pick(HEADERS), value: r.pick(VALUES) }] } : {};
  return { ...(r.chance(0.8) ? { matches: [{ method, ...headers }] } : {}), ...backends(r, own) };
}
