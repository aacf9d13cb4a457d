import fc from 'fast-check';
import type {
  AuthorizationPolicy, KnownObject, Labels, LabelSelector, Namespace, NetworkPolicy, NetworkPolicyPeer, PeerAuthentication, Rule,
  Service, ServicePortSpec, Sidecar, Workload,
} from '../../src/manifest/kinds';
import type { Call, Universe } from './oracle';

/** Small universes in which everything meets everything else, patterns of every kind and values that nearly match. */
const NAMESPACES = ['a', 'b', 'plain'];
export const LABELS: readonly Labels[] = [{ app: 'x' }, { app: 'y' }, { app: 'x', tier: 'db' }];
export const PORTS = [80, 90, 8080];
const IDENTITIES = [
  'cluster.local/ns/a/sa/x', 'cluster.local/ns/b/sa/y', 'cluster.local/ns/a*', '*/sa/x', '*', 'cluster.local/ns/*/sa/x', 'spiffe://cluster.local/ns/a/sa/x',
];

export const one = fc.constantFrom;
export const optional = <T>(of: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(of, { nil: undefined });
export const some = <T>(...values: T[]): fc.Arbitrary<T[]> => fc.subarray(values, { minLength: 1, maxLength: Math.min(2, values.length) });
export const list = <T>(of: fc.Arbitrary<T>): fc.Arbitrary<T[]> => fc.array(of, { minLength: 1, maxLength: 2 });
/** Every policy gets a name of its own later; a root-namespace one touches everything, and so is rarer. */
const place = fc.record({ namespace: one('a', 'a', 'b', 'b', 'plain', 'root'), name: fc.constant('p') });
const selector = optional(one<Labels>(...LABELS, {}));
export const drop = <T extends object>(o: T): T => Object.fromEntries(Object.entries(o).filter(([, v]) => v !== undefined)) as T;

export const source = fc.record({
  principals: some(...IDENTITIES),
  notPrincipals: some(...IDENTITIES),
  namespaces: some('a', 'b', '*', 'a*'),
  notNamespaces: some('a', 'b'),
  serviceAccounts: some('a/x', 'x', 'b/y'),
  requestPrincipals: some('*', 'iss/sub'),
}, { requiredKeys: [] });
export const operation = fc.record({
  ports: some('80', '90', '8080'),
  notPorts: some('80', '90'),
  methods: some('GET', 'POST', 'P*'),
  notMethods: some('GET', '*'),
  paths: some('/api', '/api/*', '*/admin', '*', '/api/{*}', '/{**}', '/{*}/x', '/a.b', '/a*b'),
  notPaths: some('/admin', '/api/*', '*x'),
  hosts: some('h', 'H.example', 'h*', '*example'),
  notHosts: some('h', '*:80'),
}, { requiredKeys: [] });
export const condition = fc.oneof(
  fc.record({ key: fc.constant('request.headers[x-env]'), values: some('prod', 'p*', '*') }),
  fc.record({ key: fc.constant('request.headers[x-env]'), notValues: some('prod', 'p*', '*') }),
  fc.record({ key: fc.constant('source.namespace'), values: some('a', 'b'), notValues: some('b') }),
  fc.record({ key: fc.constant('source.principal'), notValues: some(...IDENTITIES) }),
  fc.record({ key: fc.constant('destination.port'), values: some('80', '90') }),
);
export const rule: fc.Arbitrary<Rule> = fc.record({
  from: list(source.map((s) => ({ source: s }))),
  to: list(operation.map((o) => ({ operation: o }))),
  when: list(condition),
}, { requiredKeys: [] });

export const authorizationPolicy = (action: fc.Arbitrary<AuthorizationPolicy['spec']['action']>): fc.Arbitrary<AuthorizationPolicy> => (
  fc.record({ place, selector, action, rules: fc.array(rule, { maxLength: 3 }), dry: one(false, false, false, true) }).map((p) => ({
    apiVersion: 'security.istio.io/v1',
    kind: 'AuthorizationPolicy',
    metadata: { ...p.place, ...(p.dry ? { annotations: { 'istio.io/dry-run': 'true' } } : {}) },
    spec: drop({ selector: p.selector && { matchLabels: p.selector }, action: p.action, rules: p.rules }),
  })));

const mode = one('STRICT', 'PERMISSIVE', 'DISABLE', 'UNSET', undefined);
export const peerAuthentication: fc.Arbitrary<PeerAuthentication> = fc.record({ place, selector, mode, port: one('80', '90'), portMode: mode }).map((p) => ({
  apiVersion: 'security.istio.io/v1',
  kind: 'PeerAuthentication',
  metadata: p.place,
  spec: {
    ...(p.mode === undefined ? {} : { mtls: { mode: p.mode } }),
    ...(p.selector === undefined ? {} : { selector: { matchLabels: p.selector } }),
    ...(p.selector === undefined || p.portMode === undefined ? {} : { portLevelMtls: { [p.port]: { mode: p.portMode } } }),
  },
}));

export const labelSelector: fc.Arbitrary<LabelSelector> = fc.oneof(
  one<LabelSelector>({}, ...LABELS.map((matchLabels) => ({ matchLabels }))),
  fc.record({ key: one('app', 'tier'), operator: one('In', 'NotIn', 'Exists', 'DoesNotExist'), values: some('x', 'y', 'db') }).map(({ key, operator, values }) => (
    { matchExpressions: [{ key, operator: operator as 'In', ...(operator.endsWith('In') ? { values } : {}) }] })),
);
const namespaceSelector = one<LabelSelector>({}, { matchLabels: { 'kubernetes.io/metadata.name': 'a' } }, { matchLabels: { 'istio-injection': 'enabled' } });
const peer: fc.Arbitrary<NetworkPolicyPeer> = fc.record({ podSelector: optional(labelSelector), namespaceSelector: optional(namespaceSelector) })
  .map((p): NetworkPolicyPeer => drop(p) as NetworkPolicyPeer).filter((p) => Object.keys(p).length > 0);
const policyPort = fc.oneof(
  fc.record({ port: one(...PORTS), protocol: one<'TCP' | 'UDP'>('TCP', 'UDP') }),
  fc.constant({ port: 80, endPort: 90 }),
  fc.constant({ protocol: 'UDP' as const }),
);
const peerRule = fc.record({ peers: fc.array(peer, { maxLength: 2 }), ports: fc.array(policyPort, { maxLength: 2 }) });
const networkPolicy: fc.Arbitrary<NetworkPolicy> = fc.record({
  place, podSelector: labelSelector, types: optional(fc.subarray<'Ingress' | 'Egress'>(['Ingress', 'Egress'])), ingress: fc.array(peerRule, { maxLength: 2 }), egress: fc.array(peerRule, { maxLength: 2 }),
}).map((p) => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: p.place,
  spec: {
    podSelector: p.podSelector,
    ...(p.types === undefined ? {} : { policyTypes: p.types }),
    ingress: p.ingress.map((r) => ({ from: r.peers, ports: r.ports })),
    egress: p.egress.map((r) => ({ to: r.peers, ports: r.ports })),
  },
}));

const sidecar: fc.Arbitrary<Sidecar> = fc.record({
  place, selector, mode: one('REGISTRY_ONLY', 'REGISTRY_ONLY', 'ALLOW_ANY', undefined), hosts: list(one('a/*', './*', '*/*', '~/*', 'b/s.b.svc.cluster.local', './s.a.svc.cluster.local')),
}).map((s) => ({
  apiVersion: 'networking.istio.io/v1',
  kind: 'Sidecar',
  metadata: s.place,
  spec: {
    ...(s.selector === undefined ? {} : { workloadSelector: { labels: s.selector } }),
    ...(s.mode === undefined ? {} : { outboundTrafficPolicy: { mode: s.mode as 'ALLOW_ANY' } }),
    egress: [{ hosts: s.hosts }],
  },
}));

const workload: fc.Arbitrary<Workload> = fc.record({ namespace: one(...NAMESPACES), labels: one(...LABELS), account: one('x', 'y'), optOut: one(false, false, false, true) }).map((w) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'w', namespace: w.namespace },
  pod: {
    labels: w.optOut ? { ...w.labels, 'sidecar.istio.io/inject': 'false' } : w.labels,
    annotations: {}, serviceAccountName: w.account, hostNetwork: false, containerPorts: [],
  },
}));
const servicePort: fc.Arbitrary<ServicePortSpec> = fc.record({ name: one('http', 'tcp', 'auto', 'http-x'), port: one(...PORTS), targetPort: one(...PORTS) });
const service: fc.Arbitrary<Service> = fc.record({
  namespace: one(...NAMESPACES),
  selector: one(...LABELS),
  ports: fc.uniqueArray(servicePort, { minLength: 1, maxLength: 2, selector: (p) => p.port }),
}).map((s) => ({
  apiVersion: 'v1', kind: 'Service', metadata: { name: 's', namespace: s.namespace }, spec: { selector: s.selector, ports: s.ports },
}));

const NAMESPACE_OBJECTS: readonly Namespace[] = [...NAMESPACES, 'root'].map((name) => ({
  apiVersion: 'v1', kind: 'Namespace', metadata: { name, ...(name === 'plain' ? {} : { labels: { 'istio-injection': 'enabled' } }) },
}));

/** One Service per namespace, so that a host is one Service; every other object has a name of its own. */
export const universe: fc.Arbitrary<Universe> = fc.record({
  workloads: fc.array(workload, { minLength: 2, maxLength: 4 }),
  services: fc.uniqueArray(service, { maxLength: 3, selector: (s) => s.metadata.namespace }),
  policies: fc.array(fc.oneof(
    authorizationPolicy(one('ALLOW', 'ALLOW', 'DENY', 'AUDIT', undefined)), authorizationPolicy(one('ALLOW')), peerAuthentication, networkPolicy, sidecar,
  ) as fc.Arbitrary<KnownObject>, { maxLength: 6 }),
  registryOnly: fc.boolean(),
}).map((u) => ({
  objects: [...NAMESPACE_OBJECTS, ...u.workloads.map(renamed), ...u.services, ...u.policies.map(renamed)],
  rootNamespace: 'root',
  registryOnly: u.registryOnly,
}));

export function renamed<T extends KnownObject>(o: T, i: number): T {
  return { ...o, metadata: { ...o.metadata, name: `${o.metadata.name}${i}` } };
}

export const http: fc.Arbitrary<NonNullable<Call['http']>> = fc.record({
  method: one('GET', 'POST', 'PUT'),
  path: one('/', '/api', '/api/', '/api/v1', '/api/v1/x', '/v/x', '/admin', '/x/admin', '/a.b', '/aXb', '/a*b'),
  host: one('h', 'H', 'h.example', 'h:80'),
  headers: one<Readonly<Record<string, string>>>({}, { 'x-env': 'prod' }, { 'x-env': 'pre' }, { 'x-env': '' }),
});

/** One request of some workload to another, by its address or through a Service. */
export const request = fc.record({ port: one(...PORTS), protocol: one<'TCP' | 'UDP'>('TCP', 'TCP', 'TCP', 'UDP'), http: optional(http) });
