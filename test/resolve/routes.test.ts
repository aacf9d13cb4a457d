import { Chart } from 'cdk8s';
import {
  Access, Anyone, type CallerPods, Cidr, DataPlane, HttpMethod, type ICaller, IngressGateway, KubernetesService, MeshNamespace, MeshService,
  type MeshServiceProps, PortMtls, Prometheus, ServicePort, SpiffeIdentity, Waypoint,
} from '../../src';
import type { Route } from '../../src/model/model';
import { modelOf, type Program } from './declared';

const GET = Access.http({ methods: [HttpMethod.GET] });
const WHOLE = Access.ports(80);
const http = ServicePort.http(80, { targetPort: 8080 });
const plaintext = ServicePort.http(80, { targetPort: 8080, mtls: PortMtls.permissive({ reason: 'legacy' }) });

/** Services of three namespaces: ambient, with sidecars, and moving. */
interface Callers {
  readonly ambient: MeshService;
  readonly sidecar: MeshService;
  readonly moving: MeshService;
  readonly ambientNamespace: MeshNamespace;
  readonly mixedNamespace: MeshNamespace;
}

function callers({ app, mesh }: Program): Callers {
  const declare = (name: string, dataPlane: DataPlane, migratingFrom?: DataPlane): { namespace: MeshNamespace; service: MeshService } => {
    const chart = new Chart(app, name, { namespace: name });
    return { namespace: new MeshNamespace(chart, 'ns', { mesh, dataPlane, migratingFrom }), service: new MeshService(chart, 'caller', { deployedElsewhere: true }) };
  };
  const ambient = declare('web', DataPlane.AMBIENT);
  const sidecar = declare('old', DataPlane.SIDECAR);
  new MeshService(Chart.of(sidecar.service), 'pioneer', { deployedElsewhere: true, dataPlane: DataPlane.AMBIENT });
  return {
    ambient: ambient.service,
    sidecar: sidecar.service,
    moving: declare('moving', DataPlane.AMBIENT, DataPlane.SIDECAR).service,
    ambientNamespace: ambient.namespace,
    mixedNamespace: sidecar.namespace,
  };
}

/** The routes of what one caller is granted at an ambient service with a waypoint. */
function routes(caller: (callers: Callers) => ICaller, access: Access, props: MeshServiceProps = {}): readonly Route[] | undefined {
  const { edges } = modelOf((program) => {
    const chart = new Chart(program.app, 'callee', { namespace: 'callee' });
    new MeshNamespace(chart, 'ns', { mesh: program.mesh, dataPlane: DataPlane.AMBIENT, waypoint: Waypoint.managed() });
    new MeshService(chart, 'catalog', { deployedElsewhere: true, ports: [http], ...props }).allowFrom(caller(callers(program)), { access: [access] });
  });
  expect(edges).toHaveLength(1);
  return edges[0].access[0].routes;
}

const pods: CallerPods = { wholeNamespace: true };
const spiffe = (options: CallerPods): ICaller => SpiffeIdentity.of('spiffe://cluster.local/ns/a/sa/b', options);
const besideHeadless = { additionalServices: [KubernetesService.of('catalog-pods', { headless: true, ports: [http] })] };

test.each<[string, (c: Callers) => ICaller, Access, readonly Route[], MeshServiceProps?]>([
  ['an ambient service', (c) => c.ambient, WHOLE, ['waypoint']],
  ['an ambient service, requests', (c) => c.ambient, GET, ['waypoint']],
  ['a service with sidecars', (c) => c.sidecar, WHOLE, ['direct']],
  ['a service that moves', (c) => c.moving, WHOLE, ['direct', 'waypoint']],
  ['an identity of a namespace that has sidecars', () => SpiffeIdentity.of('spiffe://cluster.local/ns/old/sa/job', pods), WHOLE, ['direct']],
  ['an identity of an ambient namespace', () => SpiffeIdentity.of('spiffe://cluster.local/ns/web/sa/job', pods), WHOLE, ['waypoint']],
  ['a gateway of a namespace that has sidecars', () => IngressGateway.fromIdentity('old', 'edge', pods), WHOLE, ['waypoint']],
  ['an ambient namespace', (c) => c.ambientNamespace, WHOLE, ['waypoint']],
  ['a namespace with services of both', (c) => c.mixedNamespace, WHOLE, ['direct', 'waypoint']],
  ['a gateway', () => IngressGateway.fromIdentity('in', 'edge', pods), GET, ['waypoint']],
  ['a gateway that dials pods', () => IngressGateway.fromIdentity('in', 'edge', { ...pods, usesWaypoints: false }), WHOLE, ['direct']],
  ['a gateway in a sidecar', () => IngressGateway.fromIdentity('in', 'edge', { ...pods, dataPlane: DataPlane.SIDECAR }), WHOLE, ['direct']],
  ['Prometheus', () => Prometheus.fromIdentity('mon', 'prom', pods), WHOLE, ['direct']],
  ['an identity, as the callee', () => spiffe(pods), WHOLE, ['waypoint']],
  ['an identity in sidecars', () => spiffe({ ...pods, dataPlane: DataPlane.SIDECAR }), WHOLE, ['direct']],
  ['addresses', () => Cidr.of('192.0.2.0/24'), WHOLE, ['direct'], { ports: [plaintext] }],
  ['anyone at a strict port', () => Anyone.because('status'), WHOLE, ['direct', 'waypoint']],
  ['anyone at a strict port, requests', () => Anyone.because('status'), GET, ['waypoint']],
  ['anyone in plaintext', () => Anyone.because('status'), WHOLE, ['direct', 'waypoint'], { ports: [plaintext] }],
  ['an ambient service, past a headless Service', (c) => c.ambient, WHOLE, ['direct', 'waypoint'], besideHeadless],
  ['an ambient service, at a port of a headless Service alone', (c) => c.ambient, Access.ports(9000), ['direct'],
    { additionalServices: [KubernetesService.of('peers', { headless: true, ports: [ServicePort.tcp(9000)] })] }],
  ['an ambient service, at a UDP port', (c) => c.ambient, Access.udp(53), ['direct'], { ports: [http, ServicePort.udp(53)] }],
])('the route of %s', (_, caller, access, expected, ...[props]) => {
  expect(routes(caller, access, props)).toEqual(expected);
});

test('without a waypoint nothing is said of routes', () => {
  expect(routes((c) => c.ambient, WHOLE, { waypoint: Waypoint.none() })).toBeUndefined();
  expect(routes((c) => c.ambient, WHOLE, { dataPlane: DataPlane.SIDECAR })).toBeUndefined();
});
