import { App, Chart, Testing } from 'cdk8s';
import {
  Access, DataPlane, EgressWaypoint, type EgressWaypointProps, ExternalHost, HttpMethod, IngressGateway, KubernetesService, Mesh, MeshNamespace,
  MeshService, Platform, Prometheus, ServicePort, Waypoint, type ManagedWaypointOptions, type MeshNamespaceProps, type MeshProps,
  type MeshServiceProps,
} from '../../src';
import type { MeshModel } from '../../src/model/model';
import { names, problems } from './mesh';

/** What users of other languages, or of JavaScript, can pass. */
const wrong = <T>(value: unknown): T => value as T;
const http = [ServicePort.http(80, { targetPort: 8080 })];

/** An ambient namespace. */
class Ambient {
  public readonly app = new App();
  public readonly mesh: Mesh;
  public readonly chart: Chart;
  public readonly namespace: MeshNamespace;

  constructor(props: Partial<MeshNamespaceProps> = {}, mesh: MeshProps = {}) {
    this.mesh = new Mesh(this.app, 'mesh', mesh);
    this.chart = new Chart(this.app, 'web', { namespace: 'web' });
    this.namespace = new MeshNamespace(this.chart, 'ns', { mesh: this.mesh, dataPlane: DataPlane.AMBIENT, ...props });
  }

  service(name: string, props: MeshServiceProps = {}): MeshService {
    return new MeshService(this.chart, name, { deployedElsewhere: true, ports: http, ...props });
  }

  egress(props: Partial<EgressWaypointProps> = {}, namespace: string | undefined = 'egress'): EgressWaypoint {
    return new EgressWaypoint(new Chart(this.app, 'egress', { namespace }), 'egress', { mesh: this.mesh, ...props });
  }
}

test('a managed waypoint is written with its namespace', () => {
  const { chart, namespace } = new Ambient({ waypoint: Waypoint.managed({ name: 'l7', replicas: 2, resources: { requests: { cpu: '100m', memory: '128Mi' } } }) });
  expect(names(chart)).toEqual([
    'Namespace web', 'NetworkPolicy default-deny', 'PeerAuthentication default', 'AuthorizationPolicy allow-nothing',
    'Gateway l7', 'ConfigMap l7-options', 'AuthorizationPolicy l7-allow-nothing', 'NetworkPolicy l7-ingress', 'NetworkPolicy l7-egress',
  ]);
  expect([
    namespace.waypointGateway, namespace.waypointOptions, namespace.waypointAllowNothing, namespace.waypointIngressPolicy,
    namespace.waypointEgressPolicy, namespace.allowNothing, namespace.defaultDeny,
  ].map((o) => o?.name))
    .toEqual(['l7', 'l7-options', 'l7-allow-nothing', 'l7-ingress', 'l7-egress', 'allow-nothing', 'default-deny']);
  expect(Object.values(Testing.synth(chart).find((o) => o.kind === 'ConfigMap').data).join('\n')).toMatch(/replicas: 2[\s\S]*cpu: ['"]?100m/);
});

test('without replicas and resources istiod decides about both', () => {
  expect(names(new Ambient({ waypoint: Waypoint.managed() }).chart).slice(4)).toEqual([
    'Gateway waypoint', 'AuthorizationPolicy waypoint-allow-nothing', 'NetworkPolicy waypoint-ingress', 'NetworkPolicy waypoint-egress',
  ]);
});

test.each([['an existing waypoint', Waypoint.existing('gateways', 'shared')], ['none', Waypoint.none()]])('%s is not written', (_, waypoint) => {
  const { chart, namespace } = new Ambient({ waypoint });
  expect(names(chart)).toEqual(['Namespace web', 'NetworkPolicy default-deny', 'PeerAuthentication default', 'AuthorizationPolicy allow-nothing']);
  expect([namespace.waypointGateway, namespace.waypointOptions]).toEqual([undefined, undefined]);
});

test('an ambient service has no Sidecar, and a policy for its waypoint', () => {
  const ambient = new Ambient({ waypoint: Waypoint.managed() });
  const catalog = ambient.service('catalog');
  expect(catalog.sidecar).toBeUndefined();
  expect([catalog.authorizationPolicy?.name, catalog.waypointPolicy?.name]).toEqual(['catalog-callers', 'catalog-waypoint']);
  expect(catalog.kubernetesService?.toJson().metadata.labels).toMatchObject({ 'istio.io/use-waypoint': 'waypoint', 'istio.io/ingress-use-waypoint': 'true' });
  expect(ambient.service('redis', { ports: [ServicePort.tcp(6379)] }).waypointPolicy).toBeUndefined();
});

test('one that was declared before its namespace has the same', () => {
  const app = new App();
  const mesh = new Mesh(app, 'mesh');
  const chart = new Chart(app, 'web', { namespace: 'web' });
  const catalog = new MeshService(chart, 'catalog', { deployedElsewhere: true, ports: http });
  expect(catalog.waypointPolicy).toBeUndefined();
  new MeshNamespace(chart, 'ns', { mesh, dataPlane: DataPlane.AMBIENT, waypoint: Waypoint.managed() });
  expect([catalog.sidecar, catalog.waypointPolicy?.name]).toEqual([undefined, 'catalog-waypoint']);
});

test('pods that are otherwise than their namespace say so by labels, by which nothing selects', () => {
  const ambient = new Ambient();
  const plain = { 'app.kubernetes.io/name': 'a' };
  const podLabels = { 'app.kubernetes.io/name': 'a' };
  expect(ambient.service('as-all', { podLabels }).podLabels).toEqual(plain);
  const out = ambient.service('out', { podLabels, dataPlane: DataPlane.NONE });
  expect(out.podLabels).toEqual({ ...plain, 'istio.io/dataplane-mode': 'none', 'sidecar.istio.io/inject': 'false' });
  expect(out.ingressPolicy?.toJson().spec.podSelector.matchLabels).toEqual(plain);
  expect(out.kubernetesService?.toJson().spec.selector).toEqual(plain);
  expect(ambient.service('in', { podLabels, dataPlane: DataPlane.AMBIENT }).podLabels).toEqual({ ...plain, 'istio.io/dataplane-mode': 'ambient', 'sidecar.istio.io/inject': 'false' });
  expect(ambient.service('old', { podLabels, dataPlane: DataPlane.SIDECAR }).podLabels).toEqual(plain);
});

test('on platform `kubernetes` there is nothing that the labels could say', () => {
  const ambient = new Ambient({ dataPlane: undefined }, { platform: Platform.KUBERNETES });
  expect(ambient.service('out', { dataPlane: DataPlane.NONE }).podLabels).toEqual({ 'app.kubernetes.io/name': 'out' });
});

test('a service that moves has what each data plane reads', () => {
  const catalog = new Ambient({ migratingFrom: DataPlane.SIDECAR, waypoint: Waypoint.managed() }).service('catalog');
  expect([catalog.sidecar?.name, catalog.authorizationPolicy?.name, catalog.waypointPolicy?.name]).toEqual(['catalog', 'catalog-callers', 'catalog-waypoint']);
});

describe('the egress waypoint', () => {
  test('declares its namespace and what lets services out', () => {
    const ambient = new Ambient();
    const egress = ambient.egress();
    const { namespaceObject, defaultDeny, gateway, gatewayAllowNothing, ingressPolicy, egressPolicy } = egress;
    expect([namespaceObject, defaultDeny, gateway, gatewayAllowNothing, ingressPolicy, egressPolicy].map((o) => `${o?.kind} ${o?.name}`)).toEqual([
      'Namespace egress', 'NetworkPolicy default-deny', 'Gateway waypoint', 'AuthorizationPolicy waypoint-allow-nothing',
      'NetworkPolicy waypoint-ingress', 'NetworkPolicy waypoint-egress',
    ]);
    expect([egress.namespaceName, egress.name, egress.node.defaultChild]).toEqual(['egress', 'waypoint', namespaceObject]);
  });

  test('has each host once, whoever calls it, and the callers\' namespace has none', () => {
    const ambient = new Ambient();
    const pay = ExternalHost.https('pay.example', { addresses: ['203.0.113.7'] });
    ambient.service('cart').calls(pay);
    const egress = ambient.egress();
    ambient.service('orders').calls(pay).calls(ExternalHost.https('mail.example', { addresses: ['203.0.113.8'] }));
    expect(names(Chart.of(egress)).filter((n) => n.startsWith('ServiceEntry'))).toEqual(['ServiceEntry pay.example', 'ServiceEntry mail.example']);
    expect(names(ambient.chart).filter((n) => n.startsWith('ServiceEntry'))).toEqual([]);
  });

  test('is needed by ambient services that call external hosts', () => {
    const ambient = new Ambient();
    ambient.service('cart').calls(ExternalHost.https('pay.example', { addresses: ['203.0.113.7'] }));
    expect(problems(ambient.app).join('\n')).toContain('web/cart: [external-needs-egress-waypoint]');
  });

  test('wants its namespace for itself', () => {
    const ambient = new Ambient();
    const egress = ambient.egress();
    new MeshService(Chart.of(egress), 'spy', { deployedElsewhere: true });
    expect(problems(ambient.app).join('\n')).toContain('egress/spy: [egress-waypoint-namespace]');
  });
});

test('what callers from outside say of their pods is in the model', () => {
  const mesh = wrong<MeshModel>({ trustDomain: 'cluster.local' });
  const gateway = (options: object): unknown => IngressGateway.fromIdentity('in', 'edge', { wholeNamespace: true, ...options })._toCaller(mesh);
  expect(gateway({})).not.toHaveProperty('usesWaypoints');
  expect(gateway({ usesWaypoints: true })).toEqual(gateway({}));
  expect(gateway({ usesWaypoints: false })).toMatchObject({ usesWaypoints: false });
  expect(Prometheus.fromIdentity('mon', 'prom', { dataPlane: DataPlane.SIDECAR })._toCaller(mesh)).toMatchObject({ dataPlane: 'sidecar', pods: undefined });
});

test('one identity on two data planes is two callers', () => {
  const ambient = new Ambient();
  const redis = ambient.service('redis', { ports: [ServicePort.tcp(6379)] });
  for (const dataPlane of [DataPlane.AMBIENT, DataPlane.SIDECAR]) redis.allowFrom(Prometheus.fromIdentity('mon', 'prom', { wholeNamespace: true, dataPlane }));
  expect(ambient.mesh._registry.index().edgesTo('web/redis').map(({ id }) => id)).toEqual([
    'web/redis<-prometheus:cluster.local/ns/mon/sa/prom[*]@ambient', 'web/redis<-prometheus:cluster.local/ns/mon/sa/prom[*]@sidecar',
  ]);
});

test('what ambient cannot do is reported, all of it at once', () => {
  const ambient = new Ambient();
  const catalog = ambient.service('catalog');
  catalog.allowFrom(ambient.service('web'), { access: [Access.http({ methods: [HttpMethod.GET] })] });
  catalog.calls(ExternalHost.https('pay.example', { addresses: ['203.0.113.7'] }));
  expect(problems(ambient.app).map((line) => /\[([a-z-]+)\] [^[]*$/.exec(line)?.[1])).toEqual(['external-needs-egress-waypoint', 'http-needs-waypoint']);
});

const managed = (options: ManagedWaypointOptions) => (): unknown => Waypoint.managed(options);

test.each<[string, () => unknown, string]>([
  ['a name that no Service can have', managed({ name: 'L7' }), '[invalid-name] name of the waypoint `L7` is not a valid name; use lower-case letters, digits and `-`, with a letter at the start and a letter or digit at the end'],
  ['no replica', managed({ replicas: 0 }), '[wrong-type] replicas must be a whole number from 1, got `0`; without a pod of the waypoint its services take no requests'],
  ['half a replica', managed({ replicas: 1.5 }), '[wrong-type] replicas must be a whole number from 1, got `1.5`; without a pod of the waypoint its services take no requests'],
  ['a quantity that is none', managed({ resources: { requests: { cpu: 'much' } } }), '[invalid-quantity] resources.requests.cpu is `much`; write a quantity of Kubernetes as a string, like `100m` or `128Mi`'],
  ['a quantity as a number', managed({ resources: { limits: { cpu: wrong(2) } } }), '[invalid-quantity] resources.limits.cpu is `2`; write a quantity of Kubernetes as a string, like `100m` or `128Mi`'],
  ['limits of nothing', managed({ resources: { limits: {} } }), '[invalid-quantity] resources.limits names no resource; leave it out, or write `{ cpu: \'100m\' }`'],
  ['an existing waypoint in no namespace', () => Waypoint.existing('', 'l7'), '[invalid-name] namespace of the waypoint is empty; give a value or leave it out'],
  ['a waypoint of another type', () => new Ambient({ waypoint: wrong('l7') }), '[wrong-type] waypoint must be of type `Waypoint`, got `l7`; write `Waypoint.managed()` or `Waypoint.existing(namespace, name)`'],
  ['a waypoint of a service of another type', () => new Ambient().service('x', { waypoint: wrong('l7') }), '[wrong-type] waypoint must be of type `Waypoint`, got `l7`; write `Waypoint.existing(namespace, name)` or `Waypoint.none()`'],
  ['a managed waypoint of one service', () => new Ambient().service('x', { waypoint: Waypoint.managed() }), '[unsupported-waypoint] `web/x` is given a managed waypoint of its own; give it to the `MeshNamespace`, and here `Waypoint.existing` if it is another than the namespace\'s'],
  ['a managed waypoint in a namespace of others', () => {
    const { chart, mesh } = new Ambient();
    return MeshNamespace.fromName(chart, 'other', { mesh, name: 'other', dataPlane: DataPlane.AMBIENT, waypoint: Waypoint.managed() });
  }, '[unsupported-waypoint] `web/other` belongs to somebody else and is given a managed waypoint; name the one it has with `Waypoint.existing`'],
  ['a migration back', () => new Ambient({ dataPlane: DataPlane.SIDECAR, migratingFrom: DataPlane.AMBIENT }), '[unsupported-migration] `web/ns` migrates from `ambient` to `sidecar`; set `migratingFrom: DataPlane.SIDECAR` beside `dataPlane: DataPlane.AMBIENT`, or leave it out'],
  ['a migration to nothing', () => new Ambient({ migratingFrom: DataPlane.NONE }), '[unsupported-migration] `web/ns` migrates from `none` to `ambient`; set `migratingFrom: DataPlane.SIDECAR` beside `dataPlane: DataPlane.AMBIENT`, or leave it out'],
  ['a service that does not say where to', () => new Ambient().service('x', { migratingFrom: DataPlane.SIDECAR }), '[unsupported-migration] `web/x` migrates from `sidecar` and does not say where to; set `migratingFrom: DataPlane.SIDECAR` beside `dataPlane: DataPlane.AMBIENT`, or leave it out'],
  ['ambient without a mesh', () => new Ambient({}, { platform: Platform.KUBERNETES }), '[unsupported-feature] platform `kubernetes` has no ambient data plane; leave `dataPlane` out, or set `platform` to `Platform.ISTIO`'],
  ['an egress waypoint without a mesh', () => new Ambient({ dataPlane: undefined }, { platform: Platform.KUBERNETES }).egress(), '[unsupported-feature] platform `kubernetes` has no waypoints; leave it out, or set `platform` to `Platform.ISTIO`'],
  ['an egress waypoint in no namespace', () => {
    const { app, mesh } = new Ambient();
    return new EgressWaypoint(new Chart(app, 'bare'), 'egress', { mesh });
  }, '[missing-namespace] `bare/egress` is in a chart without a namespace; give the chart a `namespace` that nothing else uses'],
  ['an egress waypoint of another App', () => new Ambient().egress({ mesh: new Ambient().mesh }), '[other-app] `egress/egress` is given the Mesh of another App; each App has a Mesh of its own'],
  ['a data plane of a caller of another type', () => Prometheus.fromIdentity('a', 'b', { dataPlane: wrong('mesh') }), '[wrong-type] dataPlane must be one of SIDECAR, AMBIENT, NONE, got `mesh`; use a member of the enumeration'],
  ['a flag as text', () => IngressGateway.fromIdentity('a', 'b', { usesWaypoints: wrong('no') }), '[wrong-type] usesWaypoints must be true or false, got `no`; give a boolean'],
])('%s is refused at the call', (_, call, message) => {
  expect(call).toThrow(new Error(message));
});

describe('a sidecar, which sends plaintext to the pods of a headless Service in ambient', () => {
  const called = (props: MeshServiceProps): string[] => {
    const { app, mesh, service } = withSidecar();
    service('db', { ports: [ServicePort.tcp(5432)], ...props }).allowFrom(new MeshService(sidecars(app, mesh), 'shop', { deployedElsewhere: true }));
    return problems(app);
  };
  const withSidecar = () => {
    const ambient = new Ambient();
    return { app: ambient.app, mesh: ambient.mesh, service: ambient.service.bind(ambient) };
  };
  const sidecars = (app: App, mesh: Mesh): Chart => {
    const chart = new Chart(app, 'old', { namespace: 'old' });
    new MeshNamespace(chart, 'ns', { mesh });
    return chart;
  };

  test('is an error as its caller', () => {
    expect(called({ headless: true })).toEqual([
      '[mesh] web/db: [headless-from-sidecar] `old/shop` is granted port `5432` of `web/db`, to whose ambient pods only the headless Service `db` leads; sidecars send plaintext there, without an identity; give `web/db` a Kubernetes Service that is not headless for this port, or make the caller ambient first (`DataPlane.AMBIENT`)',
    ]);
  });

  test('reaches them by another Service', () => {
    expect(called({ additionalServices: [KubernetesService.of('db-peers', { headless: true, ports: [ServicePort.tcp(5432)] })] })).toEqual([]);
  });
});
