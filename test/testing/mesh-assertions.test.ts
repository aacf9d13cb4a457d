import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiObject, App, Chart, Yaml } from 'cdk8s';
import { type AccessRequest, type ManifestSettings, MeshAssertions, Platform } from '../../src';
import { shop } from './shop';

const LIST = { method: 'POST', path: '/shop.Catalog/ListProducts' };

describe('from an App', () => {
  const assertions = MeshAssertions.fromApp(shop().app);

  test('what is declared is allowed', () => {
    expect(() => assertions.allows('shop/frontend', 'shop/catalog:3550', LIST)).not.toThrow();
    expect(() => assertions.allows('shop/catalog', 'shop/redis:6379')).not.toThrow();
  });

  test('a caller from outside has the pods of its declaration', () => {
    expect(() => assertions.allows('istio-ingress/edge', 'shop/frontend:80', { path: '/product/1' })).not.toThrow();
  });

  test.each([
    ['another method', 'shop/frontend', 'shop/catalog:3550', { ...LIST, method: 'GET' }],
    ['another path', 'shop/frontend', 'shop/catalog:3550', { ...LIST, path: '/shop.Catalog/Delete' }],
    ['another workload', 'shop/redis', 'shop/catalog:3550', LIST],
    ['plaintext', 'anonymous', 'shop/catalog:3550', LIST],
    ['a foreign trust domain', 'evil.example/ns/shop/sa/frontend', 'shop/catalog:3550', LIST],
    ['anything at all', 'shop/frontend', 'shop/redis:6379', undefined],
  ])('%s is denied', (_, caller, target, request) => {
    expect(() => assertions.denies(caller, target, request)).not.toThrow();
    expect(() => assertions.allows(caller, target, request)).toThrow(/^expected allow, got deny: /);
  });

  test('without a request: allowed means something, denied means nothing whatever', () => {
    expect(() => assertions.allows('shop/frontend', 'shop/catalog:3550')).not.toThrow();
    expect(() => assertions.denies('shop/frontend', 'shop/catalog:3550'))
      .toThrow('expected deny, got allow: shop/frontend -> shop/catalog:3550\n  allow: POST /shop.Catalog/GetProduct, /shop.Catalog/ListProducts');
  });

  test('a failure says what every layer decided and what came closest', () => {
    expect(() => assertions.allows('shop/frontend', 'shop/catalog:3550', { path: '/' })).toThrowErrorMatchingInlineSnapshot(`
"expected allow, got deny: shop/frontend -> shop/catalog:3550 GET /
    egress-policy           allow  admitted by NetworkPolicy shop/frontend-egress spec.egress[2]
    egress-scope            allow  catalog.shop.svc.cluster.local is in the scope of Sidecar shop/frontend spec.egress
    ingress-policy          allow  admitted by NetworkPolicy shop/catalog-ingress spec.ingress[0]
    capture                 allow  the sidecar of shop/catalog captures port 3550 as http
    mtls                    allow  arrives by mTLS as \`cluster.local/ns/shop/sa/frontend\`, mode STRICT (PeerAuthentication shop/default spec.mtls.mode)
    request-authentication  allow  no RequestAuthentication applies
    custom                  allow  no CUSTOM policy applies
    authorization-deny      allow  no DENY policy applies
    authorization-allow     deny   no rule of AuthorizationPolicy shop/allow-nothing, AuthorizationPolicy shop/catalog-callers allows it
    nearest miss at authorization-allow: AuthorizationPolicy shop/catalog-callers spec.rules[0] asks for methods [POST] and paths [/shop.Catalog/GetProduct, /shop.Catalog/ListProducts] (shop/catalog/Callers)"
`);
  });

  test('only the callers that are named', () => {
    expect(() => assertions.onlyAllowsCallers('shop/catalog:3550', ['shop/frontend'])).not.toThrow();
    expect(() => assertions.onlyAllowsCallers('shop/catalog:3550', ['cluster.local/ns/shop/sa/frontend'])).not.toThrow();
    expect(() => assertions.onlyAllowsCallers('shop/catalog:3550', [])).toThrow('also allowed: shop/frontend (POST /shop.Catalog/GetProduct');
    expect(() => assertions.onlyAllowsCallers('shop/catalog:3550', ['shop/frontend', 'shop/redis'])).toThrow('not allowed: shop/redis');
  });

  test.each([
    ['shop/frontent', 'shop/catalog:3550', 'no workload runs under `shop/frontent` and no policy names it; did you mean `shop/frontend`?'],
    ['shop/frontend', 'shop/catlog:3550', 'no Service is called `shop/catlog`; did you mean `shop/catalog`?'],
    ['shop/frontend', 'shop/catalog:3551', 'Service `shop/catalog` has no port `3551`; use `3550`'],
    ['frontend', 'shop/catalog:3550', 'not a namespace and a name, got `frontend`'],
  ])('a question nobody can put throws, whatever was expected: %s %s', (caller, target, message) => {
    expect(() => assertions.allows(caller, target)).toThrow(message);
    expect(() => assertions.denies(caller, target)).toThrow(message);
  });

  test('a misspelled part of a request throws: another request would be asked about', () => {
    const misspelled = { methd: 'POST', path: '/shop.Catalog/DeleteProduct' } as AccessRequest;
    expect(() => assertions.denies('shop/frontend', 'shop/catalog:3550', misspelled)).toThrow('[unknown-option] AccessRequest has `methd`, which is no option; did you mean `method`');
  });

  test('so does a misspelled setting', () => {
    const misspelled = { trustdomain: 'corp.example' } as ManifestSettings;
    expect(() => MeshAssertions.fromDirectory(__dirname, misspelled)).toThrow('[unknown-option] ManifestSettings has `trustdomain`, which is no option; did you mean `trustDomain`');
  });

  test('everybody who is expected must exist', () => {
    expect(() => assertions.onlyAllowsCallers('shop/catalog:3550', ['shop/frontent'])).toThrow('did you mean `shop/frontend`?');
  });

  test('the access table', () => {
    expect(assertions.accessTable()).toBe([
      'shop/catalog:3550',
      '  shop/frontend  POST /shop.Catalog/GetProduct, /shop.Catalog/ListProducts',
      '',
      'shop/frontend:80 (pod port 8080)',
      '  istio-ingress/edge  GET /, /product, /product/*',
      '',
      'shop/redis:6379',
      '  shop/catalog  everything',
      '',
      'Ways out of pods',
      '  shop/* (all 3) -> pods with app=istiod of namespace istio-system on 15012',
      '  shop/* (all 3) -> pods with k8s-app=kube-dns of namespace kube-system on 53, 53/UDP',
      '',
    ].join('\n'));
  });
});

describe('other objects of the App', () => {
  test('decide as well', () => {
    const { app, chart } = shop();
    new ApiObject(chart, 'wide', {
      apiVersion: 'security.istio.io/v1', kind: 'AuthorizationPolicy', metadata: { name: 'wide' }, spec: { rules: [{}] },
    });
    const assertions = MeshAssertions.fromApp(app);
    expect(() => assertions.allows('shop/frontend', 'shop/catalog:3550', { path: '/admin' })).not.toThrow();
    expect(assertions.accessTable()).toContain('shop/frontend  everything');
  });

  test('of a kind that is not understood stand in the access table', () => {
    const { app, chart } = shop();
    new ApiObject(chart, 'filter', { apiVersion: 'networking.istio.io/v1alpha3', kind: 'EnvoyFilter', metadata: { name: 'tap' }, spec: {} });
    expect(MeshAssertions.fromApp(app).accessTable()).toMatch(/Exceptions\n {2}EnvoyFilter shop\/tap is not taken into account \(.+\)/);
  });

  test('that cannot be read throw, all of them', () => {
    const { app, chart } = shop();
    for (const name of ['one', 'two']) {
      new ApiObject(chart, name, { apiVersion: 'security.istio.io/v1', kind: 'AuthorizationPolicy', metadata: { name }, spec: { rules: [{ form: [] }] } });
    }
    expect(() => MeshAssertions.fromApp(app)).toThrow(/shop\/one: .*`form`.*\nshop\/two: .*`form`/);
  });
});

test('an App whose declaration cannot stand gives no answers', () => {
  const { app, chart } = shop();
  new ApiObject(chart, 'thief', {
    apiVersion: 'v1', kind: 'Pod', metadata: { name: 'thief', labels: { 'app.kubernetes.io/name': 'catalog' } },
    spec: { serviceAccountName: 'other', containers: [{ name: 'c' }] },
  });
  expect(() => MeshAssertions.fromApp(app)).toThrow(/^shop\/catalog: \[[a-z-]+\] /);
});

describe('from a Chart', () => {
  test('policies of other charts decide, too; the table is about this chart', () => {
    const { app, chart } = shop();
    const other = new Chart(app, 'other', { namespace: 'shop' });
    new ApiObject(other, 'svc', { apiVersion: 'v1', kind: 'Service', metadata: { name: 'other' }, spec: { selector: { app: 'other' }, ports: [{ port: 80 }] } });
    new ApiObject(other, 'no', {
      apiVersion: 'security.istio.io/v1', kind: 'AuthorizationPolicy', metadata: { name: 'no' }, spec: { action: 'DENY', rules: [{}] },
    });
    const assertions = MeshAssertions.fromChart(chart);
    expect(() => assertions.denies('shop/frontend', 'shop/catalog:3550', LIST)).not.toThrow();
    expect(assertions.accessTable()).not.toContain('shop/other');
    expect(MeshAssertions.fromChart(other).accessTable()).toContain('shop/other:80 (no workload in the manifests)');
  });
});

describe('from a directory', () => {
  const directory = mkdtempSync(join(tmpdir(), 'mesh-assertions-'));
  afterAll(() => rmSync(directory, { recursive: true }));
  const pod = (name: string) => ({
    apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'shop', labels: { app: name } }, spec: { serviceAccountName: name, containers: [{ name: 'c' }] },
  });
  const service = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'a', namespace: 'shop' }, spec: { selector: { app: 'a' }, ports: [{ port: 80 }] } };
  const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', labels: { 'istio-injection': 'enabled' } } };
  const policy = {
    apiVersion: 'security.istio.io/v1', kind: 'AuthorizationPolicy', metadata: { name: 'a', namespace: 'shop' },
    spec: { rules: [{ from: [{ source: { principals: ['prod.example/ns/shop/sa/b'] } }] }] },
  };
  mkdirSync(join(directory, 'below'));
  Yaml.save(join(directory, 'below/all.yaml'), [namespace, pod('a'), pod('b'), service, policy]);

  test('settings say what no manifest shows', () => {
    expect(() => MeshAssertions.fromDirectory(directory).denies('shop/b', 'shop/a:80')).not.toThrow();
    expect(() => MeshAssertions.fromDirectory(directory, { trustDomain: 'prod.example' }).allows('shop/b', 'shop/a:80')).not.toThrow();
    expect(() => MeshAssertions.fromDirectory(directory, { platform: Platform.KUBERNETES }).allows('anonymous', 'shop/a:80')).not.toThrow();
  });

  test('what cannot be read throws', () => {
    writeFileSync(join(directory, 'bad.yaml'), 'apiVersion: v1\nkind: Service\nmetadata: {name: x}\nspec: {prots: []}\n');
    expect(() => MeshAssertions.fromDirectory(directory)).toThrow(/bad\.yaml:4: .*`prots`/);
    rmSync(join(directory, 'bad.yaml'));
  });
});

test('crowds are named as the access table names them', () => {
  const { app, chart } = shop();
  new ApiObject(chart, 'wide', {
    apiVersion: 'security.istio.io/v1', kind: 'AuthorizationPolicy', metadata: { name: 'wide' }, spec: { rules: [{ from: [{ source: { namespaces: ['shop'] } }] }] },
  });
  new ApiObject(chart, 'reachable', {
    apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name: 'reachable' },
    spec: { podSelector: {}, policyTypes: ['Ingress'], ingress: [{ from: [{ podSelector: {} }] }] },
  });
  const assertions = MeshAssertions.fromApp(app);
  const crowd = 'any identity of namespace shop';
  expect(() => assertions.onlyAllowsCallers('shop/redis:6379', ['shop/catalog'])).toThrow(`also allowed: ${crowd} (everything)`);
  expect(() => assertions.onlyAllowsCallers('shop/redis:6379', [crowd])).not.toThrow();
});

test('what the cluster has already decides, too', () => {
  const directory = mkdtempSync(join(tmpdir(), 'existing-'));
  Yaml.save(join(directory, 'deny.yaml'), [{
    apiVersion: 'security.istio.io/v1', kind: 'AuthorizationPolicy', metadata: { name: 'frozen', namespace: 'shop' }, spec: { action: 'DENY', rules: [{}] },
  }]);
  expect(() => MeshAssertions.fromApp(shop().app).allows('shop/catalog', 'shop/redis:6379')).not.toThrow();
  expect(() => MeshAssertions.fromApp(shop({ existingManifests: [directory] }).app).denies('shop/catalog', 'shop/redis:6379')).not.toThrow();
  rmSync(directory, { recursive: true });
});

test('an App without a Mesh runs in an Istio installation with default settings', () => {
  const app = new App();
  const chart = new Chart(app, 'legacy', { namespace: 'legacy' });
  new ApiObject(chart, 'pod', { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a', labels: { app: 'a' } }, spec: { containers: [{ name: 'c', ports: [{ containerPort: 80 }] }] } });
  new ApiObject(chart, 'strict', { apiVersion: 'security.istio.io/v1', kind: 'PeerAuthentication', metadata: { name: 'default' }, spec: { mtls: { mode: 'STRICT' } } });
  expect(() => MeshAssertions.fromApp(app).allows('anonymous', 'pod:legacy/a:80')).toThrow('expected allow, got undetermined');
});
