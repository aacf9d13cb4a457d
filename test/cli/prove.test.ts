import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Ajv from 'ajv';
import { ApiObject, App, Chart } from 'cdk8s';
import { Access, HttpPath, Mesh, MeshNamespace, MeshService, Platform, ServicePort } from '../../src';
import { runCli } from '../../src/cli/program';

const before = process.cwd();
const directory = mkdtempSync(join(tmpdir(), 'mesh-access-'));
let dist = '';

function deployment(chart: Chart, { name, podLabels, serviceAccountName }: MeshService): void {
  new ApiObject(chart, `${name}-deployment`, {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name },
    spec: {
      selector: { matchLabels: podLabels },
      template: { metadata: { labels: podLabels }, spec: { serviceAccountName, containers: [{ name: 'server', image: 'registry.example.com/server:1', ports: [{ containerPort: 8080 }] }] } },
    },
  });
}

beforeAll(() => {
  process.chdir(directory);
  mkdirSync('cluster');
  writeFileSync('cluster/web.yaml', 'apiVersion: v1\nkind: Namespace\nmetadata: { name: web, labels: { istio-injection: enabled } }\n');
  const app = new App();
  const mesh = new Mesh(app, 'mesh', { existingManifests: ['cluster'] });
  const chart = new Chart(app, 'shop', { namespace: 'shop' });
  new MeshNamespace(chart, 'namespace', { mesh });
  const [web, catalog] = ['web', 'catalog'].map((name) => new MeshService(chart, name, { ports: [ServicePort.http(80, { targetPort: 8080 })] }));
  for (const service of [web, catalog]) deployment(chart, service);
  catalog.allowFrom(web, { access: [Access.httpSafeMethods(HttpPath.exact('/products'))] });
  app.synth();
  dist = readFileSync('dist/shop.k8s.yaml', 'utf8');
});

afterAll(() => {
  process.chdir(before);
  rmSync(directory, { recursive: true });
});

async function run(...argv: string[]): Promise<{ readonly exit: number; readonly out: string; readonly err: string }> {
  let [out, err] = ['', ''];
  const exit = await runCli(argv, { out: (text) => void (out += text), err: (text) => void (err += text) });
  return { exit, out, err };
}

/** `rendered`: by file, what somebody made of the one file that synth wrote. */
async function prove(rendered: Readonly<Record<string, string>>, ...options: string[]): ReturnType<typeof run> {
  rmSync('rendered', { recursive: true, force: true });
  mkdirSync('rendered');
  for (const [name, content] of Object.entries(rendered)) writeFileSync(join('rendered', name), content);
  return run('prove', 'rendered', '--index', 'mesh-access.out/index.json', ...options);
}

const documents = (): readonly string[] => dist.split(/^---$/m);
const of = (kind: string, name: string) => (document: string): boolean => document.includes(`kind: ${kind}\n`) && document.includes(`  name: ${name}\n`);
const without = (kind: string, name: string): string => {
  const left = documents().filter((d) => !of(kind, name)(d));
  expect(left).toHaveLength(documents().length - 1);
  return left.join('---');
};
const replaced = (from: string | RegExp, to: string): string => {
  const text = dist.replace(from, to);
  expect(text).not.toBe(dist);
  return text;
};

const CONFIG = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: settings, namespace: shop }\ndata: { a: b }\n';

test.each<[string, () => Readonly<Record<string, string>>]>([
  ['what synth wrote', () => ({ 'a.yaml': dist })],
  ['one file for each object, in the other order', () => Object.fromEntries([...documents()].reverse().map((d, i) => [`${String(i).padStart(3, '0')}.yaml`, d]))],
  ['annotations and labels on everything', () => ({ 'a.yaml': dist.replaceAll(/^ {2}(annotations|labels):\n/gm, '  $1:\n    example.com/team: shop\n') })],
  ['an object that nobody asks for access', () => ({ 'a.yaml': dist, 'b.yaml': CONFIG })],
  ['JSON', () => ({ 'a.json': '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"settings"}}', 'a.yaml': dist })],
])('proved: %s', async (_, rendered) => {
  const { exit, out, err } = await prove(rendered());
  expect([exit, err, out.split('\n')[0]]).toEqual([0, '', 'proved under assumptions: the manifests allow exactly what is declared, if what is assumed below holds']);
  expect(out).not.toContain('Assumed here');
});

test.each<[string, () => string, RegExp, string]>([
  ['a method more', () => replaced(/methods:\n/, 'methods:\n              - DELETE\n'), /^shop\/web may call DELETE \/products on shop\/catalog:8080, which nothing declares: AuthorizationPolicy shop\/catalog-callers spec\.rules\[0\] \(rendered\/a\.yaml:\d+, construct shop\/catalog\/Callers\)$/m, ''],
  ['a default that is gone', () => without('NetworkPolicy', 'default-deny'), /which nothing declares/, 'NetworkPolicy shop/default-deny'],
  ['a grant that is gone', () => without('AuthorizationPolicy', 'catalog-callers'), /^authorization-allow keeps shop\/web from what is declared: to call GET \/products on shop\/catalog:8080/m, 'AuthorizationPolicy shop/catalog-callers'],
  ['plaintext', () => replaced('mode: STRICT', 'mode: PERMISSIVE'), /PeerAuthentication shop\/default/, ''],
  ['an account with a prefix, as kustomize gives it', () => replaced(/serviceAccountName: web/, 'serviceAccountName: prod-web'), /shop\/web/, ''],
  ['a policy of somebody else', () => `${dist}---\napiVersion: security.istio.io/v1\nkind: AuthorizationPolicy\nmetadata: { name: open, namespace: shop }\nspec: { rules: [{}] }\n`, /AuthorizationPolicy shop\/open spec\.rules\[0\] \(rendered\/a\.yaml:\d+\)/, ''],
])('refuted: %s', async (_, rendered, text, gone) => {
  const { exit, out, err } = await prove({ 'a.yaml': rendered() });
  expect([exit, err, out.split('\n')[0]]).toEqual([1, gone === '' ? '' : `1 of the 18 objects that synth wrote is not here: ${gone}\n`, 'refuted: the manifests do not allow exactly what is declared']);
  expect(out).toMatch(text);
});

test('what is not there any more and changes no access is assumed, and named', async () => {
  const { exit, out } = await prove({ 'a.yaml': without('Deployment', 'web') });
  expect(exit).toBe(0);
  expect(out).toMatch(/\nAssumed here, and not at synth\n {2}pods-deployed-elsewhere \(shop\/web\)\n$/);
});

test('JSON is what the schema says, proved and refuted', async () => {
  const isValid = new Ajv().compile(JSON.parse(readFileSync(join(__dirname, '../../schema/proof.schema.json'), 'utf8')) as object);
  for (const [rendered, exit] of [[dist, 0], [without('NetworkPolicy', 'default-deny'), 1], [without('Deployment', 'web'), 0]] as const) {
    const ran = await prove({ 'a.yaml': rendered }, '--json');
    expect([ran.exit, isValid(JSON.parse(ran.out)), isValid.errors]).toEqual([exit, true, null]);
  }
  expect([isValid(JSON.parse(readFileSync('mesh-access.out/proof.json', 'utf8'))), isValid.errors]).toEqual([true, null]);
});

describe('what the cluster has already', () => {
  const OPEN = 'apiVersion: security.istio.io/v1\nkind: AuthorizationPolicy\nmetadata: { name: open, namespace: shop }\nspec: { rules: [{}] }\n';

  test('is read where the synth read it, unless another place is given', async () => {
    mkdirSync('other', { recursive: true });
    writeFileSync('other/open.yaml', OPEN);
    expect((await prove({ 'a.yaml': dist }, '--existing', 'other')).exit).toBe(1);
    expect((await prove({ 'a.yaml': dist }, '--existing', 'cluster')).exit).toBe(0);
  });

  test('must be there', async () => {
    expect(await prove({ 'a.yaml': dist }, '--existing', 'nowhere')).toMatchObject({ exit: 2, out: '', err: expect.stringContaining('nowhere') });
  });
});

describe('an object that somebody stands by', () => {
  const rendered = (): string => readFileSync('acknowledged/shop.k8s.yaml', 'utf8');
  const proveAcknowledged = async (text: string, ...options: string[]): ReturnType<typeof run> => {
    writeFileSync('acknowledged.yaml', text);
    return run('prove', 'acknowledged.yaml', '--index', 'acknowledged.out/index.json', ...options);
  };

  beforeAll(() => {
    const app = new App({ outdir: 'acknowledged' });
    const mesh = new Mesh(app, 'mesh', { platform: Platform.KUBERNETES, outputDirectory: 'acknowledged.out' });
    const chart = new Chart(app, 'shop', { namespace: 'shop' });
    new MeshNamespace(chart, 'namespace', { mesh });
    const redis = new MeshService(chart, 'redis', { ports: [ServicePort.tcp(6379)] });
    deployment(chart, redis);
    const policy = new ApiObject(chart, 'policy', {
      apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name: 'chart' }, spec: { podSelector: { matchLabels: redis.podLabels }, ingress: [{ ports: [{ port: 6379 }] }] },
    });
    mesh.acknowledgeApiObject(policy, { reason: 'its chart has it' });
    app.synth();
  });

  test('opens what it opened at synth', async () => {
    const { exit, out, err } = await proveAcknowledged(rendered());
    expect([exit, err, out.split('\n')[0]]).toEqual([0, '', 'proved under assumptions: the manifests allow what is declared, and beside it only what acknowledged objects open, if what is assumed below holds']);
    expect(out).toContain('\nOpened by acknowledged objects\n  NetworkPolicy shop/chart: its chart has it\n    all layers, for example: shop/redis:6379 from a pod in an undeclared namespace, in plaintext: everything\n    ingress-policy: shop/redis:6379 from ');
    expect(out).not.toContain('Opened here');
  });

  test('is seen to open more', async () => {
    const more = rendered().replace('- port: 6379\n', '- port: 6379\n        - port: 9121\n');
    expect(more).not.toBe(rendered());
    const { exit, out } = await proveAcknowledged(more);
    expect([exit, out.split('Opened here, and not at synth\n')[1]]).toEqual([0, expect.stringMatching(/^( {2}NetworkPolicy shop\/chart: .*shop\/redis:9121 from .*: everything\n)+$/)]);
    const isValid = new Ajv().compile(JSON.parse(readFileSync(join(__dirname, '../../schema/proof.schema.json'), 'utf8')) as object);
    const json = JSON.parse((await proveAcknowledged(more, '--json')).out) as { openedAnew: readonly string[] };
    expect([isValid(json), isValid.errors, json.openedAnew.filter((line) => !line.includes('shop/redis:9121'))]).toEqual([true, null, []]);
  });

  test('is refuted when it is gone, or opens nothing any more', async () => {
    const gone = rendered().split(/^---$/m).filter((d) => !of('NetworkPolicy', 'chart')(d)).join('---');
    expect(await proveAcknowledged(gone)).toMatchObject({ exit: 1, out: expect.stringContaining('`NetworkPolicy shop/chart` is acknowledged, and is not among the manifests') });
    const closed = rendered().replace(/ingress:\n {4}- ports:\n {8}- port: 6379\n/, 'ingress: []\n');
    const needless = /NetworkPolicy shop\/chart \(acknowledged\.yaml:\d+, .*\) is acknowledged, and opens nothing that is not declared/;
    expect(await proveAcknowledged(closed)).toMatchObject({ exit: 1, out: expect.stringMatching(needless) });
  });

  test('is shown by the difference of two renderings, as any other', async () => {
    writeFileSync('before.yaml', rendered());
    writeFileSync('after.yaml', rendered().replace('- port: 6379\n', '- port: 6379\n        - port: 9121\n'));
    const { exit, out } = await run('diff', 'before.yaml', 'after.yaml', '--fail-on', 'any');
    expect([exit, out]).toEqual([1, expect.stringContaining('9121')]);
  });
});

test.each<[string, string[], RegExp]>([
  ['no index', ['prove', 'rendered'], /^\[missing-argument\] no index; name with `--index`/],
  ['an index that is not there', ['prove', 'rendered', '--index', 'nowhere.json'], /^nowhere\.json: \[unreadable-file\] cannot be read \(.*\); give the `index\.json` that synth writes beside the manifests; there is no such file or directory, seen from `.*`\n$/],
  ['another file for the index', ['prove', 'rendered', '--index', 'mesh-access.out/contract.json'], /^mesh-access\.out\/contract\.json: schema: \[bad-value\] `cdk8s-mesh-access\/contract` is not `cdk8s-mesh-access\/index`; take the `index\.json` that synth writes\n$/],
  ['manifests that are not there', ['prove', 'nowhere', '--index', 'mesh-access.out/index.json'], /nowhere/],
])('bad input: %s', async (_, argv, text) => {
  const { exit, out, err } = await run(...argv);
  expect([exit, out]).toEqual([2, '']);
  expect(err).toMatch(text);
});
