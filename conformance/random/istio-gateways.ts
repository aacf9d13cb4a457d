import type { Random } from '../harness/random';
import { AROUND } from './expressions';

const HOSTS = ['shop.example', 'a.shop.example', '*.shop.example', '*.example', 'bank.example', '*'];
const PATHS = ['/', '/a', '/a/', '/a/b', '/api', '/api/v1', '/old', '/ab'];
const REWRITES = ['/', '/new', '/new/', '/n', '/a%20b'];
const HEADERS = ['x-team', 'x-role', 'x-to'];
const VALUES = ['red', 'blue', 'back', 'guest'];

/** No two of them have anything in common: istiod refuses the object otherwise. */
function apart(r: Random): readonly string[] {
  return r.pick([['shop.example'], ['a.shop.example'], ['*.shop.example'], ['*.example'], ['bank.example'], ['*'], ['shop.example', 'bank.example'], ['*.shop.example', 'bank.example'], ['shop.example', 'a.shop.example']]);
}

const networking = (kind: string, namespace: string, name: string, spec: object): object => (
  { apiVersion: 'networking.istio.io/v1', kind, metadata: { namespace, name }, spec });

/** The pod with its Service, and what it listens for. */
export function istioGateways(r: Random): readonly object[] {
  const ports = [{ name: 'http', port: 80, targetPort: 8080 }, { name: 'https', port: 443, targetPort: 8443 }, { name: 'tcp', port: 9000 }, { name: 'tls', port: 5432 }];
  return [
    {
      apiVersion: 'v1', kind: 'Pod', metadata: { namespace: 'istio-ingress', name: 'edge', labels: { istio: 'edge', 'sidecar.istio.io/inject': 'true' }, annotations: { 'inject.istio.io/templates': 'gateway' } },
      spec: { serviceAccountName: 'edge', containers: [{ name: 'istio-proxy', image: 'auto' }] },
    },
    { apiVersion: 'v1', kind: 'Service', metadata: { namespace: 'istio-ingress', name: 'edge' }, spec: { selector: { istio: 'edge' }, ports } },
    ...['edge', ...(r.chance(0.3) ? ['second'] : [])].map((name) => networking('Gateway', 'istio-ingress', name, { selector: { istio: 'edge' }, servers: servers(r, name) })),
  ];
}

function servers(r: Random, of: string): readonly object[] {
  const hosts = () => r.some(HOSTS, 1, 2).map((h) => (r.chance(0.2) ? `${r.pick(['shop', 'bank', '.', '*'])}/${h}` : h));
  const server = (number: number, protocol: string, more: object = {}) => ({ port: { number, protocol, name: `${protocol.toLowerCase()}-${number}-${of}` }, hosts: hosts(), ...more });
  // No two servers have the same name: Envoy refuses what istiod makes of them.
  const secure = (own: readonly string[]) => ({
    ...server(443, 'HTTPS', { tls: { mode: 'SIMPLE', credentialName: `cert-${of}` } }), hosts: own.length > 0 ? own : [of === 'edge' ? 'shop.example' : 'bank.example'],
  });
  return [
    ...(of === 'edge' || r.chance(0.7) ? [server(80, 'HTTP', r.chance(0.15) ? { tls: { httpsRedirect: true } } : {})] : []),
    ...(of !== 'edge' || r.chance(0.5) ? [secure(of === 'edge' ? hosts().filter((h) => !h.endsWith('bank.example')) : [])] : []),
    ...(of === 'edge' && r.chance(0.3) ? [{ ...server(9000, 'TCP'), hosts: ['*'] }] : []),
    ...(of === 'edge' && r.chance(0.3) ? [server(5432, 'TLS', { tls: { mode: 'PASSTHROUGH' } })] : []),
  ];
}

const DELEGATES = [['shop', 'part'], ['bank', 'part'], ['bank', 'other']] as const;

/** Rules that others take over, and hosts of their own now and then, with which nobody does. */
function delegates(r: Random): readonly object[] {
  return DELEGATES.flatMap(([namespace, name]) => (r.chance(0.2)
    ? []
    : [networking('VirtualService', namespace, name, {
        ...(r.chance(0.1) ? { hosts: ['own.example'] } : {}),
        ...(r.chance(0.2) ? { exportTo: [r.pick(['.', 'shop', '*'])] } : {}),
        http: Array.from({ length: 1 + r.below(3) }, () => route(r)),
      })]));
}

export function virtualServices(r: Random): readonly object[] {
  const theirs = r.chance(0.5) ? delegates(r) : [];
  return [...theirs, ...roots(r, theirs.length > 0)];
}

function roots(r: Random, areMore: boolean): readonly object[] {
  return Array.from({ length: 1 + r.below(4) }, (_, i) => {
    const namespace = r.pick(['shop', 'shop', 'bank', 'istio-ingress']);
    const hosts = apart(r);
    const kind = r.below(8);
    return networking('VirtualService', namespace, `routes-${i}`, {
      hosts: kind === 0 ? ['*'] : hosts,
      gateways: r.pick([['istio-ingress/edge'], ['istio-ingress/edge'], ['istio-ingress/edge', 'istio-ingress/second'], ['istio-ingress/edge', 'mesh'], ['istio-ingress/second']])
        .filter((g) => g !== 'mesh' || (kind !== 0 && !hosts.includes('*'))),
      ...(r.chance(0.1) ? { exportTo: [r.pick(['.', '*'])] } : {}),
      ...(kind === 0 ? streams(r) : { http: Array.from({ length: 1 + r.below(4) }, () => (areMore && r.chance(0.5) ? delegating(r) : route(r))) }),
    });
  });
}

/** The rest of the hosts is those of `tls`. */
function streams(r: Random): object {
  return {
    tcp: [{ ...(r.chance(0.7) ? { match: [{ port: r.pick([9000, 9000, 80]) }] } : {}), route: [destination(r)] }],
    tls: [{ match: [{ port: 5432, sniHosts: r.some(['db.shop.example', '*.example', 'bank.example'], 1, 2) }], route: [destination(r)] }],
  };
}

function destination(r: Random): object {
  const [host, ports] = r.pick([
    ['app.shop.svc.cluster.local', [80, 81]], ['back.shop.svc.cluster.local', [80]], ['pay.bank.svc.cluster.local', [80]], ['api.other.example', [80]],
  ] as const);
  return { destination: { host, ...(ports.length > 1 || r.chance(0.5) ? { port: { number: r.pick<number>(ports) } } : {}) } };
}

function route(r: Random): object {
  const matches = r.chance(0.8) ? { match: Array.from({ length: 1 + r.below(2) }, () => match(r)) } : {};
  if (r.chance(0.08)) return { ...matches, redirect: { uri: '/elsewhere' } };
  if (r.chance(0.05)) return { ...matches, directResponse: { status: 503 } };
  const several = r.chance(0.25);
  const authority = { authority: 'inner.example' };
  const rewrite = r.chance(0.35) ? { rewrite: r.chance(0.8) ? { uri: r.pick(REWRITES), ...(r.chance(0.3) ? authority : {}) } : authority } : {};
  return {
    ...matches, ...rewrite, ...(r.chance(0.2) ? { headers: { request: headers(r, Object.keys(rewrite).length === 0) } } : {}),
    route: several
      ? [{ ...destination(r), weight: r.pick([1, 0]) }, { ...destination(r), weight: 2 }]
      : [{ ...destination(r), ...(r.chance(0.1) ? { headers: { request: headers(r, false) } } : {}) }],
  };
}

/** To one that there may not be, which is not known here. */
function delegating(r: Random): object {
  const [namespace, name] = r.pick(DELEGATES);
  const matches = r.chance(0.8) ? { match: Array.from({ length: 1 + r.below(2) }, () => match(r)) } : {};
  return {
    ...matches, delegate: { name, namespace }, ...(r.chance(0.2) ? { rewrite: { uri: r.pick(REWRITES) } } : {}),
    ...(r.chance(0.1) ? { headers: { request: headers(r, false) } } : {}), ...(r.chance(0.05) ? { directResponse: { status: 503 } } : {}),
  };
}

/** The host is written once at most. */
function headers(r: Random, mayNameHost: boolean): object {
  return {
    ...(r.chance(0.6) ? { set: { [r.pick([...HEADERS, 'X-Team', ...(mayNameHost && r.chance(0.3) ? ['host', ':authority'] : [])])]: r.pick(VALUES) } } : {}),
    ...(r.chance(0.4) ? { add: { [r.pick(HEADERS)]: r.pick(VALUES) } } : {}),
    ...(r.chance(0.4) ? { remove: [r.pick(HEADERS)] } : {}),
  };
}

function text(r: Random, values: readonly string[]): object {
  const value = r.pick(values);
  return r.pick([{ exact: value }, { prefix: value }, { prefix: value }, ...(r.chance(0.3) ? [{ regex: r.pick(AROUND)(value) }] : [])]);
}

function match(r: Random): object {
  return {
    ...(r.chance(0.8) ? { uri: text(r, PATHS) } : {}),
    ...(r.chance(0.2) ? { method: { exact: r.pick(['GET', 'POST']) } } : {}),
    ...(r.chance(0.25) ? { headers: { [r.pick(HEADERS)]: r.chance(0.1) ? {} : text(r, VALUES) } } : {}),
    ...(r.chance(0.1) ? { port: r.pick([80, 443, 8080]) } : {}),
    ...(r.chance(0.1) ? { gateways: [r.pick(['istio-ingress/edge', 'istio-ingress/second', 'mesh'])] } : {}),
    ...(r.chance(0.06) ? { queryParams: { v: r.pick([{ exact: '1' }, { regex: '[0-1]' }, {}]) } } : {}),
    ...(r.chance(0.08) ? { withoutHeaders: { [r.pick(HEADERS)]: r.pick([{}, { exact: 'red' }, { regex: '(b.*)?' }, { prefix: 'b' }]) } } : {}),
    ...(r.chance(0.05) ? { authority: r.pick([{ prefix: 'shop' }, { exact: 'a.shop.example' }, { regex: '.*example' }]) } : {}),
    ...(r.chance(0.08) ? { ignoreUriCase: true } : {}),
  };
}
