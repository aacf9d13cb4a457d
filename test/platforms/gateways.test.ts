import type { DataPlaneName, EdgeModel, GatewayModel, PlatformName, ServiceModel, WaypointModel } from '../../src/model/model';
import { body, edge, nameOf, port, render, service, toPort } from './fixtures';

const pods = (namespace: string, labels: Record<string, string>): object => (
  { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } }, podSelector: { matchLabels: labels } }
);
const named = (name: string): Record<string, string> => ({ 'app.kubernetes.io/name': name });
const tcp = (...ports: readonly number[]): readonly object[] => ports.map((number) => ({ protocol: 'TCP', port: number }));
const DNS = { to: [pods('kube-system', { 'k8s-app': 'kube-dns' })], ports: [{ protocol: 'UDP', port: 53 }, { protocol: 'TCP', port: 53 }] };
const ISTIOD = { to: [pods('istio-system', { app: 'istiod' })], ports: tcp(15012) };
const TRACING = { namespace: 'tracing', service: 'zipkin', port: 9411, podLabels: { app: 'zipkin' }, reason: 'traces' };

const GATEWAY: GatewayModel = {
  id: 'ingress/edge', construct: 'ingress/edge', namespace: 'ingress', name: 'edge', isProxy: true,
  caller: {
    kind: 'identity', role: 'ingress-gateway', principal: 'cluster.local/ns/ingress/sa/edge-istio', pods: { namespace: 'ingress', labels: { gateway: 'edge' }, wholeNamespace: false },
  },
  listeners: [
    { port: 443, protocol: 'tcp', purpose: 'clients', clients: [{ kind: 'addresses', role: 'cidr', cidrs: ['203.0.113.0/24'], except: ['203.0.113.7/32'] }, { kind: 'anyone', reason: 'public' }] },
    { port: 443, protocol: 'udp', purpose: 'clients', clients: [{ kind: 'anyone', reason: 'public' }] },
    {
      port: 8080, protocol: 'tcp', purpose: 'clients',
      clients: [
        { kind: 'addresses', role: 'cidr', cidrs: ['203.0.113.0/24'], except: ['203.0.113.7/32'] },
        { kind: 'addresses', role: 'cidr', cidrs: ['2001:db8::/32'], except: [] },
        { kind: 'addresses', role: 'cidr', cidrs: ['2001:db8::/32'], except: [] },
      ],
    },
  ],
  destinations: [],
};
const WAYPOINT: WaypointModel = { namespace: 'shop', name: 'waypoint', serviceAccount: 'waypoint', managed: false };

function written(services: readonly ServiceModel[], edges: readonly EdgeModel[], gateway = GATEWAY, platform: PlatformName = 'istio'): { readonly egress: readonly object[] } {
  const objects = render({ mesh: { platform, proxyHosts: platform === 'istio' ? [TRACING] : [] }, services, edges, gateways: [gateway] });
  return body(objects, 'NetworkPolicy ingress/edge-egress') as { readonly egress: readonly object[] };
}

test('each listener is a rule: anyone needs no peers, and a peer stands once', () => {
  expect(body(render({ gateways: [GATEWAY] }), 'NetworkPolicy ingress/edge-ingress')).toEqual({
    podSelector: { matchLabels: { gateway: 'edge' } },
    policyTypes: ['Ingress'],
    ingress: [
      { ports: tcp(443) },
      { ports: [{ protocol: 'UDP', port: 443 }] },
      { from: [{ ipBlock: { cidr: '2001:db8::/32' } }, { ipBlock: { cidr: '203.0.113.0/24', except: ['203.0.113.7/32'] } }], ports: tcp(8080) },
    ],
  });
});

test('without grants and destinations it reaches what a proxy needs; one that is none of the mesh\'s, names alone', () => {
  expect(written([], [])).toEqual({
    podSelector: { matchLabels: { gateway: 'edge' } },
    policyTypes: ['Egress'],
    egress: [DNS, ISTIOD, { to: [pods('tracing', { app: 'zipkin' })], ports: tcp(9411) }],
  });
  expect(written([], [], { ...GATEWAY, isProxy: false }).egress).toEqual([DNS]);
  expect(written([], [], { ...GATEWAY, isProxy: false }, 'kubernetes').egress).toEqual([DNS]);
});

test.each<[string, DataPlaneName, DataPlaneName | undefined, readonly number[]]>([
  ['a sidecar, at its target port', 'sidecar', undefined, [8080]],
  ['an ambient pod, by HBONE', 'ambient', undefined, [15008]],
  ['one that moves, at both', 'ambient', 'sidecar', [8080, 15008]],
  ['one outside the mesh, at its target port', 'none', undefined, [8080]],
])('to %s', (_, dataPlane, migratingFrom, ports) => {
  const callee = service('shop/catalog', [port('http', 8080)], { dataPlane, ...(migratingFrom === undefined ? {} : { migratingFrom }) });
  const rules = written([callee], [edge('shop/catalog', GATEWAY.caller, toPort('http', 8080))]).egress;
  expect(rules.slice(3)).toEqual([{ to: [pods('shop', named('catalog'))], ports: tcp(...ports) }]);
});

test('of services behind one waypoint it reaches the waypoint, once, and of what it may dial the pods', () => {
  const behind = ['catalog', 'cart'].map((name) => service(`shop/${name}`, [port('http', 8080), port('tcp', 9000)], { dataPlane: 'ambient', waypoint: WAYPOINT }));
  const edges = behind.map(({ id }) => edge(id, GATEWAY.caller, { ...toPort('http', 8080), routes: ['waypoint'] }));
  const dialled = edge('shop/catalog', GATEWAY.caller, { ...toPort('http', 8080), routes: ['waypoint'] }, { ...toPort('tcp', 9000), routes: ['direct'] });
  const waypoint = { to: [pods('shop', { 'gateway.networking.k8s.io/gateway-name': 'waypoint' })], ports: tcp(15008) };
  expect(written(behind, edges).egress.slice(3)).toEqual([waypoint]);
  expect(written(behind, [edges[1], dialled]).egress.slice(3)).toEqual([{ to: [pods('shop', named('catalog'))], ports: tcp(15008) }, waypoint]);
});

test('grants to others, to its namespace and to anyone do not open its way out', () => {
  const callee = service('shop/catalog', [port('http', 8080)]);
  const other = { ...GATEWAY.caller, principal: 'cluster.local/ns/ingress/sa/other' };
  const edges = [other, { kind: 'namespace' as const, namespace: 'ingress' }, { kind: 'anyone' as const, reason: 'public' }].map((caller) => edge('shop/catalog', caller, toPort('http', 8080)));
  expect(written([callee], edges).egress).toHaveLength(3);
});

test('destinations: pods by labels, a whole namespace, addresses', () => {
  const destinations: GatewayModel['destinations'] = [
    { to: { kind: 'addresses', cidr: '192.0.2.7/32' }, ports: [443], reason: 'a' },
    { to: { kind: 'pods', namespace: 'billing', labels: { app: 'billing' } }, ports: [8080, 15008], reason: 'b' },
    { to: { kind: 'pods', namespace: 'media', labels: {} }, ports: [15008], reason: 'c' },
  ];
  expect(written([], [], { ...GATEWAY, destinations }).egress.slice(3)).toEqual([
    { to: [{ ipBlock: { cidr: '192.0.2.7/32' } }], ports: tcp(443) },
    { to: [pods('billing', { app: 'billing' })], ports: tcp(8080, 15008) },
    { to: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'media' } } }], ports: tcp(15008) },
  ]);
});

test('where the mesh allows nothing it is open on its clients\' ports, each once, and on no other', () => {
  const health: GatewayModel['listeners'][number] = { port: 15021, protocol: 'tcp', purpose: 'health', clients: [{ kind: 'anyone', reason: 'checks' }] };
  const baseline = { construct: 'baseline', strictMtls: false, denyByDefault: true, gateways: [] };
  const objects = render({ baseline, gateways: [{ ...GATEWAY, listeners: [...GATEWAY.listeners, health] }] });
  expect(body(objects, 'AuthorizationPolicy ingress/edge-clients')).toEqual({
    selector: { matchLabels: { gateway: 'edge' } }, action: 'ALLOW', rules: [{ to: [{ operation: { ports: ['443', '8080'] } }] }],
  });
  expect(render({ mesh: { platform: 'kubernetes' }, baseline, gateways: [GATEWAY] }).map(nameOf)).not.toContain('AuthorizationPolicy ingress/edge-clients');
});
