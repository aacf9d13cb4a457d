import { body, calledBy, edge, external, nameOf, port, render, service, toPort, type Parts } from './fixtures';

const FRONTEND = service('web/frontend', [port('http', 8080)]);
const CATALOG = service('shop/catalog', [port('grpc', 3550), port('udp', 9000)]);
const PLATFORM: Parts = { mesh: { platform: 'kubernetes' } };

const pods = (namespace: string, name: string) => ({
  namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
  podSelector: { matchLabels: { 'app.kubernetes.io/name': name } },
});
const DNS = {
  to: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } }, podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } } }],
  ports: [{ protocol: 'UDP', port: 53 }, { protocol: 'TCP', port: 53 }],
};

test('the platform writes these objects in this order and no mesh object', () => {
  const objects = render({ ...PLATFORM, services: [FRONTEND, CATALOG] });
  expect(objects.map(nameOf)).toEqual([
    'Namespace shop', 'NetworkPolicy shop/default-deny',
    'Namespace web', 'NetworkPolicy web/default-deny',
    'ServiceAccount shop/catalog', 'Service shop/catalog', 'NetworkPolicy shop/catalog-ingress', 'NetworkPolicy shop/catalog-egress',
    'ServiceAccount web/frontend', 'Service web/frontend', 'NetworkPolicy web/frontend-ingress', 'NetworkPolicy web/frontend-egress',
  ]);
});

test('a namespace denies both directions for all of its pods', () => {
  expect(body(render(PLATFORM), 'NetworkPolicy shop/default-deny')).toEqual({ podSelector: {}, policyTypes: ['Ingress', 'Egress'] });
});

test('a namespace has its own labels, Pod Security as given and no injection', () => {
  const [namespace] = render(PLATFORM);
  expect(namespace.metadata).toEqual({
    name: 'shop',
    labels: {
      team: 'shop',
      'app.kubernetes.io/managed-by': 'cdk8s-mesh-access',
      'pod-security.kubernetes.io/audit': 'baseline',
      'pod-security.kubernetes.io/warn': 'baseline',
    },
    annotations: { 'cdk8s-mesh-access/owner': 'shop' },
  });
});

test('an edge opens the target port at both ends, to namespace and pods in one peer', () => {
  const objects = render({ ...PLATFORM, services: [FRONTEND, CATALOG], edges: [edge('shop/catalog', calledBy('web/frontend'), toPort('grpc', 3550), toPort('udp', 9000))] });
  const ports = [{ protocol: 'TCP', port: 3550 }, { protocol: 'UDP', port: 9000 }];
  expect(body(objects, 'NetworkPolicy shop/catalog-ingress')).toEqual({
    podSelector: { matchLabels: { 'app.kubernetes.io/name': 'catalog' } },
    policyTypes: ['Ingress'],
    ingress: [{ from: [pods('web', 'frontend')], ports }],
  });
  expect(body(objects, 'NetworkPolicy web/frontend-egress')).toEqual({
    podSelector: { matchLabels: { 'app.kubernetes.io/name': 'frontend' } },
    policyTypes: ['Egress'],
    egress: [DNS, { to: [pods('shop', 'catalog')], ports }],
  });
});

test('a service without callers isolates its pods and has no rule', () => {
  expect(body(render({ ...PLATFORM, services: [CATALOG] }), 'NetworkPolicy shop/catalog-ingress')).toEqual({
    podSelector: { matchLabels: { 'app.kubernetes.io/name': 'catalog' } },
    policyTypes: ['Ingress'],
  });
});

test('an edge of a namespace opens the egress of each of its services', () => {
  const objects = render({
    ...PLATFORM,
    services: [FRONTEND, service('web/admin'), service('shop/other'), CATALOG],
    edges: [edge('shop/catalog', { kind: 'namespace', namespace: 'web' }, toPort('grpc', 3550))],
  });
  const egress = { to: [pods('shop', 'catalog')], ports: [{ protocol: 'TCP', port: 3550 }] };
  expect(body(objects, 'NetworkPolicy web/frontend-egress')).toMatchObject({ egress: [DNS, egress] });
  expect(body(objects, 'NetworkPolicy web/admin-egress')).toMatchObject({ egress: [DNS, egress] });
  expect(body(objects, 'NetworkPolicy shop/other-egress')).toMatchObject({ egress: [DNS] });
  expect(body(objects, 'NetworkPolicy shop/catalog-ingress')).toMatchObject({
    ingress: [{ from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'web' } } }] }],
  });
});

const identity = (labels: Record<string, string>, wholeNamespace: boolean) => (
  { kind: 'identity', role: 'prometheus', principal: 'cluster.local/ns/mon/sa/prom', pods: { namespace: 'mon', labels, wholeNamespace } } as const
);

test.each([
  ['pods of an identity', identity({ app: 'prom' }, false), [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'mon' } }, podSelector: { matchLabels: { app: 'prom' } } }]],
  ['a whole namespace', identity({}, true), [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'mon' } } }]],
  ['addresses', { kind: 'addresses', role: 'cidr', cidrs: ['192.168.0.0/16', '172.16.0.0/12'], except: ['192.168.7.0/24'] } as const, [
    { ipBlock: { cidr: '192.168.0.0/16', except: ['192.168.7.0/24'] } },
    { ipBlock: { cidr: '172.16.0.0/12' } },
  ]],
])('a caller by %s becomes exactly these peers', (_, caller, from) => {
  const objects = render({ ...PLATFORM, services: [CATALOG], edges: [edge('shop/catalog', caller, toPort('grpc', 3550))] });
  expect(body(objects, 'NetworkPolicy shop/catalog-ingress')).toMatchObject({ ingress: [{ from, ports: [{ protocol: 'TCP', port: 3550 }] }] });
});

test('anyone leaves `from` out and keeps the ports', () => {
  const objects = render({ ...PLATFORM, services: [CATALOG], edges: [edge('shop/catalog', { kind: 'anyone', reason: 'public' }, toPort('grpc', 3550))] });
  expect(body(objects, 'NetworkPolicy shop/catalog-ingress')).toHaveProperty('ingress', [{ ports: [{ protocol: 'TCP', port: 3550 }] }]);
});

test.each([
  [{ kind: 'addresses', role: 'kubelet', cidrs: [], except: [] } as const, 'no addresses are known for `kubelet`'],
  [{ kind: 'identity', role: 'spiffe', principal: 'cluster.local/ns/x/sa/y' } as const, 'no pods are known for `cluster.local/ns/x/sa/y`'],
])('fails when a caller has no peers: nothing is better than everybody (%j)', (caller, message) => {
  expect(() => render({ ...PLATFORM, services: [CATALOG], edges: [edge('shop/catalog', caller, toPort('grpc', 3550))] })).toThrow(message);
});

test('NodeLocal DNS is one address on the well-known port', () => {
  const objects = render({ mesh: { platform: 'kubernetes', cluster: { domain: 'cluster.local', podCidrs: [], serviceCidrs: [], nodeCidrs: [], apiServerCidrs: [], dns: { namespace: 'openshift-dns', podLabels: { dns: 'default' }, port: 5353 }, nodeLocalDns: '169.254.20.10' } }, services: [FRONTEND] });
  expect(body(objects, 'NetworkPolicy web/frontend-egress')).toHaveProperty('egress', [
    {
      to: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'openshift-dns' } }, podSelector: { matchLabels: { dns: 'default' } } }],
      ports: [{ protocol: 'UDP', port: 5353 }, { protocol: 'TCP', port: 5353 }],
    },
    { to: [{ ipBlock: { cidr: '169.254.20.10/32' } }], ports: [{ protocol: 'UDP', port: 53 }, { protocol: 'TCP', port: 53 }] },
  ]);
});

test('an external host is opened at its addresses', () => {
  const objects = render({ ...PLATFORM, services: [FRONTEND], externals: [external('web/frontend', 'db.example', [{ number: 5432, protocol: 'tcp' }], ['203.0.113.7/32', '2001:db8::/64'])] });
  expect(body(objects, 'NetworkPolicy web/frontend-egress')).toHaveProperty('egress.1', {
    to: [{ ipBlock: { cidr: '203.0.113.7/32' } }, { ipBlock: { cidr: '2001:db8::/64' } }],
    ports: [{ protocol: 'TCP', port: 5432 }],
  });
});

test.each([
  ['http', 'http'], ['http2', 'http2'], ['grpc', 'grpc'], ['https', 'https'], ['tls', 'tls'], ['tcp', 'tcp'],
] as const)('a Service says what a %s port speaks', (protocol, appProtocol) => {
  expect(body(render({ ...PLATFORM, services: [service('shop/a', [port(protocol, 8080)])] }), 'Service shop/a')).toEqual({
    selector: { 'app.kubernetes.io/name': 'a' },
    ports: [{ name: `${protocol}-9080`, port: 9080, targetPort: 8080, protocol: 'TCP', appProtocol }],
  });
});

test.each([['udp', 'UDP'], ['sctp', 'SCTP']] as const)('a Service has no application protocol on a %s port', (protocol, transport) => {
  expect(body(render({ ...PLATFORM, services: [service('shop/a', [port(protocol, 8080)])] }), 'Service shop/a')).toHaveProperty('ports', [
    { name: `${protocol}-9080`, port: 9080, targetPort: 8080, protocol: transport },
  ]);
});

test('a headless Service has no cluster address, and a service may have several', () => {
  const [main] = service('shop/a', [port('tcp', 6379)]).kubernetesServices;
  const objects = render({ ...PLATFORM, services: [service('shop/a', [port('tcp', 6379)], { kubernetesServices: [main, { ...main, name: 'a-peers', headless: true }] })] });
  expect(body(objects, 'Service shop/a')).not.toHaveProperty('clusterIP');
  expect(body(objects, 'Service shop/a-peers')).toHaveProperty('clusterIP', 'None');
});

test.each([true, false])('a ServiceAccount says whether its token is mounted (%s)', (automountToken) => {
  expect(body(render({ ...PLATFORM, services: [service('shop/a', [], { automountToken })] }), 'ServiceAccount shop/a')).toMatchObject({ automountServiceAccountToken: automountToken });
});
