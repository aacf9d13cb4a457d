import { App, Chart } from 'cdk8s';
import type { AppProps } from 'cdk8s';
import {
  Access, Anyone, Cidr, DataPlane, EgressWaypoint, ExternalHost, GatewayListener, HttpMethod, HttpPath, type ICaller, IngressGateway,
  IngressGatewayPods, KubernetesService, Mesh, MeshNamespace, MeshService, PortMtls, Prometheus, ServicePort, SpiffeIdentity, Waypoint,
} from '../../../src';

/** A program with services of every data plane, as data, so that it can be shuffled, thinned and run again. */
export interface Program {
  readonly namespaces: readonly DeclaredNamespace[];
  readonly services: readonly DeclaredService[];
  readonly edges: readonly DeclaredEdge[];
  readonly externals: readonly DeclaredExternal[];
  readonly egressWaypoint: boolean;
}

export type PlaneName = 'ambient' | 'sidecar' | 'none';

export interface DeclaredNamespace {
  readonly name: string;
  readonly plane: PlaneName;
  readonly waypoint?: 'managed' | 'existing';
  /** From sidecars to ambient. */
  readonly migrating: boolean;
}

export interface DeclaredService {
  readonly namespace: string;
  readonly name: string;
  /** Left out: as its namespace. */
  readonly plane?: PlaneName;
  readonly waypoint?: 'existing' | 'none';
  readonly ports: readonly PortName[];
  readonly headless: boolean;
  /** A second Service, with another port before the first of the ports. */
  readonly too: boolean;
  /** A headless Service before the first of the ports. */
  readonly peers: boolean;
}

export type PortName = keyof typeof PORTS;

/** Service port and target port are seldom the same, and each has a meaning to somebody. */
export const PORTS = {
  web: { port: 80, target: 8080, protocol: 'http', plaintext: false },
  page: { port: 8081, target: 8081, protocol: 'http', plaintext: true },
  api: { port: 9090, target: 9090, protocol: 'grpc', plaintext: false },
  db: { port: 5432, target: 15432, protocol: 'tcp', plaintext: false },
  open: { port: 8443, target: 18443, protocol: 'tcp', plaintext: true },
  dns: { port: 5353, target: 5353, protocol: 'udp', plaintext: false },
} as const;

export type DeclaredCaller
  = | { readonly kind: 'service'; readonly service: number }
    | { readonly kind: 'namespace'; readonly namespace: string }
    | { readonly kind: 'gateway' | 'appliance' | 'prometheus' | 'job' | 'cidr' | 'anyone' };

/** Of its own Service. Sidecars find nobody by a headless one whose port is not that of the pods. */
export function numberOf({ headless }: Pick<DeclaredService, 'headless'>, name: PortName): number {
  return PORTS[name][headless ? 'target' : 'port'];
}

/** `path` and `method` left out: everything the port carries. */
export interface DeclaredEdge {
  readonly callee: number;
  readonly caller: DeclaredCaller;
  readonly port: PortName;
  readonly path?: string;
  readonly method?: 'GET' | 'POST';
}

export interface DeclaredExternal {
  readonly caller: number;
  readonly host: string;
  readonly protocol: 'https' | 'http' | 'tcp';
}

/** Who calls from outside the App. */
export const OUTSIDERS = {
  gateway: { namespace: 'istio-ingress', serviceAccount: 'edge', podLabels: { istio: 'edge' } },
  appliance: { namespace: 'appliances', serviceAccount: 'appliance', podLabels: { app: 'appliance' } },
  prometheus: { namespace: 'monitoring', serviceAccount: 'prometheus', podLabels: { app: 'prometheus' } },
  job: { namespace: 'jobs', serviceAccount: 'batch', podLabels: { app: 'batch' } },
};

function gatewayOf(kind: 'gateway' | 'appliance'): IngressGateway {
  const { namespace, serviceAccount, podLabels } = OUTSIDERS[kind];
  return IngressGateway.fromIdentity(namespace, serviceAccount, { podLabels, usesWaypoints: kind === 'gateway' });
}

function outsider(kind: Exclude<DeclaredCaller['kind'], 'service' | 'namespace'>): ICaller {
  if (kind === 'cidr') return Cidr.of('192.0.2.0/24');
  if (kind === 'anyone') return Anyone.because('no secret');
  const { namespace, serviceAccount, podLabels } = OUTSIDERS[kind];
  switch (kind) {
    case 'gateway':
    case 'appliance': return gatewayOf(kind);
    case 'prometheus': return Prometheus.fromIdentity(namespace, serviceAccount, { podLabels });
    case 'job': return SpiffeIdentity.of(`spiffe://cluster.local/ns/${namespace}/sa/${serviceAccount}`, { podLabels, dataPlane: DataPlane.AMBIENT });
  }
}

const CLUSTER = { podCidrs: ['10.0.0.0/14'], serviceCidrs: ['10.4.0.0/20'], nodeCidrs: ['10.128.0.0/20'] };
const existing = (): Waypoint => Waypoint.existing('infra', 'shared', { serviceAccountName: 'shared-proxy' });

export interface Order {
  readonly services?: readonly number[];
  readonly edges?: readonly number[];
}

/** `order` gives the order in which services and edges are declared; left out: as they stand. */
export function declare(program: Program, props?: AppProps, order: Order = {}): App {
  const app = new App(props);
  const mesh = new Mesh(app, 'mesh', { cluster: CLUSTER, prove: false });
  const namespaces = new Map(program.namespaces.map((n) => {
    const chart = new Chart(app, n.name, { namespace: n.name });
    const waypoint = n.waypoint === undefined ? {} : { waypoint: n.waypoint === 'managed' ? Waypoint.managed() : existing() };
    const migrating = n.migrating ? { migratingFrom: DataPlane.SIDECAR } : {};
    return [n.name, { chart, namespace: new MeshNamespace(chart, 'namespace', { mesh, dataPlane: planeOf(n.plane), ...waypoint, ...migrating }) }];
  }));
  if (program.egressWaypoint) new EgressWaypoint(new Chart(app, 'egress', { namespace: 'egress' }), 'egress', { mesh });
  const services = new Map<number, MeshService>();
  for (const i of order.services ?? program.services.keys()) {
    const service = program.services[i];
    services.set(i, declareService(namespaces.get(service.namespace)!.chart, service));
  }
  for (const i of order.edges ?? program.edges.keys()) {
    const { caller, ...edge } = program.edges[i];
    const from = caller.kind === 'service'
      ? services.get(caller.service)!
      : caller.kind === 'namespace' ? namespaces.get(caller.namespace)!.namespace : outsider(caller.kind);
    const reason = caller.kind === 'service' ? {} : { reason: 'it is declared' };
    services.get(edge.callee)!.allowFrom(from, { access: [accessOf(program.services[edge.callee], edge)], ...reason });
  }
  // Whatever they are granted, their own policies neither cut it nor open more.
  for (const kind of ['gateway', 'appliance'] as const) {
    const chart = new Chart(app, kind, { namespace: OUTSIDERS[kind].namespace });
    new IngressGatewayPods(chart, 'pods', { mesh, gateway: gatewayOf(kind), listeners: [GatewayListener.tcp(8443, Anyone.because('clients'))] });
  }
  for (const { caller, host, protocol } of program.externals) services.get(caller)!.calls(hostOf(host, protocol));
  return app;
}

function planeOf(name: PlaneName): DataPlane {
  return { ambient: DataPlane.AMBIENT, sidecar: DataPlane.SIDECAR, none: DataPlane.NONE }[name];
}

function declareService(chart: Chart, s: DeclaredService): MeshService {
  const [first] = s.ports;
  const further = [
    ...(s.too ? [KubernetesService.of(`${s.name}-too`, { ports: [portOf(first, 7000)] })] : []),
    ...(s.peers ? [KubernetesService.of(`${s.name}-peers`, { headless: true, ports: [portOf(first, PORTS[first].target)] })] : []),
  ];
  return new MeshService(chart, s.name, {
    deployedElsewhere: true,
    ports: s.ports.map((name) => portOf(name, numberOf(s, name))),
    headless: s.headless,
    ...(further.length === 0 ? {} : { additionalServices: further }),
    ...(s.plane === undefined ? {} : { dataPlane: planeOf(s.plane) }),
    ...(s.waypoint === undefined ? {} : { waypoint: s.waypoint === 'none' ? Waypoint.none() : existing() }),
  });
}

function portOf(name: PortName, number?: number): ServicePort {
  const { port, target, protocol, plaintext } = PORTS[name];
  const make = { http: ServicePort.http, grpc: ServicePort.grpc, tcp: ServicePort.tcp, udp: ServicePort.udp }[protocol];
  return make(number ?? port, { targetPort: target, ...(plaintext ? { mtls: PortMtls.permissive({ reason: 'partners' }) } : {}) });
}

function accessOf(callee: DeclaredService, { port, path, method }: Pick<DeclaredEdge, 'port' | 'path' | 'method'>): Access {
  const number = numberOf(callee, port);
  if (path === undefined && method === undefined) return Access.ports(number);
  return Access.http({
    ports: [number],
    ...(path === undefined ? {} : { paths: [HttpPath.exact(path)] }),
    ...(method === undefined ? {} : { methods: [HttpMethod.of(method)] }),
  });
}

function hostOf(host: string, protocol: DeclaredExternal['protocol']): ExternalHost {
  switch (protocol) {
    case 'https': return ExternalHost.https(host);
    case 'http': return ExternalHost.http(host);
    case 'tcp': return ExternalHost.tcp(host, { ports: [6380], addresses: ['192.0.2.44'] });
  }
}
