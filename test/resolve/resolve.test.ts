import { Chart } from 'cdk8s';
import * as fc from 'fast-check';
import {
  Access, Anyone, ApiServer, Cidr, DataPlane, ExternalHost, HttpPath, type ICaller, IngressGateway, Kubelet, KubernetesService, MeshNamespace,
  MeshService, PortMtls, Prometheus, ServicePort, SpiffeIdentity,
} from '../../src';
import { indexModel } from '../../src/model/index-model';
import { modelOf, type Program, resolved } from './declared';

const http = [ServicePort.http(80, { targetPort: 8080 })];
const cluster = { nodeCidrs: ['192.168.0.0/16'], apiServerCidrs: ['10.9.0.1/32'] };

test.each<[string, ICaller, string, object]>([
  ['a gateway', IngressGateway.fromIdentity('istio-ingress', 'edge-istio', { podLabels: { b: '2', a: '1' } }), 'ingress-gateway:cluster.local/ns/istio-ingress/sa/edge-istio[a=1,b=2]',
    { kind: 'identity', role: 'ingress-gateway', principal: 'cluster.local/ns/istio-ingress/sa/edge-istio', pods: { namespace: 'istio-ingress', labels: { a: '1', b: '2' }, wholeNamespace: false } }],
  ['Prometheus', Prometheus.fromIdentity('monitoring', 'prometheus', { wholeNamespace: true }), 'prometheus:cluster.local/ns/monitoring/sa/prometheus[*]',
    { kind: 'identity', role: 'prometheus', principal: 'cluster.local/ns/monitoring/sa/prometheus', pods: { namespace: 'monitoring', labels: {}, wholeNamespace: true } }],
  ['a SPIFFE identity', SpiffeIdentity.of('spiffe://cluster.local/ns/a/sa/b'), 'spiffe:cluster.local/ns/a/sa/b',
    { kind: 'identity', role: 'spiffe', principal: 'cluster.local/ns/a/sa/b', pods: undefined }],
  ['the kubelet', Kubelet.onNodes(), 'kubelet', { kind: 'addresses', role: 'kubelet', cidrs: ['192.168.0.0/16'], except: [] }],
  ['the API server', ApiServer.onControlPlane(), 'api-server', { kind: 'addresses', role: 'api-server', cidrs: ['10.9.0.1/32'], except: [] }],
  ['a block of addresses', Cidr.of('10.0.0.0/8', { except: ['10.1.0.0/16'] }), 'cidr:10.0.0.0/8,!10.1.0.0/16', { kind: 'addresses', role: 'cidr', cidrs: ['10.0.0.0/8'], except: ['10.1.0.0/16'] }],
  ['anyone', Anyone.because('status page'), 'anyone', { kind: 'anyone', reason: 'status page' }],
])('%s is told by what the enforcement points can see', (_, caller, id, model) => {
  const { edges: [edge] } = modelOf(({ service }) => {
    service('catalog', { ports: http }).allowFrom(caller);
  }, { cluster });
  expect(edge.id).toBe(`shop/catalog<-${id}`);
  expect(edge.caller).toEqual(model);
});

test('identities follow the mesh\'s trust domain', () => {
  const { edges } = modelOf(({ service }) => {
    service('catalog', { ports: http }).allowFrom(Prometheus.fromIdentity('monitoring', 'prometheus'));
  }, { trustDomain: 'prod.example' });
  expect(edges[0].caller).toMatchObject({ principal: 'prod.example/ns/monitoring/sa/prometheus' });
});

test('grants of one pair are one edge', () => {
  const { edges } = modelOf(({ service, chart }) => {
    const catalog = service('catalog', { ports: [...http, ServicePort.tcp(9000)] });
    catalog.allowFrom(service('cart'), { access: [Access.tcp()], reason: 'b' });
    const other = new Chart(chart.node.root as never, 'other', { namespace: 'shop' });
    catalog.allowFrom(new MeshService(other, 'orders'));
    catalog.allowFrom(chart.node.findChild('cart') as MeshService, { access: [Access.http({ paths: [HttpPath.exact('/a')] })], reason: 'a' });
    catalog.allowFrom(Anyone.because('z'), { access: [Access.tcp()] });
    catalog.allowFrom(Anyone.because('y'), { access: [Access.tcp()] });
  });
  expect(edges.map((e) => [e.id, e.reasons, e.access.map((a) => a.targetPort)])).toEqual([
    ['shop/catalog<-anyone', [], [9000]],
    ['shop/catalog<-service:shop/cart', ['a', 'b'], [8080, 9000]],
    ['shop/catalog<-service:shop/orders', [], [8080, 9000]],
  ]);
  expect(edges[0].caller).toEqual({ kind: 'anyone', reason: 'y; z' });
});

test('a service has its ports once, whichever Services lead to them', () => {
  const { services: [catalog] } = modelOf(({ service }) => {
    service('catalog', {
      ports: [ServicePort.http(80, { targetPort: 8080 }), ServicePort.tcp(9000, { mtls: PortMtls.permissive({ reason: 'legacy' }) })],
      additionalServices: [KubernetesService.of('a-catalog', { headless: true, ports: [ServicePort.http(8080)] })],
      excludedInboundPorts: [9999, 9998, 9999],
    });
  });
  expect(catalog.ports).toEqual([
    { targetPort: 8080, protocol: 'http', mtls: 'strict' },
    { targetPort: 9000, protocol: 'tcp', mtls: 'permissive', mtlsReason: 'legacy' },
  ]);
  expect(catalog.kubernetesServices.map((s) => [s.name, s.headless, s.ports.map((p) => p.name)]))
    .toEqual([['a-catalog', true, ['http-8080']], ['catalog', false, ['http-80', 'tcp-9000']]]);
  expect(catalog.excludedInboundPorts).toEqual([9998, 9999]);
});

test('a service takes part in the mesh as its namespace does, unless it says otherwise', () => {
  const { services } = modelOf(({ app, mesh }) => {
    const chart = new Chart(app, 'legacy', { namespace: 'legacy' });
    new MeshService(chart, 'follows');
    new MeshService(chart, 'insists', { dataPlane: DataPlane.SIDECAR });
    new MeshNamespace(chart, 'ns', { mesh, dataPlane: DataPlane.NONE });
  });
  expect(services.map((s) => [s.id, s.dataPlane])).toEqual([['legacy/follows', 'none'], ['legacy/insists', 'sidecar']]);
});

test('what a service calls outside is one edge per host', () => {
  const { externals } = modelOf(({ service }) => {
    service('cart')
      .calls(ExternalHost.https('Pay.Example', { addresses: ['203.0.113.7', '203.0.113.0/28'] }), { reason: 'b' })
      .calls(ExternalHost.tcp('pay.example', { ports: [5432], addresses: ['203.0.113.7'] }), { reason: 'a' })
      .calls(ExternalHost.http('mail.example', { ports: [8080, 80], addresses: ['203.0.113.9'] }))
      .calls(ExternalHost.http('mail.example'));
  });
  expect(externals).toEqual([
    { id: 'shop/cart->mail.example', caller: 'shop/cart', host: 'mail.example', ports: [{ number: 80, protocol: 'http' }, { number: 8080, protocol: 'http' }], addresses: [], reasons: [], constructs: ['shop/cart'] },
    { id: 'shop/cart->pay.example', caller: 'shop/cart', host: 'pay.example', ports: [{ number: 443, protocol: 'https' }, { number: 5432, protocol: 'tcp' }], addresses: ['203.0.113.0/28', '203.0.113.7/32'], reasons: ['a', 'b'], constructs: ['shop/cart'] },
  ]);
});

test('stating a call twice says nothing new but another reason', () => {
  const { calls, edges } = modelOf(({ service }) => {
    const catalog = service('catalog', { ports: http });
    service('cart').calls(catalog).calls(catalog, { reason: 'x' });
  });
  expect(calls).toEqual([{ id: 'shop/cart->shop/catalog', caller: 'shop/cart', callee: 'shop/catalog', construct: 'shop/cart', reasons: ['x'] }]);
  expect(edges).toEqual([]);
});

/** Statements that may come in any order once the services are there. */
const STATEMENTS: ((s: Readonly<Record<string, MeshService>>, program: Program) => unknown)[] = [
  ({ catalog, frontend }) => catalog.allowFrom(frontend, { access: [Access.http({ paths: [HttpPath.exact('/a')] })], reason: 'one' }),
  ({ catalog, frontend }) => catalog.allowFrom(frontend, { access: [Access.http({ paths: [HttpPath.under('/b')] })], reason: 'two' }),
  ({ catalog, cart }) => catalog.allowFrom(cart, { access: [Access.tcp()] }),
  ({ catalog }) => catalog.allowFrom(Anyone.because('two')),
  ({ catalog }) => catalog.allowFrom(Anyone.because('one'), { access: [Access.ports(80)] }),
  ({ frontend }) => frontend.allowFrom(IngressGateway.fromIdentity('istio-ingress', 'edge')),
  ({ frontend, catalog }) => frontend.calls(catalog),
  ({ cart }) => cart.calls(ExternalHost.https('pay.example')),
  ({ cart }) => cart.calls(ExternalHost.tcp('pay.example', { ports: [5432], addresses: ['203.0.113.7'] })),
  ({ frontend }) => frontend.calls(ExternalHost.https('pay.example')),
  (_, { app, mesh }) => new MeshNamespace(new Chart(app, 'extra', { namespace: 'extra' }), 'ns', { mesh }),
];
const NAMES = ['catalog', 'frontend', 'cart', 'late'];

function program(services: readonly number[], statements: readonly number[]): (p: Program) => void {
  return (p) => {
    const extra = new Chart(p.app, 'extra-services', { namespace: 'extra' });
    const declared = Object.fromEntries(services.map((i) => [NAMES[i], NAMES[i] === 'late'
      ? new MeshService(extra, 'late')
      : p.service(NAMES[i], { ports: [...http, ServicePort.tcp(9000)] })]));
    for (const i of statements) STATEMENTS[i](declared, p);
  };
}

test('any order of declarations is the same model', () => {
  const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31);
  const order = (length: number) => fc.shuffledSubarray([...Array(length).keys()], { minLength: length });
  const straight = modelOf(program([...NAMES.keys()], [...STATEMENTS.keys()]));
  expect(straight.edges).toHaveLength(4);
  fc.assert(fc.property(order(NAMES.length), order(STATEMENTS.length), (services, statements) => {
    expect(modelOf(program(services, statements))).toEqual(straight);
  }), { numRuns: 100, seed });
});

test('what cannot be resolved is left out, and the rest is whole', () => {
  const { model, problems } = resolved(({ service }) => {
    const catalog = service('catalog', { ports: http });
    catalog.allowFrom(service('cart'), { access: [Access.ports(81), Access.ports(80)] });
    catalog.allowFrom(service('orders'), { access: [Access.udp()] });
  });
  expect(model.edges.map((e) => e.id)).toEqual(['shop/catalog<-service:shop/cart']);
  expect(problems.map((p) => p.code).sort()).toEqual(['protocol-cannot-carry', 'unknown-port']);
});

test('the index finds by callee, caller and host', () => {
  const index = indexModel(modelOf(program([...NAMES.keys()], [...STATEMENTS.keys()])));
  expect(index.edgesTo('shop/catalog').map((e) => e.id)).toEqual(['shop/catalog<-anyone', 'shop/catalog<-service:shop/cart', 'shop/catalog<-service:shop/frontend']);
  expect(index.edgesFrom('shop/frontend').map((e) => e.callee)).toEqual(['shop/catalog']);
  expect(index.externalsIn('shop', 'pay.example').map((e) => e.caller)).toEqual(['shop/cart', 'shop/frontend']);
  expect(index.externalsFrom('shop/late')).toEqual([]);
  expect(index.namespace('extra').construct).toBe('extra/ns');
  expect(() => index.service('shop/nobody')).toThrow('the model has no service `shop/nobody`');
});
