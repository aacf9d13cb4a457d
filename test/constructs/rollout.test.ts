import * as fs from 'node:fs';
import * as path from 'node:path';
import { ApiObject, App, Chart, JsonPatch } from 'cdk8s';
import { Access, Mesh, MeshNamespace, MeshService, type MeshNamespaceProps, type MeshServiceProps, Platform, ProofVerdict, RolloutStage, ServicePort } from '../../src';
import { inEmptyDirectory, readFiles } from '../golden/synthesize';

interface Given {
  readonly namespace?: Omit<MeshNamespaceProps, 'mesh'>;
  readonly orders?: Pick<MeshServiceProps, 'stage'>;
  readonly platform?: Platform;
  /** Files of what is in the cluster already. */
  readonly existing?: readonly object[];
  /** Somebody else's objects of the App. */
  readonly objects?: readonly object[];
}

interface Built {
  readonly app: App;
  readonly mesh: Mesh;
  readonly orders: MeshService;
}

function shop({ namespace = {}, orders: own, platform, existing = [], objects = [] }: Given, directory: string): Built {
  const files = existing.map((object, i) => {
    const file = path.join(directory, `${i}.json`);
    fs.writeFileSync(file, JSON.stringify(object));
    return file;
  });
  const app = new App({ outdir: path.join(directory, 'dist') });
  const mesh = new Mesh(app, 'mesh', { ...(files.length === 0 ? {} : { existingManifests: files }), ...(platform === undefined ? {} : { platform }) });
  const chart = new Chart(app, 'shop', { namespace: 'shop' });
  new MeshNamespace(chart, 'namespace', { mesh, ...namespace });
  const orders = new MeshService(chart, 'orders', { ports: [ServicePort.http(80, { targetPort: 8080 })], deployedElsewhere: true, ...own });
  orders.allowFrom(new MeshService(chart, 'frontend', { deployedElsewhere: true }), { access: [Access.httpSafeMethods()] });
  objects.forEach((object, i) => new ApiObject(chart, `other-${i}`, object as ConstructorParameters<typeof ApiObject>[2]));
  return { app, mesh, orders };
}

const lines = (given: Given): string => inEmptyDirectory((directory) => {
  try {
    shop(given, directory).app.synth();
    return '';
  } catch (error) {
    return (error as Error).message;
  }
});
const verdict = (given: Given): ProofVerdict => inEmptyDirectory((directory) => shop(given, directory).mesh.report().verdict);

const OBSERVE = { namespace: { stage: RolloutStage.OBSERVE } };
const meta = (name: string, labels = {}): object => ({ name, namespace: 'shop', labels });
const authorization = (spec: object, labels = {}): object => ({ apiVersion: 'security.istio.io/v1', kind: 'AuthorizationPolicy', metadata: meta('legacy', labels), spec });
const peer = (name: string, mode: string, labels = {}): object => ({ apiVersion: 'security.istio.io/v1', kind: 'PeerAuthentication', metadata: meta(name, labels), spec: { mtls: { mode } } });
const OURS = { 'app.kubernetes.io/managed-by': 'cdk8s-mesh-access' };
const CLOSED = authorization({ rules: [{ from: [{ source: { principals: ['cluster.local/ns/shop/sa/frontend'] } }] }] });

test.each([
  [RolloutStage.OBSERVE, ProofVerdict.PROVED_SO_FAR],
  [RolloutStage.MUTUAL_TLS, ProofVerdict.PROVED_SO_FAR],
  [RolloutStage.AUTHORIZATION, ProofVerdict.PROVED_SO_FAR],
  [RolloutStage.NETWORK_POLICY, ProofVerdict.PROVED_SO_FAR],
  [RolloutStage.EGRESS_SCOPE, ProofVerdict.PROVED_UNDER_ASSUMPTIONS],
  [RolloutStage.DONE, ProofVerdict.PROVED_UNDER_ASSUMPTIONS],
])('at %s the verdict is %s', (stage, expected) => {
  expect(verdict({ namespace: { stage } })).toBe(expected);
});

test('a stage that is done emits what no stage does', () => {
  const written = (given: Given) => inEmptyDirectory((directory) => {
    shop(given, directory).app.synth();
    return readFiles(path.join(directory, 'dist'));
  });
  expect(written({ namespace: { stage: RolloutStage.DONE } })).toEqual(written({}));
  expect(written({ namespace: { stage: RolloutStage.EGRESS_SCOPE } })).toEqual(written({}));
});

describe('what was closed stays closed', () => {
  test('a policy in the cluster already that admits one caller only', () => {
    expect(lines({ ...OBSERVE, existing: [CLOSED] })).toContain(
      'shop/orders: [refuted] stage observe opens authorization-allow to an undeclared pod in shop, to call GET / on shop/orders:8080, which is closed so far: AuthorizationPolicy shop/legacy',
    );
  });

  test('unless it is left to decide', () => {
    const given = { namespace: { stage: RolloutStage.OBSERVE, observation: { allowAll: false } }, existing: [CLOSED] };
    expect(verdict(given)).toBe(ProofVerdict.PROVED_SO_FAR);
  });

  test('left to decide it must admit the declared callers', () => {
    const other = authorization({ rules: [{ from: [{ source: { namespaces: ['other'] } }] }] });
    expect(lines({ namespace: { stage: RolloutStage.OBSERVE, observation: { allowAll: false } }, existing: [other] }))
      .toContain('authorization-allow keeps shop/frontend from what is declared: to call GET / on shop/orders:8080: AuthorizationPolicy shop/legacy');
  });

  test('mutual TLS that is required already, under the very name that is written', () => {
    expect(lines({ ...OBSERVE, existing: [peer('default', 'STRICT')] })).toContain('stage observe opens mtls to an undeclared pod in shop, in plaintext');
    expect(verdict({ namespace: { stage: RolloutStage.MUTUAL_TLS }, existing: [peer('default', 'STRICT')] })).toBe(ProofVerdict.PROVED_SO_FAR);
  });

  test('what the whole mesh requires, whoever wrote it', () => {
    const whole = { ...peer('default', 'STRICT', OURS), metadata: { name: 'default', namespace: 'istio-system', labels: OURS } };
    expect(lines({ ...OBSERVE, existing: [whole] })).toContain('PeerAuthentication istio-system/default');
  });

  test('a later stage of one\'s own is nothing that was there before: back is always possible', () => {
    const enforced = { apiVersion: 'security.istio.io/v1', kind: 'AuthorizationPolicy', metadata: meta('allow-nothing', OURS), spec: {} };
    expect(verdict({ ...OBSERVE, existing: [peer('default', 'STRICT', OURS), enforced] })).toBe(ProofVerdict.PROVED_SO_FAR);
  });
});

describe('nothing is closed before its stage', () => {
  test('a NetworkPolicy that this App brings', () => {
    const policy = { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name: 'orders', labels: OURS }, spec: { podSelector: {}, policyTypes: ['Egress'], egress: [{ to: [{ namespaceSelector: {} }] }] } };
    expect(lines({ ...OBSERVE, objects: [policy] })).toContain(
      'stage observe does not enforce egress-policy, which keeps shop/orders from what is open so far: to connect to 203.0.113.10:49151: NetworkPolicy shop/orders (construct shop/other-0)',
    );
  });

  test('hosts that a Sidecar leaves out', () => {
    const sidecar = { apiVersion: 'networking.istio.io/v1', kind: 'Sidecar', metadata: { name: 'orders', labels: OURS }, spec: { egress: [{ hosts: ['~/*'] }], outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' } } };
    expect(lines({ ...OBSERVE, objects: [sidecar] })).toContain(
      'stage observe does not enforce egress-scope, which keeps shop/orders from what is open so far: to connect to ~undeclared~.shop.svc.cluster.local:80',
    );
    expect(lines({ ...OBSERVE, objects: [{ ...sidecar, spec: { ...sidecar.spec, outboundTrafficPolicy: { mode: 'ALLOW_ANY' } } }] })).toBe('');
  });

  test('pods that nobody declared, by a policy that is for their labels', () => {
    const policy = (labels: object): object => ({ apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name: 'batch', labels }, spec: { podSelector: { matchLabels: { app: 'batch' } }, policyTypes: ['Ingress'] } });
    expect(lines({ ...OBSERVE, objects: [policy(OURS)] })).toContain('stage observe does not enforce ingress-policy, which keeps an undeclared pod in shop');
    expect(lines({ ...OBSERVE, objects: [policy({})] })).toBe('');
  });

  test('an allow-all that lost its rule, where the namespace allows nothing', () => {
    inEmptyDirectory((directory) => {
      const { app, orders } = shop({ namespace: { stage: RolloutStage.AUTHORIZATION }, orders: { stage: RolloutStage.OBSERVE } }, directory);
      orders.authorizationPolicy!.addJsonPatch(JsonPatch.replace('/spec/rules', [{ from: [{ source: { principals: ['*'] } }] }]));
      expect(() => app.synth()).toThrow('stage observe does not enforce authorization-allow, which keeps an undeclared pod in shop, in plaintext from what is open so far');
    });
  });
});

test('what is only recorded is what will be enforced', () => {
  inEmptyDirectory((directory) => {
    const { app, orders } = shop(OBSERVE, directory);
    orders.observedPolicy!.addJsonPatch(JsonPatch.add('/spec/rules/0/from/0/source/principals/-', 'cluster.local/ns/shop/sa/other'));
    expect(() => app.synth()).toThrow('once what is only observed is enforced, authorization-allow lets cluster.local/ns/shop/sa/other call GET / on shop/orders:8080, which nothing declares');
  });
});

test.each<[string, RolloutStage, Pick<MeshServiceProps, 'ports'>, string, string]>([
  ['bytes as HTTP', RolloutStage.OBSERVE, { ports: [ServicePort.tcp(5432)] }, 'http', 'which its proxy reads as HTTP, so that other bytes are refused already: Service shop/stock spec.ports[0]'],
  ['bytes as HTTP, while mutual TLS alone is enforced', RolloutStage.MUTUAL_TLS, { ports: [ServicePort.tcp(5432)] }, 'grpc', 'stage mutual-tls refuses nobody at shop/stock:5432, declared as `tcp`, which its proxy reads as HTTP'],
  ['requests as bytes', RolloutStage.OBSERVE, { ports: [ServicePort.http(80)] }, 'tcp', 'declared as `http`, which its proxy reads as bytes, so that requests are not recorded as such: Service shop/stock spec.ports[0]'],
  ['requests by their first bytes', RolloutStage.OBSERVE, { ports: [ServicePort.http(80)] }, 'elsewhere', ''],
  ['bytes as bytes of another protocol', RolloutStage.OBSERVE, { ports: [ServicePort.tcp(5432)] }, 'redis', ''],
  ['what is refused to everybody by now', RolloutStage.AUTHORIZATION, { ports: [ServicePort.tcp(5432)] }, 'http', ''],
])('a port that nobody may call is read as what it is declared to be, as long as anybody can: %s', (_, stage, { ports }, appProtocol, text) => {
  const said = inEmptyDirectory((directory) => {
    const { app, orders } = shop({ namespace: { stage } }, directory);
    const stock = new MeshService(Chart.of(orders), 'stock', { ports, deployedElsewhere: true });
    const service = stock.node.findAll().find((c): c is ApiObject => ApiObject.isApiObject(c) && c.kind === 'Service')!;
    service.addJsonPatch(JsonPatch.add('/spec/ports/0/appProtocol', appProtocol));
    try {
      app.synth();
      return '';
    } catch (error) {
      return (error as Error).message;
    }
  });
  if (text === '') expect(said).toBe('');
  else expect(said).toContain(text);
});

test('reports, the index and the exceptions name what is not enforced yet', () => {
  inEmptyDirectory((directory) => {
    const { app, mesh } = shop({ namespace: { stage: RolloutStage.NETWORK_POLICY }, orders: { stage: RolloutStage.MUTUAL_TLS } }, directory);
    app.synth();
    expect(mesh.report().toText()).toContain([
      'Not enforced yet',
      '  shop (stage network-policy): egress NetworkPolicy, egress scope',
      '  shop/orders (stage mutual-tls): authorization, ingress NetworkPolicy, egress NetworkPolicy, egress scope',
    ].join('\n'));
    const read = (file: string): Record<string, unknown> => JSON.parse(fs.readFileSync(path.join(directory, 'mesh-access.out', file), 'utf8')) as Record<string, unknown>;
    expect(read('proof.json')).toMatchObject({ verdict: 'proved-so-far', pending: [{ subject: 'shop' }, { subject: 'shop/orders', stage: 'mutual-tls' }] });
    expect(read('index.json').services).toContainEqual(expect.objectContaining({ id: 'shop/orders', stage: 'mutual-tls' }));
    expect(read('exceptions.json').exceptions).toContainEqual({
      kind: 'rollout-stage', service: 'shop/orders', construct: 'shop/orders',
      what: 'not enforced yet of shop/orders, which is at stage mutual-tls: authorization, ingress NetworkPolicy, egress NetworkPolicy, egress scope',
    });
    expect(read('contract.json')).toMatchObject({ proof: 'proved-so-far', namespaces: [{ stage: 'network-policy', isolation: ['strict-mtls', 'allow-nothing'] }] });
  });
});

describe('without a mesh', () => {
  test('a rollout begins with NetworkPolicy', () => {
    expect(lines({ platform: Platform.KUBERNETES, namespace: { stage: RolloutStage.AUTHORIZATION } }))
      .toContain('platform `kubernetes` has nothing to enforce at stage `authorization`');
  });

  test('and has egress to come', () => {
    const given = { platform: Platform.KUBERNETES, namespace: { stage: RolloutStage.NETWORK_POLICY } };
    inEmptyDirectory((directory) => {
      const { app, orders } = shop(given, directory);
      orders.allowFrom(new MeshService(Chart.of(orders), 'batch', { deployedElsewhere: true }));
      expect([orders.ingressPolicy, orders.egressPolicy].map((p) => p?.name)).toEqual(['orders-ingress', undefined]);
      expect(app.node.children).toHaveLength(2);
    });
  });
});
