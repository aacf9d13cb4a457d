import '../../src/jest';
import { App, Chart } from 'cdk8s';
import { ApiObject } from 'cdk8s';
import { ApiServer, ForeignPods, Mesh, MeshAssertions, MeshNamespace, MeshService, Prometheus, Scrape, ServicePort } from '../../src';
import { shop } from './shop';

const { app, chart } = shop();
const GET_PRODUCT = { method: 'POST', path: '/shop.Catalog/GetProduct' };

test.each([['an App', app], ['a Chart', chart], ['assertions', MeshAssertions.fromApp(app)]])('matchers take %s', (_, subject) => {
  expect(subject).toAllow('shop/frontend', 'shop/catalog:3550', GET_PRODUCT);
  expect(subject).not.toAllow('shop/redis', 'shop/catalog:3550', GET_PRODUCT);
  expect(subject).toDeny('shop/redis', 'shop/catalog:3550');
  expect(subject).not.toDeny('shop/catalog', 'shop/redis:6379');
  expect(subject).toOnlyAllowCallers('shop/redis:6379', ['shop/catalog']);
  expect(subject).not.toOnlyAllowCallers('shop/redis:6379', ['shop/frontend']);
});

test.each<[string, () => void, string]>([
  ['toAllow', () => expect(app).toAllow('shop/redis', 'shop/catalog:3550'), 'expected allow, got deny: shop/redis -> shop/catalog:3550'],
  ['not.toAllow', () => expect(app).not.toAllow('shop/catalog', 'shop/redis:6379'), 'expected deny, got allow: shop/catalog -> shop/redis:6379'],
  ['toDeny', () => expect(app).toDeny('shop/catalog', 'shop/redis:6379'), 'expected deny, got allow: shop/catalog -> shop/redis:6379'],
  ['toOnlyAllowCallers', () => expect(app).toOnlyAllowCallers('shop/redis:6379', []), 'also allowed: shop/catalog (everything)'],
  ['not.toOnlyAllowCallers', () => expect(app).not.toOnlyAllowCallers('shop/redis:6379', ['shop/catalog']), 'expected others than [shop/catalog]'],
  ['not.toMatchAccessSnapshot', () => expect(app).not.toMatchAccessSnapshot(), '`.not` has no meaning for toMatchAccessSnapshot'],
  ['something else than manifests', () => expect(42 as unknown as App).toAllow('a/b', 'c/d:1'), 'expected an App, a Chart, MeshAssertions or a directory, got `42`'],
])('%s fails in words', (_, run, message) => {
  expect(run).toThrow(message);
});

test('what cannot be decided fails, negated or not', () => {
  const open = new App();
  const legacy = new Chart(open, 'legacy', { namespace: 'legacy' });
  new ApiObject(legacy, 'pod', { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' }, spec: { containers: [{ name: 'c' }] } });
  new ApiObject(legacy, 'strict', { apiVersion: 'security.istio.io/v1', kind: 'PeerAuthentication', metadata: { name: 'default' }, spec: { mtls: { mode: 'STRICT' } } });
  const target = 'pod:legacy/a:80';
  for (const run of [
    () => expect(open).toAllow('anonymous', target),
    () => expect(open).not.toAllow('anonymous', target),
    () => expect(open).toDeny('anonymous', target),
    () => expect(open).not.toDeny('anonymous', target),
  ]) expect(run).toThrow('got undetermined: anonymous -> pod:legacy/a:80');
});

test('a changed access is a changed snapshot', () => {
  expect(app).toMatchAccessSnapshot();
  expect(chart).toMatchAccessSnapshot('the same services');
  const { app: widened, chart: inWidened } = shop();
  new ApiObject(inWidened, 'wide', {
    apiVersion: 'security.istio.io/v1', kind: 'AuthorizationPolicy', metadata: { name: 'wide' }, spec: { rules: [{}] },
  });
  expect(MeshAssertions.fromApp(widened).accessTable()).not.toBe(MeshAssertions.fromApp(app).accessTable());
});

test('who may call the API server is in a snapshot', () => {
  const table = (asking: (service: MeshService) => void): string => {
    const calling = new App();
    const mesh = new Mesh(calling, 'mesh', { cluster: { apiServerCidrs: ['10.128.0.2/32'] } });
    const inShop = new Chart(calling, 'shop', { namespace: 'shop' });
    new MeshNamespace(inShop, 'namespace', { mesh });
    asking(new MeshService(inShop, 'operator', { deployedElsewhere: true }));
    return MeshAssertions.fromChart(inShop).accessTable();
  };
  const [asked, unasked] = [table((operator) => operator.calls(ApiServer.onControlPlane(), { reason: 'reconciles' })), table(() => {})];
  expect(asked.split('\n').filter((line) => !unasked.includes(line))).toEqual([
    '  shop/operator -> the API server at 10.128.0.2/32 on 443, 6443 (TCP only to hosts that its proxy knows)',
  ]);
});

test('foreign pods and what is scraped past the proxy are in a snapshot', () => {
  const table = (change: (search: MeshService) => void): string => {
    const { app: own, namespace } = shop();
    change(namespace.addForeignPods('search', ForeignPods.of({
      madeBy: 'the search operator', podLabels: { app: 'search' }, ports: [ServicePort.http(9200)], serviceAccountName: 'search',
    }), { reason: 'full text' }));
    return MeshAssertions.fromApp(own).accessTable();
  };
  const prometheus = Prometheus.fromIdentity('monitoring', 'prometheus', { podLabels: { app: 'prometheus' } });
  const plain = table(() => undefined);
  expect(plain).toContain('shop/search:9200');
  const scraped = table((search) => search.allowScrapes(prometheus, Scrape.merged({ reason: 'no certificate' })));
  expect(scraped.split('\n').filter((line) => !plain.includes(line))).toMatchInlineSnapshot(`
[
  "pod:shop/search:15020",
  "  monitoring/prometheus  everything",
  "Exceptions",
  "  pod:shop/search:15020 accepts plaintext",
]
`);
});
