import { ApiObject, App, Chart } from 'cdk8s';
import { DataPlane, Mesh, MeshNamespace, type MeshNamespaceProps, type MeshProps, MeshService, Platform, RolloutStage, ServicePort, Waypoint } from '../../src';
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
});
