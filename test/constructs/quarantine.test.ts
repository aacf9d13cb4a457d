import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import { ApiObject, JsonPatch, Testing } from 'cdk8s';
import {
  Access, AccessRole, ApiServer, Consent, DataPlane, ExternalHost, MeshNamespace, MeshService, type MeshProps, Platform, Prometheus, Scrape,
  ServicePort,
} from '../../src';
import { exceptionsFile } from '../../src/private/outputs/exceptions-file';
import { problems, Shop } from './mesh';

const PORTS = { ports: [ServicePort.http(80, { targetPort: 8080 })] };
const INCIDENT = { reason: 'card numbers in its logs' };

interface Declared {
  readonly shop: Shop;
  readonly frontend: MeshService;
  readonly cart: MeshService;
  readonly catalog: MeshService;
}

function declared(props: MeshProps = {}): Declared {
  const shop = new Shop(props);
  const [frontend, cart, catalog] = ['frontend', 'cart', 'catalog'].map((name) => shop.service(name, PORTS));
  cart.allowFrom(frontend);
  catalog.allowFrom(cart);
  return { shop, frontend, cart, catalog };
}

const written = ({ shop }: Declared): string => JSON.stringify(Testing.synth(shop.chart));
const file = ({ shop }: Declared) => exceptionsFile(shop.mesh._registry.index().model) as { readonly quarantines?: readonly object[] };
const top = ({ shop }: Declared): readonly string[] => shop.mesh.report().toText().split('\n\n')[0].split('\n');

test('is the first thing in the report, with all that is withheld', () => {
  const all = declared({ cluster: { apiServerCidrs: ['10.128.0.2/32'] } });
  all.cart.calls(ExternalHost.https('api.payments.example', { addresses: ['203.0.113.7'] }));
  all.cart.calls(ApiServer.onControlPlane(), { reason: 'reconciles' });
  const collector = Prometheus.fromIdentity('metrics', 'collector', { podLabels: { app: 'collector' }, dataPlane: DataPlane.NONE });
  for (const scrape of [Scrape.merged({ reason: 'no certificate' }), Scrape.pastProxy(15090, { reason: 'of Envoy' })]) all.cart.allowScrapes(collector, scrape);
  all.catalog.allowFrom(all.shop.namespace);
  all.cart.quarantine({ ...INCIDENT, owner: 'security' });
  expect(top(all)).toEqual([
    'Quarantine',
    '  shop/cart: card numbers in its logs (security)',
    '    withheld     metrics/collector -> shop/cart',
    '    withheld     shop/cart -> api.payments.example',
    '    withheld     shop/cart -> shop/catalog',
    '    withheld     shop/cart -> the API server',
    '    withheld     shop/frontend -> shop/cart',
    '    left out of  any identity of namespace shop -> shop/catalog',
  ]);
  expect(problems(all.shop.app)).toEqual([]);
});

test('holds past its day, and is overdue in every report', () => {
  const until = (asOf: string): Declared => {
    const all = declared({ asOf });
    all.cart.quarantine({ ...INCIDENT, expires: '2026-11-30' });
    return all;
  };
  const [during, after] = [until('2026-11-30'), until('2026-12-01')];
  expect(written(after)).toBe(written(during));
  expect(top(during)[1]).toBe('  shop/cart: card numbers in its logs (until 2026-11-30)');
  expect(top(after)[1]).toBe('  shop/cart: card numbers in its logs (until 2026-11-30, which is past)');
  expect(file(during).quarantines).toEqual([expect.not.objectContaining({ overdue: true })]);
  expect(file(after).quarantines).toEqual([expect.objectContaining({ overdue: true, withheld: ['shop/cart -> shop/catalog', 'shop/frontend -> shop/cart'] })]);
  const validate = new Ajv().compile(JSON.parse(readFileSync(join(__dirname, '../../schema/exceptions.schema.json'), 'utf8')) as object);
  expect([validate(file(after)), validate.errors]).toEqual([true, null]);
  expect([validate(file(declared())), file(declared()).quarantines]).toEqual([true, undefined]);
});

test('said twice, it is one with both reasons, for as long as the longer', () => {
  const all = declared({ asOf: '2026-11-30' });
  all.cart.quarantine({ ...INCIDENT, expires: '2026-12-01', owner: 'security' });
  all.cart.quarantine({ reason: 'beacons', expires: '2026-12-24', owner: 'network' });
  expect(top(all)[1]).toBe('  shop/cart: beacons; card numbers in its logs (until 2026-12-24, network, security)');
  expect(problems(all.shop.app)).toEqual([]);
});

test('is not held up by halves of edges, by roles, or by the order of declarations', () => {
  const both = declared({ consent: Consent.BOTH });
  both.frontend.calls(both.cart);
  both.cart.calls(both.catalog);
  both.cart.quarantine(INCIDENT);
  expect(problems(both.shop.app)).toEqual([]);

  const byRole = new Shop();
  const [cart, catalog] = ['cart', 'catalog'].map((name) => byRole.service(name, PORTS));
  cart.quarantine(INCIDENT);
  const reader = new AccessRole(byRole.chart, 'reader');
  reader.addMember(cart);
  catalog.allowFrom(reader, { access: [Access.httpSafeMethods()] });
  expect(byRole.object('AuthorizationPolicy', 'catalog-callers').spec).not.toHaveProperty('rules');
  expect(problems(byRole.app)).toEqual([]);
});

test('is there whichever is declared first, the service or its namespace', () => {
  const shop = new Shop();
  const late = new MeshService(shop.chart, 'late', { ...PORTS, deployedElsewhere: true, name: 'late' });
  late.quarantine(INCIDENT);
  expect(shop.object('AuthorizationPolicy', 'late-quarantine').spec).toEqual({ selector: { matchLabels: late.podLabels }, action: 'DENY', rules: [{}] });
  expect(shop.object('NetworkPolicy', 'late-quarantine').metadata).toHaveProperty(['labels', 'cdk8s-mesh-access/quarantine'], 'true');
});

test('is asked for in the manifests as a denial, although nothing here allows anything', () => {
  const all = declared();
  all.cart.quarantine(INCIDENT);
  const denial = all.shop.chart.node.findAll().find((c): c is ApiObject => ApiObject.isApiObject(c) && c.name === 'cart-quarantine' && c.kind === 'AuthorizationPolicy');
  denial?.addJsonPatch(JsonPatch.replace('/spec/rules', [{ to: [{ operation: { ports: ['9999'] } }] }]));
  expect(problems(all.shop.app)).toEqual([expect.stringMatching(/\[refuted\] authorization-deny lets .* on shop\/cart:8080/)]);
});

test.each([['istio', {}], ['kubernetes', { platform: Platform.KUBERNETES }]])('on platform %s what somebody else opens is found', (_, props) => {
  const all = declared(props);
  all.cart.quarantine(INCIDENT);
  new ApiObject(all.shop.chart, 'out', {
    apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name: 'out' },
    spec: { podSelector: {}, policyTypes: ['Egress'], egress: [{ to: [{ namespaceSelector: {} }], ports: [{ port: 53, protocol: 'UDP' }] }] },
  });
  // Names are what every other pod may ask for.
  expect(problems(all.shop.app).filter((line) => line.includes('shop/cart'))).toEqual([expect.stringContaining('[refuted] egress-policy lets shop/cart')]);
});

test('a policy of the root namespace that allows everything opens nothing of it', () => {
  const all = declared();
  all.cart.quarantine(INCIDENT);
  new ApiObject(all.shop.chart, 'everything', {
    apiVersion: 'security.istio.io/v1', kind: 'AuthorizationPolicy', metadata: { name: 'everything', namespace: 'istio-system' }, spec: { rules: [{}] },
  });
  const found = problems(all.shop.app);
  expect(found.filter((line) => line.includes('shop/catalog:8080')).length).toBeGreaterThan(0);
  expect(found.filter((line) => line.includes('on shop/cart:8080'))).toEqual([]);
});

test('a tenant cuts off its own service in a namespace of others', () => {
  // What isolates the namespace is in its owner's manifests.
  const shop = new Shop({ prove: false });
  const namespace = MeshNamespace.fromName(shop.chart, 'billing', { mesh: shop.mesh, name: 'billing' });
  const invoices = shop.service('invoices', { ...PORTS, namespace });
  invoices.calls(ExternalHost.https('api.bank.example', { addresses: ['203.0.113.9'] }));
  invoices.quarantine(INCIDENT);
  expect(shop.object('ServiceEntry', 'invoices.external.api.bank.example').spec).toHaveProperty('ports', [{ number: 443, name: 'tls-443', protocol: 'TLS' }]);
  expect(shop.object('Sidecar', 'invoices').spec).toHaveProperty('egress', [{ hosts: ['~/*'] }]);
});

test.each([
  ['without a reason', { reason: '' }, /\[missing-reason\]/],
  ['until no day', { reason: 'x', expires: 'soon' }, /\[invalid-date\]/],
])('%s it is refused at the call', (_, options, text) => {
  expect(() => declared().cart.quarantine(options)).toThrow(text);
});
