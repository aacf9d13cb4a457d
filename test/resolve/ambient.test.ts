import { Chart } from 'cdk8s';
import {
  DataPlane, EgressWaypoint, ExternalHost, KubernetesService, MeshNamespace, type MeshNamespaceProps, MeshService, type MeshServiceProps,
  ServicePort, Waypoint,
} from '../../src';
import type { AccessModel, ServiceModel, WaypointModel } from '../../src/model/model';
import { modelOf, problemsOf, type Program } from './declared';

const http = ServicePort.http(80);
const NAMESPACES: WaypointModel = { namespace: 'web', name: 'waypoint', serviceAccount: 'waypoint', managed: true };

/** The service `web/web` in an ambient namespace with a waypoint. */
function web(service: MeshServiceProps, namespace: Partial<MeshNamespaceProps> = {}): ServiceModel {
  return modelOf(({ app, mesh }) => {
    const chart = new Chart(app, 'web', { namespace: 'web' });
    // Declared first: what it leaves out comes from a namespace that is not there yet.
    new MeshService(chart, 'web', { deployedElsewhere: true, ports: [http], ...service });
    new MeshNamespace(chart, 'ns', { mesh, dataPlane: DataPlane.AMBIENT, waypoint: Waypoint.managed(), ...namespace });
  }).services[0];
}

describe('a service', () => {
  test('is as its namespace is', () => {
    expect(web({})).toMatchObject({ dataPlane: 'ambient', waypoint: NAMESPACES });
    expect(web({}, { migratingFrom: DataPlane.SIDECAR })).toMatchObject({ dataPlane: 'ambient', migratingFrom: 'sidecar', waypoint: NAMESPACES });
  });

  test('unless it says otherwise', () => {
    expect(web({ dataPlane: DataPlane.NONE })).toMatchObject({ dataPlane: 'none' });
    expect(web({ dataPlane: DataPlane.NONE }).waypoint).toBeUndefined();
    expect(web({ dataPlane: DataPlane.AMBIENT }, { migratingFrom: DataPlane.SIDECAR }).migratingFrom).toBeUndefined();
    expect(web({ dataPlane: DataPlane.AMBIENT, migratingFrom: DataPlane.SIDECAR }).migratingFrom).toBe('sidecar');
    expect(web({ waypoint: Waypoint.none() }).waypoint).toBeUndefined();
    expect(web({ waypoint: Waypoint.existing('gateways', 'shared', { serviceAccountName: 'proxy' }) }).waypoint)
      .toEqual({ namespace: 'gateways', name: 'shared', serviceAccount: 'proxy', managed: false });
  });

  test('uses its namespace\'s waypoint where a Service that is not headless has requests', () => {
    const headless = KubernetesService.of('web-pods', { headless: true, ports: [http] });
    expect(web({ ports: [ServicePort.grpc(80)] }).waypoint).toEqual(NAMESPACES);
    expect(web({ ports: [ServicePort.tcp(80)] }).waypoint).toBeUndefined();
    expect(web({ headless: true }).waypoint).toBeUndefined();
    expect(web({ ports: [ServicePort.tcp(81)], additionalServices: [headless] }).waypoint).toBeUndefined();
    expect(web({ ports: [ServicePort.tcp(81)], additionalServices: [KubernetesService.of('web-http', { ports: [http] })] }).waypoint).toEqual(NAMESPACES);
    expect(web({ ports: undefined }).waypoint).toBeUndefined();
  });

  test('that names a waypoint of this App as an existing one has that one', () => {
    expect(web({ waypoint: Waypoint.existing('web', 'waypoint') }).waypoint).toEqual(NAMESPACES);
  });
});

const host = ExternalHost.https('pay.example', { addresses: ['203.0.113.7'] });

function leaving(declare: (program: Program, chart: Chart) => void): AccessModel {
  return modelOf((program) => {
    const chart = new Chart(program.app, 'web', { namespace: 'web' });
    new MeshNamespace(chart, 'ns', { mesh: program.mesh, dataPlane: DataPlane.AMBIENT });
    declare(program, chart);
  });
}

test('ambient services leave through the egress waypoint, whichever is declared first', () => {
  const waypoint = { namespace: 'egress', name: 'waypoint', serviceAccount: 'waypoint', managed: true };
  const call = (chart: Chart): unknown => new MeshService(chart, 'web', { deployedElsewhere: true }).calls(host);
  const egress = ({ app, mesh }: Program): unknown => new EgressWaypoint(new Chart(app, 'egress', { namespace: 'egress' }), 'egress', { mesh });
  const before = leaving((program, chart) => [egress(program), call(chart)]);
  const after = leaving((program, chart) => [call(chart), egress(program)]);
  expect(before).toEqual(after);
  expect(before.externals.map(({ id, through }) => [id, through])).toEqual([['web/web->pay.example', waypoint]]);
  expect(before.egressWaypoint).toEqual(waypoint);
  expect(before.namespaces.find(({ id }) => id === 'egress')).toMatchObject({ owned: true, dataPlane: 'ambient', waypoint });
});

test('services with sidecars leave by themselves', () => {
  const { externals } = leaving(({ app, mesh, service }) => {
    service('cart', { deployedElsewhere: true }).calls(host);
    new EgressWaypoint(new Chart(app, 'egress', { namespace: 'egress' }), 'egress', { mesh });
  });
  expect(externals.map(({ through }) => through)).toEqual([undefined]);
});

test('a second egress waypoint is an error', () => {
  expect(problemsOf(({ app, mesh }) => {
    for (const name of ['b', 'a']) new EgressWaypoint(new Chart(app, name, { namespace: name }), 'egress', { mesh });
  })).toEqual([{ code: 'duplicate-egress-waypoint', construct: 'b/egress', message: 'the App has an EgressWaypoint already, `a/egress`', repair: 'let all external hosts go through one' }]);
});
