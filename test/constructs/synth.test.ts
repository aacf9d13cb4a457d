import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { ApiObject, App, Chart, Include, JsonPatch, Testing } from 'cdk8s';
import { parseAllDocuments } from 'yaml';
import { Access, DataPlane, HttpPath, Mesh, MeshNamespace, type MeshProps, MeshService, PathNormalization, ProofVerdict, ServicePort } from '../../src';
import { type Manifests, readPaths } from '../../src/manifest';
import { apiObjects, readApp } from '../../src/private/read-back';
import { defaultOutputDirectory } from '../../src/private/outputs/directory';
import { Synthesis } from '../../src/private/synthesis';
import { objectsOf, problems, Shop } from './mesh';

let directory: string;
beforeEach(() => {
  directory = fs.mkdtempSync(path.join(os.tmpdir(), 'mesh-access-'));
});
afterEach(() => fs.rmSync(directory, { recursive: true }));

const files = (root = directory): string[] => fs.readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((f) => fs.statSync(path.join(root, f)).isFile()).sort();
const http = [ServicePort.http(80, { targetPort: 8080 })];

function shopWithEdge(outdir = path.join(directory, 'dist'), props = {}): Shop {
  const shop = new Shop(props, outdir);
  const catalog = shop.service('catalog', { ports: http });
  catalog.allowFrom(shop.service('frontend'), { access: [Access.http({ paths: [HttpPath.under('/items')] })], reason: 'shop window' });
  return shop;
}

/** Counts how often a proof is really made: for that, and for nothing else here, the App is read back. */
function countProofs(): jest.SpyInstance {
  return jest.spyOn(Synthesis.prototype, 'readBack');
}

describe('one synth', () => {
  test('proves once, however many charts there are', () => {
    const proofs = countProofs();
    const shop = shopWithEdge();
    for (let i = 0; i < 5; i++) new ApiObject(new Chart(shop.app, `chart-${i}`), 'x', { apiVersion: 'v1', kind: 'ConfigMap' });
    shop.app.synth();
    expect(proofs).toHaveBeenCalledTimes(1);
    shop.app.synthYaml();
    expect(proofs).toHaveBeenCalledTimes(2);
  });

  test('outside of it every validation proves anew', () => {
    const proofs = countProofs();
    const shop = shopWithEdge();
    Testing.synth(shop.chart);
    Testing.synth(shop.chart);
    expect(proofs).toHaveBeenCalledTimes(2);
  });

  test('without `prove` nothing is proved, and the objects are the same', () => {
    const proofs = countProofs();
    const shop = shopWithEdge(undefined, { prove: false });
    const unproved = shop.app.synthYaml();
    expect(proofs).not.toHaveBeenCalled();
    expect(unproved).toBe(shopWithEdge().app.synthYaml());
  });

  test('writes what is no manifest beside the manifests', () => {
    shopWithEdge().app.synth();
    expect(files()).toEqual([
      'dist/shop.k8s.yaml',
      ...['access.txt', 'contract.json', 'exceptions.json', 'index.json', 'proof.json', 'requirements.yaml'].map((f) => `mesh-access.out/${f}`),
    ]);
  });

  test('writes what it judged: the files read back as the objects did', () => {
    const shop = shopWithEdge();
    const labels = { a: '1', b: 'yes', c: '0x1f', d: '', e: '1e3', f: 'null' };
    new ApiObject(new Chart(shop.app, 'quoting'), 'x', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'x', labels } });
    shop.app.synth();
    const objects = ({ manifests }: { manifests: Manifests }) => manifests.objects.map((o) => o.object);
    const written = readPaths([path.join(directory, 'dist')]);
    expect(written.problems).toEqual([]);
    expect(objects(written)).toHaveLength(objects(readApp(apiObjects(shop.app))).length);
    expect(objects(written)).toEqual(expect.arrayContaining([...objects(readApp(apiObjects(shop.app)))]));
  });

  test('leaves no proof of an earlier synth behind', () => {
    shopWithEdge().app.synth();
    shopWithEdge(undefined, { prove: false }).app.synth();
    expect(files()).not.toContain('mesh-access.out/proof.json');
  });

  test('writes nothing while there is an error, and reports all of them', () => {
    const shop = shopWithEdge();
    const cart = shop.service('cart', { ports: [ServicePort.tcp(6379)], serviceAccountName: 'default' });
    cart.allowFrom(shop.namespace, { access: [Access.ports(80)] });
    cart.allowFrom(shop.namespace, { access: [Access.httpSafeMethods()] });
    expect(() => shop.app.synth()).toThrow([
      'Validation failed with the following errors:',
      '  [mesh] shop/cart: [default-service-account] `shop/cart` uses the service account `default`, which is also that of every pod without one; give the service an account of its own; `migrateIdentity` admits `default` until all of its pods have it',
      '  [mesh] shop/cart: [protocol-cannot-carry] `shop/cart` has no port that can carry `Access.http` (granted to `every identity of shop`); declare a port of protocol `http`, `http2`, `grpc`, or grant `Access.ports(6379)`',
      '  [mesh] shop/cart: [unknown-port] `shop/cart` has no Service port `80` (granted to `every identity of shop`); use one of `6379`',
    ].join('\n'));
    expect(files()).toEqual([]);
  });

  test('refuses an object that cannot be rendered without the declaration being whole', () => {
    const shop = shopWithEdge();
    const cart = shop.service('cart');
    cart.allowFrom(shop.namespace);
    expect(() => cart.egressPolicy?.toJson()).toThrow('[unknown-port] `shop/cart` has no ports and is allowed callers');
  });

  test('finds an object of others that widens', () => {
    const shop = shopWithEdge();
    new ApiObject(shop.chart, 'open', { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', spec: { podSelector: {}, ingress: [{}] } });
    const found = problems(shop.app);
    expect(found.length).toBeGreaterThan(0);
    expect(found.join('\n')).toContain('construct shop/open');
  });

  test('finds what is in the cluster already', () => {
    const manifest = path.join(directory, 'existing.yaml');
    fs.writeFileSync(manifest, [
      'apiVersion: security.istio.io/v1', 'kind: AuthorizationPolicy', 'metadata: { name: open, namespace: shop }', 'spec: { rules: [{}] }', '',
    ].join('\n'));
    expect(problems(shopWithEdge(undefined, { existingManifests: [manifest] }).app).join('\n')).toContain('AuthorizationPolicy shop/open');
  });

  test('an object of the App replaces the one of its name in the cluster', () => {
    const earlier = path.join(directory, 'earlier');
    shopWithEdge(path.join(earlier, 'dist')).app.synth();
    expect(problems(shopWithEdge(undefined, { existingManifests: [path.join(earlier, 'dist')] }).app)).toEqual([]);
  });

  test('a namespace of others is isolated only where their manifests say so', () => {
    const owner = new Shop({}, path.join(directory, 'owner', 'dist'));
    owner.app.synth();
    const tenant = (props: MeshProps): App => {
      const app = new App();
      const mesh = new Mesh(app, 'mesh', props);
      const chart = new Chart(app, 'team', { namespace: 'shop' });
      MeshNamespace.fromName(chart, 'ns', { mesh, name: 'shop' });
      const catalog = new MeshService(chart, 'catalog', { ports: http, deployedElsewhere: true });
      catalog.allowFrom(new MeshService(chart, 'frontend', { deployedElsewhere: true }));
      return app;
    };
    expect(problems(tenant({ existingManifests: [path.join(directory, 'owner', 'dist')] }))).toEqual([]);
    expect(problems(tenant({})).join('\n')).toContain('[mesh] team/catalog: [refuted] mtls lets');
  });

  test('reports what cannot be read', () => {
    const shop = shopWithEdge(undefined, { existingManifests: [path.join(directory, 'nowhere')] });
    new ApiObject(shop.chart, 'typo', { apiVersion: 'security.istio.io/v1', kind: 'AuthorizationPolicy', spec: { rules: [{ form: [] }] } });
    const [typo, file] = problems(shop.app);
    expect(typo).toContain('shop/typo: spec.rules[0].form: [unknown-key]');
    expect(file).toContain('nowhere: [unreadable-file] cannot be read');
  });

  test('reads objects that were included from files', () => {
    const manifest = path.join(directory, 'deployment.yaml');
    fs.writeFileSync(manifest, [
      'apiVersion: apps/v1', 'kind: Deployment', 'metadata: { name: cart, namespace: shop }',
      'spec: { selector: { matchLabels: { app: cart } }, template: { metadata: { labels: { app: cart } }, spec: { serviceAccountName: other, containers: [{ name: a, image: b }] } } }', '',
    ].join('\n'));
    const shop = new Shop();
    new MeshService(shop.chart, 'cart', { podLabels: { app: 'cart' }, ports: http });
    new Include(shop.chart, 'include', { url: manifest });
    expect(problems(shop.app).join('\n')).toContain('[workload-service-account] `Deployment shop/cart` is selected by `shop/cart` but runs under the service account `other`');
  });

  test('refuses a declaration that comes while it writes', () => {
    const shop = shopWithEdge();
    new LateDeclaration(shop, () => shop.mesh._registry.declareCall({ caller: 'shop/frontend', callee: 'shop/catalog', construct: 'late' }));
    expect(() => shop.app.synth()).toThrow(changed);
  });

  test('refuses an object that comes while it writes', () => {
    const shop = shopWithEdge();
    const late: Chart = new LateDeclaration(shop, () => new ApiObject(late, 'open', { apiVersion: 'v1', kind: 'ConfigMap' }));
    expect(() => shop.app.synth()).toThrow(changed);
  });

  test('writes what it judged, whatever is patched after that', () => {
    const shop = shopWithEdge();
    const judged = Testing.synth(shop.chart);
    const policy = objectsOf(shop.app).find((o) => o.name === 'catalog-ingress')!;
    const patch = (): string[] => {
      policy.addJsonPatch(JsonPatch.replace('/spec/ingress', [{}]));
      return [];
    };
    // Validated after the mesh, and before anything is written.
    new Chart(shop.app, 'late').node.addValidation({ validate: patch });
    expect(parseAllDocuments(shop.app.synthYaml()).map((document) => document.toJS() as unknown)).toEqual(judged);
    expect(policy.toJson().spec.ingress).toEqual([{}]);
  });
});

const changed = '[changed-during-synth] something was declared while the App was being written; declare it before `synth`';

/** Declares in the middle of cdk8s' writing: in the last validation of all, that of the last chart, after which nothing is judged. */
class LateDeclaration extends Chart {
  constructor(shop: Shop, declare: () => void) {
    super(shop.app, 'late');
    let validations = 0;
    const last = 1 + shop.app.charts.length;
    this.node.addValidation({
      validate: () => {
        validations++;
        if (validations === last) declare();
        return [];
      },
    });
  }
}

test('two environments of one program do not meet', () => {
  const environment = (name: string, trustDomain: string): App => {
    const app = new App({ outdir: path.join(directory, 'dist', name) });
    const mesh = new Mesh(app, 'mesh', { trustDomain });
    const chart = new Chart(app, 'shop', { namespace: 'shop' });
    new MeshNamespace(chart, 'ns', { mesh });
    const catalog = new MeshService(chart, 'catalog', { ports: http, deployedElsewhere: true });
    catalog.allowFrom(new MeshService(chart, 'frontend', { deployedElsewhere: true }));
    return app;
  };
  const apps = [environment('dev', 'dev.example'), environment('prod', 'prod.example')];
  for (const app of apps) app.synth();
  const read = (file: string): string => fs.readFileSync(path.join(directory, file), 'utf8');
  expect(files(path.join(directory, 'dist'))).toEqual(['dev/shop.k8s.yaml', 'prod/shop.k8s.yaml']);
  for (const name of ['dev', 'prod']) {
    expect(read(`dist/${name}/shop.k8s.yaml`)).toContain(`- ${name}.example/ns/shop/sa/frontend`);
    expect(read(`mesh-access.out/${name}/requirements.yaml`)).toContain(`trustDomain: ${name}.example`);
  }
});

test.each([
  ['dist', 'mesh-access.out'],
  ['a/dist', 'a/mesh-access.out'],
  ['dist/prod', 'mesh-access.out/prod'],
  ['/a/dist/prod', '/a/mesh-access.out/prod'],
  ['build/prod', 'build/mesh-access.out/prod'],
  ['out', 'mesh-access.out/out'],
])('what is no manifest of %s goes to %s', (outdir, expected) => {
  expect(defaultOutputDirectory(outdir)).toBe(expected);
});

describe('what is written beside the manifests', () => {
  const written = (name: string, props = {}): string => {
    shopWithEdge(undefined, props).app.synth();
    return fs.readFileSync(path.join(directory, 'mesh-access.out', name), 'utf8');
  };

  test('the index leads from an object and an edge to what declared them', () => {
    const index = JSON.parse(written('index.json'));
    expect(index.objects).toContainEqual({
      apiVersion: 'security.istio.io/v1', kind: 'AuthorizationPolicy', name: 'catalog-callers', namespace: 'shop',
      construct: 'shop/catalog/Callers', declaredBy: { namespace: 'shop', service: 'shop/catalog' },
    });
    expect(index.objects).toContainEqual({ apiVersion: 'v1', kind: 'Namespace', name: 'shop', construct: 'shop/ns/Namespace', declaredBy: { namespace: 'shop' } });
    expect(index.edges).toEqual([{
      id: 'shop/catalog<-service:shop/frontend',
      callee: 'shop/catalog',
      caller: { kind: 'service', service: 'shop/frontend' },
      access: [{ targetPort: 8080, protocol: 'http', http: expect.any(Array) as unknown }],
      reasons: ['shop window'],
      constructs: ['shop/catalog'],
    }]);
  });

  test('the contract has services, ports and grants', () => {
    const contract = JSON.parse(written('contract.json'));
    expect(contract.services[0]).toEqual({
      id: 'shop/catalog',
      namespace: 'shop',
      name: 'catalog',
      serviceAccount: 'catalog',
      principal: 'cluster.local/ns/shop/sa/catalog',
      podLabels: { 'app.kubernetes.io/name': 'catalog' },
      dataPlane: 'sidecar',
      excludedInboundPorts: [],
      ports: [{ targetPort: 8080, protocol: 'http', mtls: 'strict' }],
      kubernetesServices: [{ name: 'catalog', headless: false, ports: [{ name: 'http-80', port: 80, targetPort: 8080, protocol: 'http' }] }],
    });
    expect(contract.grants).toEqual([{
      id: 'shop/catalog<-service:shop/frontend',
      callee: 'shop/catalog',
      caller: { kind: 'service', name: 'shop/frontend', service: 'shop/frontend', principal: 'cluster.local/ns/shop/sa/frontend' },
      access: [{ targetPort: 8080, protocol: 'http', http: [{ paths: [{ kind: 'under', value: '/items' }] }] }],
      reasons: ['shop window'],
    }]);
  });

  test('the requirements are values that the mesh must have', () => {
    expect(written('requirements.yaml', { pathNormalization: PathNormalization.DECODE_AND_MERGE_SLASHES, revision: 'canary' })).toBe(`\
# What the manifests rest on, as values for the charts of the mesh (istiod). Compare, then merge:
# applying the \`istio\` ConfigMap instead would replace configuration that Helm owns.
revision: canary
global:
  proxy:
    clusterDomain: cluster.local
meshConfig:
  trustDomain: cluster.local
  rootNamespace: istio-system
  pathNormalization:
    normalization: DECODE_AND_MERGE_SLASHES
  outboundTrafficPolicy:
    mode: ALLOW_ANY
pilot:
  cni:
    enabled: false
`);
  });

  test('native sidecars are asked for where there are sidecars that rely on them', () => {
    const asked = (dataPlane: DataPlane): boolean => {
      const shop = new Shop({ nativeSidecars: true, outputDirectory: directory }, path.join(directory, 'dist'));
      shop.service('job', { dataPlane });
      shop.app.synth();
      const requirements = fs.readFileSync(path.join(directory, 'requirements.yaml'), 'utf8');
      return requirements.includes('  env:\n    ENABLE_NATIVE_SIDECARS: "true"\n');
    };
    expect([asked(DataPlane.SIDECAR), asked(DataPlane.AMBIENT)]).toEqual([true, false]);
  });

  test('an ambient mesh asks for ambient, and its services have identities like others', () => {
    const app = new App({ outdir: path.join(directory, 'dist') });
    const mesh = new Mesh(app, 'mesh');
    const chart = new Chart(app, 'shop', { namespace: 'shop' });
    new MeshNamespace(chart, 'ns', { mesh, dataPlane: DataPlane.AMBIENT });
    new MeshService(chart, 'redis', { ports: [ServicePort.tcp(6379)], deployedElsewhere: true });
    app.synth();
    const output = (name: string): string => fs.readFileSync(path.join(directory, 'mesh-access.out', name), 'utf8');
    expect(output('requirements.yaml')).toMatch(/^profile: ambient$/m);
    expect(output('requirements.yaml')).toMatch(/^pilot:\n {2}cni:\n {4}enabled: true\n/m);
    expect(JSON.parse(output('contract.json')).services[0].principal).toBe('cluster.local/ns/shop/sa/redis');
  });

  test('nothing of the machine or the day stands in it', () => {
    const all = (): string => files(path.join(directory, 'mesh-access.out')).map((f) => fs.readFileSync(path.join(directory, 'mesh-access.out', f), 'utf8')).join('\n');
    shopWithEdge().app.synth();
    const first = all();
    shopWithEdge().app.synth();
    expect(all()).toBe(first);
    expect(first).not.toContain(directory);
  });
});

describe('a report', () => {
  test('says what is proved and who may call whom', () => {
    const report = shopWithEdge().mesh.report();
    expect(report.verdict).toBe(ProofVerdict.PROVED_UNDER_ASSUMPTIONS);
    expect(report.accessTable).toContain('shop/frontend  /items, /items/*');
    expect(report.toText()).toContain(report.accessTable);
    expect(report.toText()).toContain('cni-enforces-network-policy');
  });

  test('of a refuted App says so and does not throw', () => {
    const shop = shopWithEdge(undefined, { prove: false });
    new ApiObject(shop.chart, 'open', { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', spec: { podSelector: {}, ingress: [{}] } });
    expect(shop.mesh.report().verdict).toBe(ProofVerdict.REFUTED);
  });

  test('of a declaration with mistakes throws them', () => {
    const shop = shopWithEdge();
    shop.service('cart').allowFrom(shop.namespace);
    expect(() => shop.mesh.report()).toThrow('shop/cart: [unknown-port] `shop/cart` has no ports and is allowed callers');
  });
});
