import type { HttpAccessModel } from '../../src/model/model';
import { platformFor } from '../../src/platforms';
import { body, calledBy, edge, external, indexOf, MESH, model, nameOf, port, render, service, SHOP_DECLARED, toPort, type Parts } from './fixtures';

const FRONTEND = service('web/frontend', [port('http', 8080)]);
const CATALOG = service('shop/catalog', [port('grpc', 3550), port('http', 8080), port('tcp', 6379), port('udp', 9000)]);
const SERVICES: Parts = { services: [FRONTEND, CATALOG] };
const CALLERS = 'AuthorizationPolicy shop/catalog-callers';
const FROM_FRONTEND = [{ source: { principals: ['cluster.local/ns/web/sa/frontend'] } }];

test('the platform writes these objects in this order', () => {
  const services = [FRONTEND, service('shop/catalog', [port('http', 8080, 'permissive')])];
  const baseline = { construct: 'baseline', strictMtls: true, denyByDefault: true, gateways: [{ id: 'ingress/edge', namespace: 'ingress', labels: { istio: 'edge' }, ports: [8443] }] };
  expect(render({ services, externals: [external('web/frontend', 'api.example', [{ number: 443, protocol: 'https' }])], baseline }).map(nameOf)).toEqual([
    'Namespace shop', 'NetworkPolicy shop/default-deny', 'PeerAuthentication shop/default', 'AuthorizationPolicy shop/allow-nothing',
    'Namespace web', 'NetworkPolicy web/default-deny', 'PeerAuthentication web/default', 'AuthorizationPolicy web/allow-nothing',
    'ServiceAccount shop/catalog', 'Service shop/catalog', 'NetworkPolicy shop/catalog-ingress', 'NetworkPolicy shop/catalog-egress',
    'PeerAuthentication shop/catalog-ports', 'AuthorizationPolicy shop/catalog-callers', 'Sidecar shop/catalog',
    'ServiceAccount web/frontend', 'Service web/frontend', 'NetworkPolicy web/frontend-ingress', 'NetworkPolicy web/frontend-egress',
    'AuthorizationPolicy web/frontend-callers', 'Sidecar web/frontend',
    'ServiceEntry web/api.example',
    'PeerAuthentication istio-system/default', 'AuthorizationPolicy ingress/edge-clients', 'AuthorizationPolicy istio-system/allow-nothing',
  ]);
});

test('a workload outside the data plane gets NetworkPolicy and nothing that a proxy would read', () => {
  const services = [service('shop/legacy', [port('tcp', 9000)], { dataPlane: 'none' })];
  const objects = render({ services, namespaces: [{ id: 'shop', construct: 'shop/ns', owned: true, dataPlane: 'none' }] });
  expect(objects.map(nameOf)).toEqual([
    'Namespace shop', 'NetworkPolicy shop/default-deny',
    'ServiceAccount shop/legacy', 'Service shop/legacy', 'NetworkPolicy shop/legacy-ingress', 'NetworkPolicy shop/legacy-egress',
  ]);
  expect(objects[0].metadata.labels).toMatchObject({ 'istio-injection': 'disabled' });
  expect(JSON.stringify(body(objects, 'NetworkPolicy shop/legacy-egress'))).not.toContain('istiod');
});

describe('namespace', () => {
  test.each([
    [{}, { 'istio-injection': 'enabled' }],
    [{ revision: 'canary' }, { 'istio.io/rev': 'canary' }],
  ])('a mesh with %j is asked for injection by %j alone', (mesh, labels) => {
    const [namespace] = render({ mesh });
    expect(Object.entries(namespace.metadata.labels ?? {}).filter(([key]) => key.startsWith('istio'))).toEqual(Object.entries(labels));
  });

  test('what others own is not written', () => {
    expect(platformFor('istio').namespaceSlots(MESH, { ...SHOP_DECLARED, emitNamespace: false }).map(({ id }) => id)).toEqual(['DefaultDeny', 'PeerAuthentication', 'AllowNothing']);
  });

  test('mutual TLS is strict and nothing is allowed', () => {
    expect(body(render({}), 'PeerAuthentication shop/default')).toEqual({ mtls: { mode: 'STRICT' } });
    expect(body(render({}), 'AuthorizationPolicy shop/allow-nothing')).toEqual({});
  });
});

describe('mTLS of ports', () => {
  test('exceptions are by target port, with a selector, and the rest stays STRICT', () => {
    const services = [service('shop/a', [port('http', 8080, 'permissive'), port('tcp', 9000, 'disable'), port('tcp', 9001), port('udp', 53, 'permissive')])];
    expect(body(render({ services }), 'PeerAuthentication shop/a-ports')).toEqual({
      selector: { matchLabels: { 'app.kubernetes.io/name': 'a' } },
      mtls: { mode: 'STRICT' },
      portLevelMtls: { 8080: { mode: 'PERMISSIVE' }, 9000: { mode: 'DISABLE' } },
    });
  });
});

describe('authorization', () => {
  const rulesFor = (...edges: NonNullable<Parts['edges']>) => (body(render({ ...SERVICES, edges }), CALLERS) as { rules?: unknown }).rules;

  test('selects the service\'s pods and, without callers, has no rule', () => {
    expect(body(render(SERVICES), CALLERS)).toEqual({ selector: { matchLabels: { 'app.kubernetes.io/name': 'catalog' } }, action: 'ALLOW' });
  });

  test('whole ports are one rule with the exact principal and target ports as strings; UDP is not its business', () => {
    expect(rulesFor(edge('shop/catalog', calledBy('web/frontend'), toPort('grpc', 3550), toPort('tcp', 6379), toPort('udp', 9000)))).toEqual([
      { from: FROM_FRONTEND, to: [{ operation: { ports: ['3550', '6379'] } }] },
    ]);
  });

  test('a grant of UDP alone gives no rule, not one without ports', () => {
    expect(rulesFor(edge('shop/catalog', calledBy('web/frontend'), toPort('udp', 9000)))).toBeUndefined();
  });

  test('HTTP conditions and whole TCP ports stand in separate rules', () => {
    const read: HttpAccessModel = { methods: ['GET', 'HEAD'], paths: [{ kind: 'exact', value: '/' }] };
    expect(rulesFor(edge('shop/catalog', calledBy('web/frontend'), toPort('tcp', 6379), toPort('http', 8080, read)))).toEqual([
      { from: FROM_FRONTEND, to: [{ operation: { ports: ['6379'] } }] },
      { from: FROM_FRONTEND, to: [{ operation: { ports: ['8080'], methods: ['GET', 'HEAD'], paths: ['/'] } }] },
    ]);
  });

  test('alternatives with the same headers are operations of one rule, and one alternative on two ports is one operation', () => {
    const list: HttpAccessModel = { methods: ['POST'], paths: [{ kind: 'exact', value: '/shop.Catalog/List' }] };
    const get: HttpAccessModel = { methods: ['GET'] };
    const tenant: HttpAccessModel = { ...get, headers: [{ name: 'x-tenant', values: [{ kind: 'exact', value: 'a' }, { kind: 'prefix', value: 'b-' }, { kind: 'suffix', value: '-c' }] }, { name: 'x-user', values: [{ kind: 'present' }] }] };
    expect(rulesFor(edge('shop/catalog', calledBy('web/frontend'), toPort('grpc', 3550, list), toPort('http', 8080, list, get, tenant)))).toEqual([
      { from: FROM_FRONTEND, to: [{ operation: { ports: ['3550', '8080'], methods: ['POST'], paths: ['/shop.Catalog/List'] } }, { operation: { ports: ['8080'], methods: ['GET'] } }] },
      {
        from: FROM_FRONTEND,
        to: [{ operation: { ports: ['8080'], methods: ['GET'] } }],
        when: [{ key: 'request.headers[x-tenant]', values: ['a', 'b-*', '*-c'] }, { key: 'request.headers[x-user]', values: ['*'] }],
      },
    ]);
  });

  test.each([
    ['exact', '/cart', ['/cart']],
    ['prefix', '/cart', ['/cart*']],
    ['suffix', '.css', ['*.css']],
    ['template', '/item/{*}/{**}', ['/item/{*}/{**}']],
    ['under', '/cart', ['/cart', '/cart/*']],
    ['under', '/cart/', ['/cart', '/cart/*']],
    ['under', '/', ['/*']],
  ] as const)('a path %s `%s` is written %j', (kind, value, paths) => {
    expect(rulesFor(edge('shop/catalog', calledBy('web/frontend'), toPort('http', 8080, { paths: [{ kind, value }] })))).toEqual([
      { from: FROM_FRONTEND, to: [{ operation: { ports: ['8080'], paths } }] },
    ]);
  });

  test('a host stands for itself with and without a port', () => {
    expect(rulesFor(edge('shop/catalog', calledBy('web/frontend'), toPort('http', 8080, { hosts: ['a.example', 'b.example'] })))).toMatchObject([
      { to: [{ operation: { hosts: ['a.example', 'a.example:*', 'b.example', 'b.example:*'] } }] },
    ]);
  });

  test.each([
    ['a namespace', { kind: 'namespace', namespace: 'web' }, { namespaces: ['web'] }],
    ['an identity', { kind: 'identity', role: 'spiffe', principal: 'cluster.local/ns/x/sa/y', pods: { namespace: 'x', labels: { a: 'b' }, wholeNamespace: false } }, { principals: ['cluster.local/ns/x/sa/y'] }],
    ['addresses', { kind: 'addresses', role: 'cidr', cidrs: ['192.168.0.0/16'], except: [] }, { ipBlocks: ['192.168.0.0/16'] }],
    ['addresses but some', { kind: 'addresses', role: 'cidr', cidrs: ['192.168.0.0/16'], except: ['192.168.7.0/24'] }, { ipBlocks: ['192.168.0.0/16'], notIpBlocks: ['192.168.7.0/24'] }],
    ['anyone, where mTLS is strict', { kind: 'anyone', reason: 'public' }, { principals: ['*'] }],
  ] as const)('%s as caller is this source', (_, caller, source) => {
    expect(rulesFor(edge('shop/catalog', caller, toPort('http', 8080)))).toEqual([{ from: [{ source }], to: [{ operation: { ports: ['8080'] } }] }]);
  });

  test('anyone at a plaintext port has no `from`, and at a strict one of the same service any identity', () => {
    const services = [service('shop/catalog', [port('http', 8080), port('http', 8081, 'permissive')])];
    const edges = [edge('shop/catalog', { kind: 'anyone', reason: 'public' }, toPort('http', 8080), toPort('http', 8081))];
    expect(body(render({ services, edges }), CALLERS)).toHaveProperty('rules', [
      { from: [{ source: { principals: ['*'] } }], to: [{ operation: { ports: ['8080'] } }] },
      { to: [{ operation: { ports: ['8081'] } }] },
    ]);
  });

  test('principals are of the declared trust domain', () => {
    const objects = render({ ...SERVICES, mesh: { trustDomain: 'corp.example' }, edges: [edge('shop/catalog', calledBy('web/frontend'), toPort('http', 8080))] });
    expect(body(objects, CALLERS)).toHaveProperty('rules.0.from.0.source.principals', ['corp.example/ns/web/sa/frontend']);
  });
});

describe('sidecar', () => {
  const scope = (parts: Parts) => body(render(parts), 'Sidecar web/frontend');

  test('a service that calls nobody sees no host', () => {
    expect(scope(SERVICES)).toEqual({
      workloadSelector: { labels: { 'app.kubernetes.io/name': 'frontend' } },
      egress: [{ hosts: ['~/*'] }],
      outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' },
    });
  });

  test('it lists the Services that lead to a granted port, external hosts and proxy hosts, sorted', () => {
    const catalog = service('shop/catalog', [port('http', 8080), port('http', 9090)], {
      kubernetesServices: [
        { name: 'catalog', headless: false, ports: [{ name: 'http-80', port: 80, targetPort: 8080, protocol: 'http' }] },
        { name: 'catalog-admin', headless: false, ports: [{ name: 'http-81', port: 81, targetPort: 9090, protocol: 'http' }] },
      ],
    });
    expect(scope({
      services: [FRONTEND, catalog],
      edges: [edge('shop/catalog', calledBy('web/frontend'), toPort('http', 8080))],
      externals: [external('web/frontend', 'api.example', [{ number: 443, protocol: 'https' }])],
      mesh: { cluster: { ...MESH.cluster, domain: 'corp.internal' }, proxyHosts: [{ namespace: 'telemetry', service: 'collector', port: 4317, podLabels: { app: 'otel' }, reason: 'traces' }] },
    })).toHaveProperty('egress', [{ hosts: ['./api.example', 'shop/catalog.shop.svc.corp.internal', 'telemetry/collector.telemetry.svc.corp.internal'] }]);
  });
});

describe('egress of a pod with a proxy', () => {
  test('opens DNS, istiod and the proxy\'s own hosts before anything that is called', () => {
    const objects = render({ ...SERVICES, mesh: { rootNamespace: 'mesh-root', proxyHosts: [{ namespace: 'telemetry', service: 'collector', port: 4317, podLabels: { app: 'otel' }, reason: 'traces' }] } });
    const peer = (namespace: string, labels: Record<string, string>) => [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } }, podSelector: { matchLabels: labels } }];
    expect(body(objects, 'NetworkPolicy web/frontend-egress')).toHaveProperty('egress', [
      { to: peer('kube-system', { 'k8s-app': 'kube-dns' }), ports: [{ protocol: 'UDP', port: 53 }, { protocol: 'TCP', port: 53 }] },
      { to: peer('mesh-root', { app: 'istiod' }), ports: [{ protocol: 'TCP', port: 15012 }] },
      { to: peer('telemetry', { app: 'otel' }), ports: [{ protocol: 'TCP', port: 4317 }] },
    ]);
  });

  test('an external host by name opens its port to everything outside the cluster, in both IP families', () => {
    const mesh = { cluster: { ...MESH.cluster, podCidrs: ['10.0.0.0/16', 'fd00:10::/56'] } };
    const objects = render({ ...SERVICES, mesh, externals: [external('web/frontend', 'api.example', [{ number: 443, protocol: 'https' }])] });
    expect(body(objects, 'NetworkPolicy web/frontend-egress')).toHaveProperty('egress.2', {
      to: [
        { ipBlock: { cidr: '0.0.0.0/0', except: ['10.0.0.0/16', '10.1.0.0/16', '10.2.0.0/16', '168.63.129.16/32', '169.254.0.0/16'] } },
        { ipBlock: { cidr: '::/0', except: ['fd00:10::/56', 'fd00:ec2::23/128', 'fd00:ec2::254/128', 'fe80::/10'] } },
      ],
      ports: [{ protocol: 'TCP', port: 443 }],
    });
  });

  test('an IP family that the cluster is not known to have stays closed', () => {
    const objects = render({ ...SERVICES, externals: [external('web/frontend', 'api.example', [{ number: 443, protocol: 'https' }])] });
    expect(body(objects, 'NetworkPolicy web/frontend-egress')).toHaveProperty('egress.2.to', [
      { ipBlock: { cidr: '0.0.0.0/0', except: ['10.0.0.0/16', '10.1.0.0/16', '10.2.0.0/16', '168.63.129.16/32', '169.254.0.0/16'] } },
    ]);
  });
});

describe('service entry', () => {
  test('one for a namespace and host, the union of the ports that its services need', () => {
    const services = [FRONTEND, service('web/admin'), CATALOG];
    const objects = render({
      services,
      externals: [
        external('web/frontend', 'api.example', [{ number: 443, protocol: 'https' }]),
        external('web/admin', 'api.example', [{ number: 80, protocol: 'http' }, { number: 443, protocol: 'tls' }]),
        external('shop/catalog', 'api.example', [{ number: 8443, protocol: 'tls' }]),
      ],
    });
    expect(objects.filter(({ kind }) => kind === 'ServiceEntry')).toHaveLength(2);
    expect(body(objects, 'ServiceEntry web/api.example')).toEqual({
      hosts: ['api.example'],
      ports: [{ number: 80, name: 'http-80', protocol: 'HTTP' }, { number: 443, name: 'tls-443', protocol: 'TLS' }],
      location: 'MESH_EXTERNAL',
      resolution: 'DNS',
      exportTo: ['.'],
    });
  });

  test('a TCP port is tied to the host\'s addresses', () => {
    const objects = render({ ...SERVICES, externals: [external('web/frontend', 'db.example', [{ number: 5432, protocol: 'tcp' }], ['203.0.113.10/32', '2001:db8::10/128'])] });
    expect(body(objects, 'ServiceEntry web/db.example')).toMatchObject({ addresses: ['2001:db8::10', '203.0.113.10'], ports: [{ number: 5432, name: 'tcp-5432', protocol: 'TCP' }], resolution: 'DNS' });
  });

  test.each([
    [[], 'TCP host `db.example` has no addresses'],
    [['203.0.113.0/24'], '`203.0.113.0/24` of `db.example` is a range'],
  ])('fails when a TCP port has the addresses %j', (addresses, message) => {
    expect(() => render({ ...SERVICES, externals: [external('web/frontend', 'db.example', [{ number: 5432, protocol: 'tcp' }], addresses)] })).toThrow(message);
  });
});

describe('baseline', () => {
  const gateways = [{ id: 'ingress/edge', namespace: 'ingress', labels: { istio: 'edge' }, ports: [8080, 8443] }];

  test('a gateway stays open on its ports and no others', () => {
    const objects = render({ baseline: { construct: 'baseline', strictMtls: false, denyByDefault: true, gateways } });
    expect(body(objects, 'AuthorizationPolicy ingress/edge-clients')).toEqual({
      selector: { matchLabels: { istio: 'edge' } }, action: 'ALLOW', rules: [{ to: [{ operation: { ports: ['8080', '8443'] } }] }],
    });
    expect(body(objects, 'AuthorizationPolicy istio-system/allow-nothing')).toEqual({});
    expect(objects.map(nameOf)).not.toContain('PeerAuthentication istio-system/default');
  });

  test('mesh-wide STRICT comes alone where only that is asked for', () => {
    const objects = render({ namespaces: [], baseline: { construct: 'baseline', strictMtls: true, denyByDefault: false, gateways } });
    expect(objects.map(nameOf)).toEqual(['PeerAuthentication istio-system/default']);
  });

  test('fails when a gateway has no ports: a rule without them opens all', () => {
    expect(() => render({ baseline: { construct: 'baseline', strictMtls: false, denyByDefault: true, gateways: [{ ...gateways[0], ports: [] }] } })).toThrow('gateway `ingress/edge` has no ports');
  });
});

test('construct ids are unique below their construct', () => {
  const index = indexOf(model({ services: [service('shop/a', [port('http', 8080, 'permissive')])] }));
  const ids = platformFor('istio').serviceSlots(index.model.mesh, index.model.services[0]).map(({ id }) => id);
  expect(ids).toEqual(['ServiceAccount', 'Service', 'IngressPolicy', 'EgressPolicy', 'PortMtls', 'Callers', 'Sidecar']);
});
