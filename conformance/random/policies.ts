import { DEFAULT_SETTINGS, type MeshSettings } from '../../src/eval/types';
import type { Subject } from '../enforced/subject';
import { manifestOf } from '../harness/istiod';
import type { Random } from '../harness/random';

const NAMESPACES = ['shop', 'shopping', 'bank'];
const ACCOUNTS = ['frontend', 'front', 'admin', 'backend'];
const TRUST_DOMAINS = ['cluster.local', 'mesh.example', 'foreign.example'];
const PORTS = ['8080', '9000', '6000', '9090', '7777'];
const METHODS = ['GET', 'POST', 'DELETE', 'GE*', '*ET', '*', 'get'];
const PATHS = [
  '/', '*', '/api', '/api/*', '/api/x', '*/admin', '/admin*', '/API/*', '/a/{*}/c', '/a/{**}', '/a/{**}/z', '/{*}/{**}', 'api/*', '/a/*/c', '/api//x', '/a%2fb', '/x?q=1', '*.css',
];
const HOSTS = ['backend', 'backend:*', '*.shop.svc.cluster.local', 'backend.*', 'BACKEND', '*', 'backend:80', '*backend'];
const HEADERS = ['x-tenant', 'X-Role', 'cookie'];
const HEADER_VALUES = ['prod', 'dev', 'pr*', '*od', '*', 'prod,dev'];
const BLOCKS = ['10.244.0.0/16', '10.244.200.9', '198.51.100.0/24', '0.0.0.0/0', '203.0.113.7/32'];

/** Two of the addresses that the pods of random ambient meshes have, and blocks. */
const DESTINATIONS = ['10.244.7.1', '10.244.7.2', '10.244.7.0/24', '10.96.0.0/16'];

const BASE = [
  ...NAMESPACES.map((name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels: { 'istio-injection': 'enabled' } } })),
  {
    apiVersion: 'v1', kind: 'Service', metadata: { name: 'backend', namespace: 'shop' },
    spec: {
      selector: { app: 'backend' },
      ports: [
        { name: 'http', port: 80, targetPort: 8080 }, { name: 'tcp-db', port: 9000 }, { name: 'sniffed', port: 6000 }, { name: 'grpc-api', port: 9090 },
      ],
    },
  },
  {
    apiVersion: 'v1', kind: 'Pod', metadata: { name: 'backend', namespace: 'shop', labels: { app: 'backend', tier: 'data' } },
    spec: { serviceAccountName: 'backend', containers: [{ name: 'app', image: 'example.com/backend' }] },
  },
];

/** Policies that nobody would write on purpose: every field, wildcards, negations, all actions, at every level. */
export function randomSubject(name: string, r: Random): Subject {
  const policies = Array.from({ length: 1 + r.below(4) }, (_, i) => authorizationPolicy(r, i));
  const authentications = Array.from({ length: r.below(4) }, (_, i) => peerAuthentication(r, i));
  const objects = [...BASE, ...policies, ...authentications];
  return { name, manifests: [manifestOf(`${name}.yaml`, objects)], settings: settings(r), assumed: [] };
}

export function settings(r: Random): MeshSettings {
  return {
    ...DEFAULT_SETTINGS,
    trustDomain: r.pick(['cluster.local', 'mesh.example']),
    trustDomainAliases: r.chance(0.3) ? ['old.example'] : [],
    pathNormalization: r.pick(['NONE', 'BASE', 'BASE', 'MERGE_SLASHES', 'DECODE_AND_MERGE_SLASHES']),
  };
}

export function selector(r: Random): object {
  return r.pick([{}, {}, { selector: { matchLabels: { app: 'backend' } } }, { selector: { matchLabels: { app: 'backend', tier: 'data' } } }, { selector: { matchLabels: { app: 'other' } } }]);
}

/** How often a policy speaks of HTTP; what else it is bound by, in place of a selector. */
export interface Style {
  readonly http: number;
  readonly bind?: (r: Random) => object;
}

export function authorizationPolicy(r: Random, i: number, { http, bind = selector }: Style = { http: 1 }): object {
  const action = r.pick(['ALLOW', 'ALLOW', 'ALLOW', 'DENY', 'DENY', 'AUDIT', undefined]);
  const rules = r.chance(0.08) && action !== 'DENY' && action !== 'AUDIT' ? [] : Array.from({ length: 1 + r.below(3) }, () => rule(r, http === 1 || r.chance(http)));
  return {
    apiVersion: 'security.istio.io/v1', kind: 'AuthorizationPolicy',
    metadata: {
      name: `policy-${i}`, namespace: r.pick(['shop', 'shop', 'shop', 'istio-system', 'bank']),
      ...(r.chance(0.1) && action !== 'AUDIT' ? { annotations: { 'istio.io/dry-run': r.pick(['true', 'false']) } } : {}),
    },
    spec: { ...bind(r), ...(action === undefined ? {} : { action }), ...(rules.length === 0 && r.chance(0.5) ? {} : { rules }) },
  };
}

function rule(r: Random, http: boolean): object {
  if (r.chance(0.05)) return {};
  return {
    ...(r.chance(0.7) ? { from: r.some([0, 1], 1, 2).map(() => ({ source: source(r) })) } : {}),
    ...(r.chance(0.7) ? { to: r.some([0, 1], 1, 2).map(() => ({ operation: operation(r, http) })) } : {}),
    ...(r.chance(0.3) ? { when: r.some([0, 1], 1, 2).map(() => condition(r, http)) } : {}),
  };
}

function principal(r: Random): string {
  const whole = `${r.pick(TRUST_DOMAINS)}/ns/${r.pick(NAMESPACES)}/sa/${r.pick(ACCOUNTS)}`;
  return r.pick([whole, whole, whole, '*', `*/sa/${r.pick(ACCOUNTS)}`, `${r.pick(TRUST_DOMAINS)}/ns/${r.pick(NAMESPACES)}/*`, `*/ns/${r.pick(NAMESPACES)}/sa/${r.pick(ACCOUNTS)}`,
    `cluster.local/ns/*/sa/${r.pick(ACCOUNTS)}`, `spiffe://${whole}`, `${r.pick(TRUST_DOMAINS)}/*`, `*${r.pick(ACCOUNTS)}`]);
}

const namespace = (r: Random) => r.pick([...NAMESPACES, 'sh*', '*ing', '*', 's*p', 'shop*']);
const account = (r: Random) => r.pick([`${r.pick(NAMESPACES)}/${r.pick(ACCOUNTS)}`, r.pick(ACCOUNTS)]);
const two = <T>(r: Random, make: (r: Random) => T): T[] => [...new Set(Array.from({ length: 1 + r.below(2) }, () => make(r)))];

function source(r: Random): object {
  const byAccount = r.chance(0.2);
  const field = (key: string, make: (r: Random) => string, probability: number) => (r.chance(probability) ? { [key]: two(r, make) } : {});
  const s = {
    ...(byAccount
      ? { ...field('serviceAccounts', account, 0.8), ...field('notServiceAccounts', account, 0.3) }
      : { ...field('principals', principal, 0.5), ...field('notPrincipals', principal, 0.15), ...field('namespaces', namespace, 0.3), ...field('notNamespaces', namespace, 0.15) }),
    ...field('ipBlocks', (x) => x.pick(BLOCKS), 0.15), ...field('notIpBlocks', (x) => x.pick(BLOCKS), 0.1),
  };
  return Object.keys(s).length === 0 ? { principals: [principal(r)] } : s;
}

function operation(r: Random, http: boolean): object {
  const field = (key: string, values: readonly string[], probability: number) =>
    (r.chance(probability) ? { [key]: two(r, (x) => x.pick(values)) } : {});
  if (!http) return r.chance(0.8) ? { ports: two(r, (x) => x.pick(PORTS)) } : { notPorts: two(r, (x) => x.pick(PORTS)) };
  const o = {
    ...field('ports', PORTS, 0.35), ...field('notPorts', PORTS, 0.1), ...field('methods', METHODS, 0.35), ...field('notMethods', METHODS, 0.15),
    ...field('paths', PATHS, 0.45), ...field('notPaths', PATHS, 0.15), ...field('hosts', HOSTS, 0.2), ...field('notHosts', HOSTS, 0.1),
  };
  return Object.keys(o).length === 0 ? { paths: [r.pick(PATHS)] } : o;
}

function condition(r: Random, http: boolean): object {
  const header = (): readonly [string, (r: Random) => string] => [`request.headers[${r.pick(HEADERS)}]`, (x) => x.pick(HEADER_VALUES)];
  const [key, make] = r.pick<readonly [string, (r: Random) => string]>([
    ...(http ? [header(), header()] : [['destination.ip', (x: Random) => x.pick(DESTINATIONS)] as const]),
    ['source.ip', (x) => x.pick(BLOCKS)], ['source.namespace', namespace], ['source.principal', principal], ['source.serviceAccount', account],
    ['destination.port', (x) => x.pick(PORTS)],
  ]);
  const which = r.below(3);
  return { key, ...(which !== 1 ? { values: two(r, make) } : {}), ...(which !== 0 ? { notValues: two(r, make) } : {}) };
}

export function peerAuthentication(r: Random, i: number): object {
  const scope = selector(r) as { selector?: object };
  const mode = () => r.pick(['STRICT', 'PERMISSIVE', 'DISABLE', 'UNSET']);
  const portLevel = () => Object.fromEntries(r.some(PORTS, 1, 2).map((port) => [port, { mode: mode() }]));
  return {
    apiVersion: 'security.istio.io/v1', kind: 'PeerAuthentication',
    metadata: { name: `mode-${i}`, namespace: r.pick(['shop', 'shop', 'istio-system', 'bank']) },
    spec: {
      ...scope,
      ...(r.chance(0.85) ? { mtls: { mode: mode() } } : {}),
      ...(scope.selector !== undefined && r.chance(0.5) ? { portLevelMtls: portLevel() } : {}),
    },
  };
}
