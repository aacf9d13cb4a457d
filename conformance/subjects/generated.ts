import { App, Chart } from 'cdk8s';
import { sample } from 'fast-check';
import { Access, HeaderMatch, HttpMethod, HttpPath, IngressGateway, Mesh, MeshNamespace, MeshService, PathNormalization, PortMtls, ServicePort } from '../../src';
import { declare } from '../../test/property/ambient/program';
import { programs } from '../../test/property/ambient/programs';
import type { Subject } from '../enforced/subject';
import { Random } from '../harness/random';
import { subjectOf } from './declared';

const PATHS = [
  HttpPath.exact('/'), HttpPath.exact('/items'), HttpPath.under('/cart'), HttpPath.prefix('/img/thumb-'), HttpPath.suffix('.css'),
  HttpPath.template('/product/{*}'), HttpPath.template('/product/{*}/reviews/{**}'),
];
const METHODS = [HttpMethod.GET, HttpMethod.HEAD, HttpMethod.POST, HttpMethod.DELETE];
const HEADERS = [HeaderMatch.exact('x-tenant', 'gold', 'silver'), HeaderMatch.prefix('x-role', 'admin-'), HeaderMatch.suffix('x-kind', '-api'), HeaderMatch.present('x-trace')];

/** A mesh that the library makes from a random declaration; the same seed makes the same mesh. */
export function generatedMesh(seed: number): Subject {
  const r = new Random(seed);
  const app = new App();
  const mesh = new Mesh(app, 'mesh', {
    trustDomain: r.pick(['cluster.local', 'mesh.example']),
    ...(r.chance(0.3) ? { trustDomainAliases: ['old.example'] } : {}),
    pathNormalization: r.pick([PathNormalization.BASE, PathNormalization.MERGE_SLASHES, PathNormalization.DECODE_AND_MERGE_SLASHES]),
    // The point here is what Envoy does with the manifests, not what the proof says about them.
    prove: false,
  });
  const services = ['shop', 'bank'].flatMap((name) => {
    const chart = new Chart(app, name, { namespace: name });
    const namespace = new MeshNamespace(chart, 'namespace', { mesh });
    return ['alpha', 'beta', 'gamma'].map((id) => new MeshService(chart, id, { namespace, deployedElsewhere: true, ports: ports(r) }));
  });
  const gateway = IngressGateway.fromIdentity('istio-ingress', 'edge', { podLabels: { istio: 'ingress' } });
  for (const callee of services) {
    for (const caller of r.some([...services.filter((s) => s !== callee), gateway], 1, 3)) {
      callee.allowFrom(caller, r.chance(0.3) ? {} : { access: r.some([access, access, tcpAccess], 1, 2).map((make) => make(r)) });
    }
  }
  const text = app.synthYaml();
  return subjectOf(`generated mesh ${seed}`, [{ name: `generated-${seed}.yaml`, text }], app);
}

/**
 * A mesh of whatever data planes, from the programs that the property tests draw: waypoints of ours and of others, headless Services, gateways
 * that do and do not use waypoints, scrapes, services that move or are left out. The same seed makes the same mesh.
 */
export function generatedMixed(seed: number): Subject {
  const app = declare(sample(programs, { seed, numRuns: 1 })[0]);
  return subjectOf(`generated mixed mesh ${seed}`, [{ name: `generated-mixed-${seed}.yaml`, text: app.synthYaml() }], app);
}

/** Every service has the same three ports, so that every grant finds one; the first may accept plaintext, too. */
function ports(r: Random): ServicePort[] {
  return [
    ServicePort.http(80, { targetPort: 8080, ...(r.chance(0.2) ? { mtls: PortMtls.permissive({ reason: 'migration' }) } : {}) }),
    ServicePort.grpc(9090),
    ServicePort.tcp(5432),
  ];
}

export function access(r: Random): Access {
  if (r.chance(0.25)) return Access.grpc('shop.Catalog', r.chance(0.5) ? ['List', 'Get'] : undefined, { ports: [9090] });
  return Access.http({
    ports: [80],
    ...(r.chance(0.6) ? { methods: r.some(METHODS, 1, 2) } : {}),
    ...(r.chance(0.8) ? { paths: r.some(PATHS, 1, 3) } : {}),
    ...(r.chance(0.3) ? { hosts: r.some(['shop.example.com', 'api.example.com'], 1, 2) } : {}),
    ...(r.chance(0.3) ? { headers: r.some(HEADERS, 1, 2) } : {}),
  });
}

export const tcpAccess = (): Access => Access.tcp(5432);
