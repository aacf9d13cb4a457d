import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Ajv from 'ajv';
import { ApiObject, Chart } from 'cdk8s';
import { type AcknowledgedObjectOptions, DataClass, type ExceptionOptions, Guardrails, type MeshProps, MeshNamespace, MeshService, ServicePort } from '../../src';
import { problems, Shop } from './mesh';

const said: ExceptionOptions = { reason: 'its chart has it', owner: 'team data', expires: '2026-12-31' };
const NETWORKING = 'networking.k8s.io/v1';

/** A Redis whose chart lets in whoever is in the cluster. */
function shopWith(declare: (shop: Shop, policy: ApiObject) => void, props: MeshProps = { asOf: '2026-11-30' }, outdir?: string, selector?: Record<string, string>): Shop {
  const shop = new Shop(props, outdir);
  const redis = shop.service('redis', { ports: [ServicePort.tcp(6379)] });
  redis.allowFrom(shop.service('frontend'));
  const podSelector = { matchLabels: selector ?? redis.podLabels };
  const policy = new ApiObject(shop.chart, 'policy', { apiVersion: NETWORKING, kind: 'NetworkPolicy', metadata: { name: 'redis' }, spec: { podSelector, ingress: [{ ports: [{ port: 6379 }] }] } });
  declare(shop, policy);
  return shop;
}

const named = (options: Partial<AcknowledgedObjectOptions> = {}, name = 'redis') => ({ mesh }: Shop): void => (
  mesh.acknowledgeObject('NetworkPolicy', name, { namespace: 'shop', ...said, ...options }));
const refutations = (shop: Shop): readonly string[] => problems(shop.app).map((line) => line.replace(/^\[mesh\] [^ ]+ /, ''));

test('until somebody stands by it, the refutation says how', () => {
  const [line, ...others] = refutations(shopWith(() => undefined));
  expect(line).toMatch(/^\[refuted\] ingress-policy lets .* connect to shop\/redis:6379/);
  expect([line.split('; ').at(-1), others]).toEqual([
    'narrow or remove NetworkPolicy shop/redis, declare the access, or stand by it: `mesh.acknowledgeObject(\'NetworkPolicy\', \'redis\', { namespace: \'shop\', reason: \'…\' })`', [],
  ]);
});

test.each<[string, (shop: Shop, policy: ApiObject) => void]>([
  ['by name', named()],
  ['by name and API group', named({ apiVersion: 'networking.k8s.io/v1beta1' })],
  ['as the object', ({ mesh }, policy) => mesh.acknowledgeApiObject(policy, said)],
])('stood by %s, what it opens is in the report', (_, declare) => {
  const shop = shopWith(declare);
  expect(problems(shop.app)).toEqual([]);
  const text = shop.mesh.report().toText();
  expect(text).toMatch(/^proved under assumptions: the manifests allow what is declared, and beside it only what acknowledged objects open/);
  expect(text).toContain('\nOpened by acknowledged objects\n  NetworkPolicy shop/redis: its chart has it (until 2026-12-31, team data)\n    ingress-policy: shop/redis:6379 from ');
  expect(text).toContain('\nExceptions\n  NetworkPolicy shop/redis opens more than is declared: its chart has it (until 2026-12-31, team data)\n');
});

test('after its day it is refuted again, and listed as expired', () => {
  const shop = shopWith(named(), { asOf: '2027-01-01' });
  expect(refutations(shop)).toEqual([expect.stringContaining('NetworkPolicy shop/redis')]);
  expect(shop.mesh.report().toText()).toContain('standing by NetworkPolicy shop/redis expired on 2026-12-31: its chart has it (team data)');
  expect(problems(shopWith(named(), {}).app)).toEqual([expect.stringContaining('[missing-as-of] standing by NetworkPolicy shop/redis')]);
});

test.each<[string, (shop: Shop, policy: ApiObject) => void, string]>([
  ['another name', named({}, 'redsi'), '[unknown-object] `NetworkPolicy shop/redsi` is acknowledged, and is not among the manifests; did you mean `NetworkPolicy shop/redis`?'],
  ['another namespace', named({ namespace: 'web' }), '[unknown-object] `NetworkPolicy web/redis` is acknowledged, and is not among the manifests; did you mean `NetworkPolicy shop/redis`?'],
  ['no namespace', ({ mesh }) => mesh.acknowledgeObject('NetworkPolicy', 'redis', said), '[unknown-object] `NetworkPolicy default/redis` is acknowledged, and is not among the manifests; did you mean `NetworkPolicy shop/redis`?'],
  ['another kind', ({ mesh }) => mesh.acknowledgeObject('DestinationRule', 'redis', { namespace: 'shop', ...said }), '[unknown-object] `DestinationRule shop/redis` is acknowledged, and is not among the manifests; take the acknowledgement back: there is no DestinationRule that it could be of'],
  ['one that is no policy', ({ mesh }) => mesh.acknowledgeObject('Service', 'redis', { namespace: 'shop', ...said }), '[unknown-object] `Service shop/redis` is acknowledged, and is no policy that the others could do without; change it, or declare what it opens'],
  ['one of ours', named({}, 'default-deny'), '[own-object] `NetworkPolicy shop/default-deny` is acknowledged, and this library writes it; change what is declared instead'],
  ['one that is not read', ({ mesh }) => mesh.acknowledgeObject('EnvoyFilter', 'gzip', { namespace: 'shop', ...said }), '[unknown-object] `EnvoyFilter shop/gzip` is acknowledged, and is not among the manifests; take the acknowledgement back: there is no EnvoyFilter that it could be of'],
])('of what is not there it is an error: %s', (_, declare, message) => {
  expect(refutations(shopWith(declare))).toEqual([message]);
});

test('an object of another group that has the name of a kind is told from it', () => {
  const calico = ({ chart }: Shop): void => void new ApiObject(chart, 'calico', { apiVersion: 'crd.projectcalico.org/v1', kind: 'NetworkPolicy', metadata: { name: 'calico' }, spec: {} });
  const group = { apiVersion: 'crd.projectcalico.org/v1' };
  const both = (more: (shop: Shop) => void) => (shop: Shop): void => [calico, named(), more].forEach((declare) => declare(shop));
  expect(refutations(shopWith(both(() => undefined)))).toEqual([expect.stringContaining('mesh.acknowledgeObject(\'NetworkPolicy\', \'calico\', { apiVersion: \'crd.projectcalico.org/v1\', namespace: \'shop\', reason: \'…\' })')]);
  expect(refutations(shopWith(both(named({}, 'calico'))))).toEqual(['[unknown-object] `NetworkPolicy shop/calico` is acknowledged, and is of `crd.projectcalico.org/v1`; give `apiVersion: \'crd.projectcalico.org/v1\'` with it']);
  expect(problems(shopWith(both(named(group, 'calico'))).app)).toEqual([]);
  // What is said of the one is not said of the other.
  expect(refutations(shopWith((shop) => [calico, named(group, 'calico')].forEach((declare) => declare(shop))))).toEqual([expect.stringContaining('NetworkPolicy shop/redis')]);
});

test.each<[string, (shop: Shop, policy: ApiObject) => void, string]>([
  ['no reason', named({ reason: '' }), '[missing-reason] acknowledge needs a reason'],
  ['no object', ({ mesh }) => mesh.acknowledgeApiObject('NetworkPolicy' as never, said), '[wrong-type] acknowledgeApiObject must be given an ApiObject; pass what `IncludedObjects.find` returns, or give kind and name to `acknowledgeObject`'],
  ['one of ours', ({ mesh, chart }) => mesh.acknowledgeApiObject(ApiObject.of(chart.node.findAll().find((c) => ApiObject.isApiObject(c) && c.name === 'default-deny')!), said), '[own-object] `shop/ns/'],
])('%s is an error at the call', (_, declare, message) => {
  expect(() => shopWith(declare)).toThrow(message);
});

describe('guardrails', () => {
  const holding = (kind: string, apiVersion: string, spec: object, namespace: string) => {
    const shop = new Shop({ asOf: '2026-11-30' });
    shop.mesh.addGuardrails(Guardrails.noAcknowledgedObjects({ dataClasses: [DataClass.PCI] }));
    shop.service('redis', { ports: [ServicePort.tcp(6379)] }).allowFrom(shop.service('frontend'));
    const pay = new Chart(shop.app, 'pay', { namespace: 'pay' });
    new MeshNamespace(pay, 'ns', { mesh: shop.mesh });
    new MeshService(pay, 'ledger', { deployedElsewhere: true, dataClasses: [DataClass.PCI] });
    new ApiObject(shop.chart, 'policy', { apiVersion, kind, metadata: { name: 'other', namespace }, spec });
    shop.mesh.acknowledgeObject(kind, 'other', { namespace, ...said });
    return problems(shop.app).filter((line) => line.includes('[guardrail]'));
  };
  const OPEN = { podSelector: {}, ingress: [{}] };
  const ALLOW = { rules: [{}] };

  test.each<[string, string, string, object, string, boolean]>([
    ['in its namespace', 'NetworkPolicy', NETWORKING, OPEN, 'pay', true],
    ['in another namespace', 'NetworkPolicy', NETWORKING, OPEN, 'shop', false],
    ['in the root namespace', 'AuthorizationPolicy', 'security.istio.io/v1', ALLOW, 'istio-system', true],
    ['a NetworkPolicy in the root namespace', 'NetworkPolicy', NETWORKING, OPEN, 'istio-system', false],
    ['for whoever follows it', 'DestinationRule', 'networking.istio.io/v1', { host: 'redis' }, 'shop', true],
  ])('hold for a service with card data what may open it: %s', (_, kind, apiVersion, spec, namespace, found) => {
    const findings = [
      `[mesh] mesh: [guardrail] \`no-acknowledged-objects\`: \`${kind} ${namespace}/other\` may open more of \`pay/ledger\` than is declared (\`pay/ledger\` holds \`PCI\`); declare what it opens, or remove it`,
    ];
    expect(holding(kind, apiVersion, spec, namespace)).toEqual(found ? findings : []);
  });
});

describe('what a synth writes', () => {
  const directory = mkdtempSync(join(tmpdir(), 'acknowledged-'));
  const outputs = join(directory, 'mesh-access.out');
  const synth = (declare: (shop: Shop, policy: ApiObject) => void, selector?: Record<string, string>): void => (
    shopWith(declare, { asOf: '2026-11-30' }, join(directory, 'dist'), selector).app.synth());
  const read = (file: string): Record<string, never> => JSON.parse(readFileSync(join(outputs, file), 'utf8')) as Record<string, never>;
  const isValid = (schema: string, value: unknown): unknown => {
    const validate = new Ajv({ allErrors: true }).compile(JSON.parse(readFileSync(join(__dirname, `../../schema/${schema}.schema.json`), 'utf8')) as object);
    validate(value);
    return validate.errors;
  };
  afterAll(() => rmSync(directory, { recursive: true }));

  test('has what is open line by line', () => {
    synth(named());
    const { exceptions } = read('exceptions.json') as unknown as { exceptions: readonly { kind: string; opens?: readonly string[] }[] };
    expect(exceptions).toEqual([expect.objectContaining({
      kind: 'acknowledged-object', object: 'NetworkPolicy shop/redis', namespace: 'shop', opens: [expect.stringMatching(/^ingress-policy: shop\/redis:6379 from /)],
    })]);
    expect([isValid('exceptions', read('exceptions.json')), isValid('proof', read('proof.json')), isValid('contract', read('contract.json'))]).toEqual([null, null, null]);
    expect(read('proof.json')).toMatchObject({ verdict: 'proved-under-assumptions', opened: [{ object: 'NetworkPolicy shop/redis' }] });
  });

  test('tells tenants what they may not rest on', () => {
    const isolation = (): unknown => (read('contract.json') as unknown as { namespaces: readonly { isolation: readonly string[] }[] }).namespaces[0].isolation;
    synth(named());
    expect(isolation()).toEqual(['default-deny', 'strict-mtls', 'allow-nothing']);
    synth(named(), {});
    expect(isolation()).toEqual(['strict-mtls', 'allow-nothing']);
  });
});
