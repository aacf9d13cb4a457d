import { ApiObject, App, Chart } from 'cdk8s';
import {
  Anyone, DataPlane, GatewayListener, IngressGateway, IngressGatewayPods, Mesh, MeshNamespace, type MeshNamespaceProps, type MeshProps, MeshService,
  Platform, RolloutStage, ServicePort, Waypoint,
} from '../../src';
import { names, problems } from './mesh';

function shop(mesh: MeshProps, namespace: Omit<MeshNamespaceProps, 'mesh'>, others: readonly object[] = []): { readonly app: App; readonly chart: Chart; readonly namespace: MeshNamespace } {
  const app = new App();
  const chart = new Chart(app, 'shop', { namespace: 'shop' });
  const declared = new MeshNamespace(chart, 'namespace', { mesh: new Mesh(app, 'mesh', mesh), ...namespace });
  new MeshService(chart, 'orders', { ports: [ServicePort.http(80, { targetPort: 8080 })], deployedElsewhere: true });
  others.forEach((spec, i) => new ApiObject(chart, `telemetry-${i}`, { apiVersion: 'telemetry.istio.io/v1', kind: 'Telemetry', metadata: { name: `telemetry-${i}` }, ...{ spec } }));
  return { app, chart, namespace: declared };
}

const KNOWN = { accessLogProviders: ['audit'] };
const OWN = { accessLogProviders: ['file', 'file'] };
const QUIET = { accessLogging: [{ disabled: true }] };

test('a namespace names the mesh\'s providers again, each once, and its waypoint reads it, too', () => {
  for (const plane of [{}, { dataPlane: DataPlane.AMBIENT, waypoint: Waypoint.managed() }]) {
    const { app, namespace } = shop(KNOWN, { ...OWN, ...plane });
    expect(namespace.accessLog?.toJson()).toMatchObject({
      metadata: { name: 'access-log', namespace: 'shop' }, spec: { accessLogging: [{ providers: [{ name: 'audit' }, { name: 'file' }] }] },
    });
    expect(problems(app)).toEqual([]);
  }
  expect(names(shop({}, {}).chart).join()).not.toContain('Telemetry');
});

test.each<[string, MeshProps, Omit<MeshNamespaceProps, 'mesh'>, RegExp]>([
  ['whom the mesh logs to is not known', {}, OWN, /\[unknown-access-log\] `shop\/namespace` logs to `file`, which replaces whom the mesh logs to, and who that is is not known; give `accessLogProviders` to the Mesh/],
  ['there is nobody', KNOWN, { accessLogProviders: [] }, /\[empty-list\]/],
  ['ztunnel alone is there', KNOWN, { ...OWN, dataPlane: DataPlane.AMBIENT }, /\[access-log-without-proxy\] no proxy of `shop\/namespace` reads Telemetry; leave/],
  ['there is no mesh', { ...KNOWN, platform: Platform.KUBERNETES }, OWN, /\[access-log-without-proxy\]/],
  ['a name is none', KNOWN, { accessLogProviders: [' '] }, /\[invalid-name\]/],
])('is refused at the call where %s', (_, mesh, namespace, text) => {
  expect(() => shop(mesh, namespace)).toThrow(text);
});

test('what is to be logged is, whatever other Telemetry says', () => {
  expect(problems(shop(KNOWN, OWN, [{ selector: { matchLabels: { 'app.kubernetes.io/name': 'orders' } }, ...QUIET }]).app)).toEqual([
    expect.stringContaining('[refuted] not everything that shop/orders sends and gets is in the access log of provider `audit`: Telemetry shop/telemetry-0 spec.accessLogging (construct shop/telemetry-0) (and 3 more like it); let Telemetry shop/telemetry-0 name it, without `disabled` and `filter`, or remove it'),
  ]);
  expect(problems(shop(KNOWN, OWN, [{ metrics: [{ providers: [{ name: 'prometheus' }] }] }]).app)).toEqual([
    expect.stringContaining('so it is if the oldest is Telemetry shop/telemetry-0'),
  ]);
});

test('what is observed without a provider of its own is observed by the mesh\'s, which nothing may turn off', () => {
  const observed = { stage: RolloutStage.OBSERVE };
  expect(problems(shop({}, observed, [{ accessLogging: [{ providers: [{ name: 'file' }], disabled: true }] }]).app)).toEqual([
    expect.stringContaining('not everything that shop/orders sends and gets is in the access log of provider `file`'),
  ]);
  expect(problems(shop(KNOWN, observed, [{ accessLogging: [{ providers: [{ name: 'file' }] }] }]).app)).toEqual([expect.stringContaining('of provider `audit`')]);
  expect(problems(shop({}, observed, [{ accessLogging: [{ providers: [{ name: 'file' }] }] }]).app)).toEqual([]);
  expect(problems(shop(KNOWN, { stage: RolloutStage.AUTHORIZATION }, [QUIET]).app)).toEqual([]);
  expect(problems(shop({}, observed, [QUIET]).app)).toEqual([
    expect.stringContaining('is in the access log of provider `whichever the mesh has`: Telemetry shop/telemetry-0'),
  ]);
});

const CONFIG = (mesh: string) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'istio', namespace: 'istio-system' }, data: { mesh } });
const FILE_AND_AUDIT = 'extensionProviders: [{name: File, envoyFileAccessLog: {path: /dev/stdout}}, {name: audit, envoyOtelAls: {service: otel, port: 4317}}]';

interface Written {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly spec?: object;
  readonly data?: object;
}

/** A shop with further objects, of whatever namespace. */
function shopWith(mesh: MeshProps, namespace: Omit<MeshNamespaceProps, 'mesh'>, ...objects: readonly Written[]): App {
  const { app } = shop(mesh, namespace);
  const chart = new Chart(app, 'others');
  objects.forEach((o, i) => new ApiObject(chart, `other-${i}`, { ...o }));
  return app;
}

test.each<[string, string, MeshProps, readonly string[]]>([
  ['defines them, in whatever case', FILE_AND_AUDIT, KNOWN, []],
  ['lacks one', 'extensionProviders: [{name: audit, envoyOtelAls: {service: otel, port: 4317}}]', KNOWN,
    ['nothing is logged to `file`, as declared: ConfigMap istio-system/istio (construct others/other-0) defines no provider of that name, and istiod passes it over; define `file` there']],
  ['has one that logs nothing', FILE_AND_AUDIT.replace('envoyFileAccessLog: {path: /dev/stdout}', 'zipkin: {service: zipkin, port: 9411}'), KNOWN, ['defines it as `zipkin`, which is no access log']],
  ['logs by default to whom the mesh is not said to', `${FILE_AND_AUDIT}\ndefaultProviders: {accessLogging: [audit, siem]}`, KNOWN, ['logs to `siem` by default, which is not among']],
  ['logs by default to whom it is said to', `${FILE_AND_AUDIT}\ndefaultProviders: {accessLogging: [Audit]}`, KNOWN, []],
  ['says nothing of what istiod has by itself', 'trustDomain: cluster.local', { accessLogProviders: [] }, []],
])('a MeshConfig that %s', (_, mesh, props, texts) => {
  const own = { accessLogProviders: props.accessLogProviders?.length === 0 ? ['envoy'] : ['file'] };
  const found = problems(shopWith(props, own, CONFIG(mesh)));
  expect(found).toEqual(texts.map((text): unknown => expect.stringContaining(text)));
});

test('where no manifest has the MeshConfig, that it knows them is an assumption, but of what istiod has by itself', () => {
  const assumed = (own: string[]): string => Mesh.of(shop(KNOWN, { accessLogProviders: own }).chart).report().toText();
  expect(assumed(['file', 'envoy'])).toMatch(/access-log-providers-are-defined: the MeshConfig.*\(audit, file\)/);
  expect(Mesh.of(shop({ accessLogProviders: [] }, { accessLogProviders: ['envoy'] }).chart).report().toText()).not.toContain('access-log-providers-are-defined');
});

const TELEMETRY = { apiVersion: 'telemetry.istio.io/v1', kind: 'Telemetry', metadata: { name: 'quiet', namespace: 'shop' } };

test('a waypoint and a gateway log as well, whatever is bound to them or selects them', () => {
  const plane = { ...OWN, dataPlane: DataPlane.AMBIENT, waypoint: Waypoint.managed() };
  const to = (kind: string, name: string, group: string): Written => ({ ...TELEMETRY, spec: { targetRefs: [{ kind, name, group }], ...QUIET } });
  expect(problems(shopWith(KNOWN, plane, to('Gateway', 'waypoint', 'gateway.networking.k8s.io')))).toEqual(expect.arrayContaining([
    expect.stringContaining('not everything that waypoint shop/waypoint, for shop/orders, sends and gets is in the access log of provider `audit`'),
    expect.stringContaining('not everything that waypoint shop/waypoint sends and gets'),
  ]));
  expect(problems(shopWith(KNOWN, plane, to('Service', 'orders', '')))).toEqual([expect.stringContaining('waypoint shop/waypoint, for shop/orders,')]);
  expect(problems(shopWith(KNOWN, plane, to('Service', 'elsewhere', '')))).toEqual([]);

  const { app, chart, namespace } = shop(KNOWN, OWN);
  new IngressGatewayPods(chart, 'gateway', {
    mesh: Mesh.of(namespace), gateway: IngressGateway.fromIdentity('shop', 'edge', { podLabels: { istio: 'edge' } }), listeners: [GatewayListener.tcp(8443, Anyone.because('public'))],
  });
  expect(problems(app)).toEqual([]);
  new ApiObject(chart, 'quiet', { ...TELEMETRY, ...{ spec: { selector: { matchLabels: { istio: 'edge' } }, ...QUIET } } });
  expect(problems(app)).toEqual([expect.stringContaining('not everything that gateway shop/edge sends and gets is in the access log of provider `audit`')]);
});

const OFF = { metrics: [{ overrides: [{ disabled: true }] }] };

test.each<[string, RolloutStage, object, readonly string[]]>([
  ['all off while plaintext is looked for', RolloutStage.OBSERVE, OFF, ['Prometheus gets no REQUEST_COUNT (SERVER) of shop/orders, by which stage observe is left: Telemetry shop/quiet spec.metrics']],
  ['connections alone', RolloutStage.OBSERVE, { metrics: [{ overrides: [{ match: { metric: 'TCP_OPENED_CONNECTIONS' }, disabled: true }] }] }, ['no TCP_OPENED_CONNECTIONS (SERVER)']],
  ['to another provider', RolloutStage.OBSERVE, { metrics: [{ providers: [{ name: 'stackdriver' }] }] }, ['no REQUEST_COUNT']],
  ['to one that nobody knows', RolloutStage.OBSERVE, { metrics: [{ providers: [{ name: 'ours' }] }] }, ['it is not certain that Prometheus gets REQUEST_COUNT']],
  ['while dry runs are looked at', RolloutStage.MUTUAL_TLS, OFF, []],
  ['a tag that refusals are looked for by', RolloutStage.AUTHORIZATION, { metrics: [{ overrides: [{ tagOverrides: { response_code: { operation: 'REMOVE' } } }] }] }, ['no REQUEST_COUNT (SERVER)']],
  ['the side that is asked', RolloutStage.NETWORK_POLICY, { metrics: [{ overrides: [{ match: { mode: 'CLIENT' }, disabled: true }] }] }, ['no REQUEST_COUNT (CLIENT) of shop/orders, by which stage network-policy is left']],
  ['the other side', RolloutStage.NETWORK_POLICY, { metrics: [{ overrides: [{ match: { mode: 'SERVER' }, disabled: true }] }] }, []],
  ['what a service calls', RolloutStage.NETWORK_POLICY, { metrics: [{ overrides: [{ tagOverrides: { destination_service: { operation: 'REMOVE' } } }] }] }, ['no REQUEST_COUNT (CLIENT)']],
  ['how connections end', RolloutStage.EGRESS_SCOPE, { metrics: [{ overrides: [{ match: { metric: 'TCP_CLOSED_CONNECTIONS' }, disabled: true }] }] }, ['no TCP_CLOSED_CONNECTIONS (CLIENT) of shop/orders, by which stage egress-scope is left']],
  ['when all is done', RolloutStage.DONE, OFF, []],
])('what a stage is left by is counted: %s', (_, stage, spec, texts) => {
  expect(problems(shopWith({}, { stage }, { ...TELEMETRY, spec }))).toEqual(texts.map((text): unknown => expect.stringContaining(text)));
});

test('a MeshConfig that names no provider of metrics counts nothing', () => {
  const stage = { stage: RolloutStage.OBSERVE };
  expect(problems(shopWith({}, stage, CONFIG('defaultProviders: {accessLogging: [envoy]}')))).toEqual([
    expect.stringContaining('Prometheus gets no REQUEST_COUNT (SERVER) of shop/orders, by which stage observe is left (and 1 more like it); name `prometheus` in `defaultProviders.metrics` of MeshConfig'),
  ]);
  expect(problems(shopWith({}, stage, CONFIG('defaultProviders: {metrics: [prometheus]}')))).toEqual([]);
});
