import { App, Chart } from 'cdk8s';
import {
  Access, Cidr, DataPlane, EgressWaypoint, ExternalHost, type ICaller, IngressGateway, KubernetesService, Mesh, MeshNamespace, MeshService,
  PathNormalization, PortMtls, Prometheus, ServicePort, Waypoint,
} from '../../src';
import type { Subject } from '../enforced/subject';
import { Random } from '../harness/random';
import { subjectOf } from './declared';
import { access, tcpAccess } from './generated';

const CLUSTER = { podCidrs: ['10.244.0.0/16'], serviceCidrs: ['10.96.0.0/16'], nodeCidrs: ['10.128.0.0/20'] };

/** A mesh with an ambient data plane that the library makes from a random declaration: behind waypoints, without, and next to sidecars. */
export function generatedAmbient(seed: number): Subject {
  const r = new Random(seed);
  const app = new App();
  const mesh = new Mesh(app, 'mesh', {
    trustDomain: r.pick(['cluster.local', 'mesh.example']), cluster: CLUSTER,
    pathNormalization: r.pick([PathNormalization.BASE, PathNormalization.MERGE_SLASHES, PathNormalization.DECODE_AND_MERGE_SLASHES]),
    prove: false,
  });
  const ambient = DataPlane.AMBIENT;
  const waypoint = r.chance(0.7) ? Waypoint.managed() : Waypoint.existing('infra', 'shared');
  const shop = servicesOf(app, r, 'shop', ['alpha', 'beta', 'gamma'], { mesh, dataPlane: ambient, waypoint });
  const bank = servicesOf(app, r, 'bank', ['delta', 'epsilon'], { mesh, dataPlane: ambient });
  const legacy = servicesOf(app, r, 'legacy', ['zeta'], { mesh });
  const gateway = IngressGateway.fromIdentity('istio-ingress', 'edge', { podLabels: { istio: 'ingress' } });
  for (const callee of shop) allowSome(r, callee, [...shop, ...bank, gateway], (x) => x.pick([access, access, tcpAccess])(x), [...legacy]);
  // Without a waypoint a callee is opened by whole ports.
  for (const callee of bank) allowSome(r, callee, [...shop, ...bank, ...legacy, gateway], tcpAccess, []);
  for (const callee of legacy) allowSome(r, callee, [...shop, ...bank], (x) => x.pick([access, tcpAccess])(x), []);
  if (r.chance(0.5)) shop[0].allowFrom(Prometheus.fromIdentity('monitoring', 'prometheus', { podLabels: { app: 'prometheus' } }), { access: [Access.ports(9102)] });
  if (r.chance(0.5)) shop[1].allowFrom(Cidr.of('10.8.0.0/16'), { access: [Access.ports(8443)], reason: 'partners' });
  new EgressWaypoint(new Chart(app, 'egress', { namespace: 'egress' }), 'egress', { mesh });
  for (const caller of r.some([...shop, ...bank], 1, 3)) caller.calls(r.pick([ExternalHost.https('api.example.com'), ExternalHost.http('feeds.example.com')]));
  return subjectOf(`generated ambient mesh ${seed}`, [{ name: `generated-ambient-${seed}.yaml`, text: app.synthYaml() }], app);
}

function servicesOf(app: App, r: Random, name: string, ids: readonly string[], props: ConstructorParameters<typeof MeshNamespace>[2]): MeshService[] {
  const chart = new Chart(app, name, { namespace: name });
  const namespace = new MeshNamespace(chart, 'namespace', props);
  return ids.map((id) => new MeshService(chart, id, {
    namespace, deployedElsewhere: true,
    ports: [
      ServicePort.http(80, { targetPort: 8080 }), ServicePort.grpc(9090), ServicePort.tcp(5432, { targetPort: 15432 }), ServicePort.http(9102, { name: 'http-metrics' }),
      ServicePort.tcp(8443, { mtls: PortMtls.permissive({ reason: 'partners' }) }),
    ],
    ...(r.chance(0.3) ? { additionalServices: [KubernetesService.of(`${id}-too`, { ports: [ServicePort.http(8000, { targetPort: 8080 })] })] } : {}),
  }));
}

/** Some of them with what `make` draws; `wholePorts` are callers that no waypoint sees. */
function allowSome(r: Random, callee: MeshService, callers: readonly ICaller[], make: (r: Random) => Access, wholePorts: readonly ICaller[]): void {
  for (const caller of r.some(callers.filter((c) => c !== callee), 1, 3)) callee.allowFrom(caller, { access: [make(r)] });
  for (const caller of wholePorts) if (r.chance(0.5)) callee.allowFrom(caller, { access: [tcpAccess()] });
}
