import fc from 'fast-check';
import type {
  AuthorizationPolicy, Condition, Gateway, KnownObject, Labels, LabelSelector, Namespace, NetworkPolicy, NetworkPolicyPeer, Rule, Service,
  ServicePortSpec, Source, TargetRef, Workload,
} from '../../../src/manifest/kinds';
import type { Universe } from '../oracle';
import { condition, drop, LABELS, labelSelector, list, one, operation, optional, peerAuthentication, PORTS, renamed, some, source } from '../universe';
import type { End } from './cluster';

/** Ambient and other pods, waypoints that do and do not take what asks for them, policies of every kind, bound in every way. */
const NAMESPACES = ['a', 'b', 'plain'];
const ROOT = 'root';
const USE = 'istio.io/use-waypoint';
const GATEWAY = 'gateway.networking.k8s.io/gateway-name';
const place = fc.record({ namespace: one('a', 'a', 'a', 'b', 'b', 'plain', ROOT), name: fc.constant('p') });

const seldom = [...Array<boolean>(9).fill(false), true];

const OUTSIDE = '203.0.113.9';
const PROBE = '169.254.7.127';
/** Who calls without being a pod; what is known of their data plane is stated to the evaluator. */
export const STRANGERS: readonly End[] = [
  { name: 'outside', plane: 'none', ip: OUTSIDE },
  { name: 'probe', plane: 'none', ip: PROBE },
  { name: 'foreigner', plane: 'sidecar', ip: OUTSIDE, identity: 'foreign.example/ns/a/sa/x' },
  { name: 'alias', plane: 'sidecar', ip: OUTSIDE, identity: 'old.example/ns/a/sa/x' },
];

// ---------------------------------------------------------------------------------------------- AuthorizationPolicy

const IPS = ['10.0.0.0', '10.0.0.1', '10.0.0.0/30', '203.0.113.0/24'];
const l4Source: fc.Arbitrary<Source> = fc.record({
  ipBlocks: some(...IPS), notIpBlocks: some(...IPS), trustDomains: some('cluster.local', '*'), notTrustDomains: some('cluster.local', 'foreign.example'),
  namespaces: some('a', 'b', 'a*', '*'), principals: some('cluster.local/ns/a/sa/x', '*', 'cluster.local/ns/a/sa/wp'),
}, { requiredKeys: [] });
const l4Condition: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({ key: one('source.ip'), values: some(...IPS) }, { requiredKeys: ['key', 'values'] }),
  fc.record({ key: one('source.ip'), notValues: some(...IPS) }),
  fc.record({ key: one('source.serviceAccount'), values: some('a/x', 'b/y') }),
  fc.record({ key: one('source.trustDomain'), values: some('cluster.local') }),
);
const l4Operation = fc.record({ ports: some('80', '90', '8080'), notPorts: some('80', '90') }, { requiredKeys: [] });

/** Rules without HTTP are rarer by nature, and at ztunnel the only ones that do something. */
const rule: fc.Arbitrary<Rule> = fc.oneof(
  fc.record({
    from: list(fc.oneof(source, l4Source).map((s) => ({ source: s }))),
    to: list(operation.map((o) => ({ operation: o }))),
    when: list(fc.oneof(condition, l4Condition)),
  }, { requiredKeys: [] }),
  fc.record({ from: list(l4Source.map((s) => ({ source: s }))), to: list(l4Operation.map((o) => ({ operation: o }))) }, { requiredKeys: [] }),
  one<Rule>({ from: [{ source: { principals: ['cluster.local/ns/a/sa/wp', 'cluster.local/ns/b/sa/wp'] } }] }, {}),
);

const targetRef: fc.Arbitrary<TargetRef> = one<TargetRef>(
  { group: '', kind: 'Service', name: 's' }, { group: '', kind: 'Service', name: 's' }, { group: '', kind: 'Service', name: 't' },
  { group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'wp' }, { group: 'gateway.networking.k8s.io', kind: 'GatewayClass', name: 'istio-waypoint' },
);
// What istiod makes of a selector whose `matchLabels` is an empty map depends on how it was decoded.
const selector = one<{ matchLabels?: Labels } | undefined>(undefined, undefined, ...LABELS.map((matchLabels) => ({ matchLabels })), {});

export const authorizationPolicy = (
  action: fc.Arbitrary<AuthorizationPolicy['spec']['action']>, refs: fc.Arbitrary<readonly TargetRef[] | undefined> = optional(list(targetRef)),
): fc.Arbitrary<AuthorizationPolicy> => (
  fc.record({ place, action, selector, refs, rules: fc.array(rule, { maxLength: 2 }), dry: one(...seldom) }).map((p) => ({
    apiVersion: 'security.istio.io/v1',
    kind: 'AuthorizationPolicy',
    metadata: { ...p.place, ...(p.dry ? { annotations: { 'istio.io/dry-run': 'true' } } : {}) },
    spec: drop({ ...(p.refs === undefined ? { selector: p.selector } : { targetRefs: p.refs }), action: p.action, rules: p.rules }),
  })));

// ---------------------------------------------------------------------------------------------- NetworkPolicy

const NAMESPACE_LABELS: readonly Labels[] = [
  { 'kubernetes.io/metadata.name': 'a' }, { 'kubernetes.io/metadata.name': 'b' }, { 'istio.io/dataplane-mode': 'ambient' },
];
const namespaceSelector = one<LabelSelector>({}, ...NAMESPACE_LABELS.map((matchLabels) => ({ matchLabels })));
const podSelector = fc.oneof(labelSelector, labelSelector, one<LabelSelector>({ matchLabels: { [GATEWAY]: 'wp' } }, { matchExpressions: [{ key: GATEWAY, operator: 'Exists' }] }));
const podPeer = fc.record({ podSelector: optional(podSelector), namespaceSelector: optional(namespaceSelector) })
  .map((p) => drop(p) as NetworkPolicyPeer).filter((p) => Object.keys(p).length > 0);
const peer: fc.Arbitrary<NetworkPolicyPeer> = fc.oneof(
  { arbitrary: podPeer, weight: 5 },
  { arbitrary: one<NetworkPolicyPeer>({ ipBlock: { cidr: `${PROBE}/32` } }, { ipBlock: { cidr: '0.0.0.0/0', except: ['10.0.0.0/8', '169.254.0.0/16'] } }), weight: 1 },
);
const policyPort = one({ port: 15008 }, { port: 15008, protocol: 'TCP' as const }, { port: 80 }, { port: 80, endPort: 15010 }, { port: 8080 }, { protocol: 'UDP' as const });
const peerRule = fc.record({ peers: fc.array(peer, { maxLength: 2 }), ports: fc.array(policyPort, { maxLength: 2 }) });
const networkPolicy: fc.Arbitrary<NetworkPolicy> = fc.record({
  place,
  podSelector,
  types: optional(some<'Ingress' | 'Egress'>('Ingress', 'Egress')),
  ingress: fc.array(peerRule, { minLength: 1, maxLength: 2 }),
  egress: fc.array(peerRule, { maxLength: 2 }),
}).map((p) => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: p.place,
  spec: drop({
    podSelector: p.podSelector,
    policyTypes: p.types,
    ingress: p.ingress.map((r) => ({ from: r.peers, ports: r.ports })),
    egress: p.egress.map((r) => ({ to: r.peers, ports: r.ports })),
  }),
}));

// ---------------------------------------------------------------------------------------------- who is there

const use = one<Labels>({}, {}, { [USE]: 'wp' }, { [USE]: 'wp' }, { [USE]: 'none' }, { [USE]: 'wp', 'istio.io/use-waypoint-namespace': 'b' });
const ingress = one<Labels>({}, {}, { 'istio.io/ingress-use-waypoint': 'true' }, { 'istio.io/ingress-use-waypoint': 'false' });
const AMBIENT = { 'istio.io/dataplane-mode': 'ambient' };
const namespaces: fc.Arbitrary<readonly Namespace[]> = fc.tuple(use, use, ingress, one<Labels>(AMBIENT, AMBIENT, { 'istio-injection': 'enabled' }, { ...AMBIENT, 'istio-injection': 'enabled' }))
  .map(([a, b, i, mode]) => [
    namespaceOf('a', { ...AMBIENT, ...a, ...i }), namespaceOf('b', { ...mode, ...b }), namespaceOf('plain', {}), namespaceOf(ROOT, {}),
  ]);

function namespaceOf(name: string, labels: Labels): Namespace {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } };
}

const pod: fc.Arbitrary<Workload> = fc.record({
  namespace: one('a', 'a', ...NAMESPACES), labels: one(...LABELS), account: one('x', 'y'),
  own: one<Labels>({}, {}, {}, {}, { 'istio.io/dataplane-mode': 'none' }, AMBIENT, { 'sidecar.istio.io/inject': 'false' }),
}).map((w) => podOf(w.namespace, 'w', { ...w.labels, ...w.own }, w.account));

function podOf(namespace: string, name: string, labels: Labels, serviceAccountName: string): Workload {
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace }, pod: { labels, annotations: {}, serviceAccountName, hostNetwork: false, containerPorts: [] } };
}

const servicePort: fc.Arbitrary<ServicePortSpec> = fc.record({ name: one('http', 'tcp', 'auto', 'http-x'), port: one(...PORTS, 8888), targetPort: one(...PORTS) });
const service: fc.Arbitrary<Service> = fc.record({
  name: one('s', 's', 't'), namespace: one('a', 'a', 'b'), selector: one(...LABELS), use, ingress, headless: one(...seldom),
  ports: fc.uniqueArray(servicePort, { minLength: 1, maxLength: 3, selector: (p) => p.port }),
}).map((s) => ({
  apiVersion: 'v1', kind: 'Service', metadata: { name: s.name, namespace: s.namespace, labels: { ...s.use, ...s.ingress } },
  spec: { selector: s.selector, ports: s.ports, ...(s.headless ? { clusterIP: 'None' } : {}) },
}));

const allowedRoutes = one<Gateway['spec']['listeners'][number]['allowedRoutes']>(
  undefined, undefined, { namespaces: { from: 'All' } }, { namespaces: { from: 'All' } }, { namespaces: { from: 'Same' } },
  { namespaces: { from: 'Selector', selector: { matchLabels: { 'kubernetes.io/metadata.name': 'a' } } } },
);
const waypoint = (namespace: string): fc.Arbitrary<Gateway> => fc.record({ allowedRoutes, traffic: one(undefined, undefined, undefined, 'service', 'all', 'workload', 'none') }).map((w) => ({
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'Gateway',
  metadata: { name: 'wp', namespace, ...(w.traffic === undefined ? {} : { labels: { 'istio.io/waypoint-for': w.traffic } }) },
  spec: { gatewayClassName: 'istio-waypoint', listeners: [{ name: 'mesh', port: 15008, protocol: 'HBONE', ...(w.allowedRoutes === undefined ? {} : { allowedRoutes: w.allowedRoutes }) }] },
}));
const edge: Gateway = {
  apiVersion: 'gateway.networking.k8s.io/v1', kind: 'Gateway', metadata: { name: 'edge', namespace: 'plain' },
  spec: { gatewayClassName: 'istio', listeners: [{ name: 'http', port: 80, protocol: 'HTTP' }] },
};

const policies = (bound: fc.Arbitrary<readonly TargetRef[] | undefined>): fc.Arbitrary<KnownObject[]> => fc.array(fc.oneof(
  { arbitrary: authorizationPolicy(one('ALLOW', 'ALLOW', 'DENY', 'DENY', 'AUDIT', undefined), bound), weight: 5 }, { arbitrary: networkPolicy, weight: 1 },
  { arbitrary: peerAuthentication, weight: 1 },
) as fc.Arbitrary<KnownObject>, { maxLength: 5 });

/** Services that ask for waypoints, or do not, in every way. */
const anything = fc.record({
  namespaces,
  waypoints: fc.tuple(waypoint('a'), waypoint('b')),
  pods: fc.array(pod, { minLength: 2, maxLength: 3 }),
  services: fc.uniqueArray(service, { minLength: 1, maxLength: 3, selector: (s) => `${s.metadata.namespace}/${s.metadata.name}` }),
  policies: policies(optional(list(targetRef))),
});

/** One Service with a waypoint, whose policies are mostly about it. */
const served = fc.record({
  namespaces,
  waypoints: fc.tuple(waypoint('a').map((w) => ({ ...w, metadata: { name: 'wp', namespace: 'a' } })), waypoint('b')),
  pods: fc.tuple(pod, pod).map(([one, other]) => [inPlace(one), other]),
  services: fc.tuple(ingress, fc.shuffledSubarray(PORTS, { minLength: 3 }), fc.shuffledSubarray(['http', 'tcp', 'auto'], { minLength: 3 })).map(([i, ports, names]): Service[] => [{
    apiVersion: 'v1', kind: 'Service', metadata: { name: 's', namespace: 'a', labels: { ...i, [USE]: 'wp' } },
    spec: { selector: { app: 'x' }, ports: PORTS.map((targetPort, n) => ({ name: names[n], port: ports[n], targetPort })) },
  }]),
  policies: policies(fc.oneof(list(targetRef), list(targetRef), fc.constant(undefined))),
});

function inPlace(w: Workload): Workload {
  return { ...w, metadata: { name: 'w', namespace: 'a' }, pod: { ...w.pod, labels: { ...w.pod.labels, app: 'x' } } };
}

/** Both namespaces have the waypoint that may be asked for. Its pods are written, with an address each, because policies go by addresses. */
export const universe: fc.Arbitrary<Universe> = fc.oneof(anything, served).map((u) => ({
  objects: [
    ...u.namespaces, ...u.waypoints, edge,
    ...[...u.pods.map(renamed), ...u.waypoints.map((w) => podOf(w.metadata.namespace!, 'wp', { [GATEWAY]: 'wp' }, 'wp')), podOf('plain', 'edge-istio', { [GATEWAY]: 'edge' }, 'edge-istio')]
      .map((p, i) => ({ ...p, pod: { ...p.pod, ip: `10.0.0.${i}` } })),
    ...u.services, ...u.policies.map(renamed),
  ],
  rootNamespace: ROOT,
  registryOnly: false,
}));

/** Mutual TLS by itself: every combination of modes and ports at the three scopes, which seldom come together by chance. */
const mode = one('STRICT' as const, 'PERMISSIVE' as const, 'DISABLE' as const, 'UNSET' as const, undefined);
const mutualTls = (namespace: string, select: boolean): fc.Arbitrary<KnownObject> => fc.record({ mode, ports: fc.dictionary(one('80', '90', '8080'), mode, { maxKeys: 2 }), empty: fc.boolean() }).map((p) => ({
  apiVersion: 'security.istio.io/v1',
  kind: 'PeerAuthentication',
  metadata: { name: 'p', namespace },
  spec: {
    ...(p.mode === undefined ? {} : { mtls: { mode: p.mode } }),
    ...(select ? { selector: { matchLabels: { app: 'x' } }, portLevelMtls: Object.fromEntries(Object.entries(p.ports).map(([k, m]) => [k, m === undefined ? {} : { mode: m }])) } : p.empty ? { selector: {} } : {}),
  },
}));
export const modes: fc.Arbitrary<Universe> = fc.tuple(optional(mutualTls(ROOT, false)), optional(mutualTls('a', false)), optional(mutualTls('a', false)), optional(mutualTls('a', true)), optional(mutualTls('a', true)))
  .map((policies) => ({
    objects: [
      namespaceOf('a', AMBIENT), namespaceOf('plain', {}), namespaceOf(ROOT, {}), podOf('a', 'to', { app: 'x' }, 'x'), podOf('plain', 'from', { app: 'y' }, 'y'),
      ...policies.filter((p) => p !== undefined).map(renamed),
    ],
    rootNamespace: ROOT,
    registryOnly: false,
  }));
