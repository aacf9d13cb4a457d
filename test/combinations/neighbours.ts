import { writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { App, Chart } from 'cdk8s';
import { Access, DataPlane, HttpPath, Mesh, MeshContract, MeshNamespace, MeshService, Platform, ServicePort, type ServiceReference, Waypoint } from '../../src';
import { inEmptyDirectory, synthesize } from '../golden/synthesize';

/** Namespaces of the other App, by how their pods take part in the mesh; without a mesh there is one. */
const NAMESPACES = {
  [Platform.ISTIO]: {
    sidecars: { dataPlane: DataPlane.SIDECAR },
    ambient: { dataPlane: DataPlane.AMBIENT },
    'behind-waypoint': { dataPlane: DataPlane.AMBIENT, waypoint: Waypoint.managed() },
  },
  [Platform.KUBERNETES]: { elsewhere: {} },
};

/** A service of the other App. */
export interface Neighbour {
  readonly as: 'caller' | 'callee';
  readonly of: 'sidecars' | 'ambient' | 'behind-waypoint' | 'elsewhere';
}

const contracts = new Map<Platform, string>();

/** In each of its namespaces somebody who calls, and comes from another account, and somebody who is called by them. */
function contractOf(platform: Platform): string {
  const known = contracts.get(platform) ?? synthesize((props) => {
    const app = new App(props);
    const mesh = new Mesh(app, 'mesh', { platform, asOf: '2026-11-30' });
    for (const [name, plane] of Object.entries(NAMESPACES[platform])) {
      const chart = new Chart(app, name, { namespace: name });
      new MeshNamespace(chart, 'namespace', { mesh, ...plane });
      const caller = new MeshService(chart, 'caller', { deployedElsewhere: true });
      caller.migrateIdentity({ fromServiceAccount: 'former', expires: '2027-01-31', reason: 'its own' });
      const callee = new MeshService(chart, 'callee', { ports: [ServicePort.http(80, { targetPort: 8080 }), ServicePort.tcp(9000)], deployedElsewhere: true });
      const requests = name === 'sidecars' || name === 'behind-waypoint' ? [Access.httpSafeMethods(HttpPath.under('/items')), Access.tcp(9000)] : [Access.ports(80)];
      callee.allowFrom(caller, { access: requests });
    }
    return app;
  }).beside['mesh-access.out/contract.json'];
  contracts.set(platform, known);
  return known;
}

export function neighbour(mesh: Mesh, platform: Platform, { as, of }: Neighbour): ServiceReference {
  return inEmptyDirectory((directory) => {
    const file = path.join(directory, 'neighbours.contract.json');
    writeFileSync(file, contractOf(platform));
    return MeshContract.fromFile(mesh, file).service(`${of}/${as}`);
  });
}
