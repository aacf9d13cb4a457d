import { type Declared, declared } from '../enforced/declared';
import { serviceOf } from '../enforced/subject';
import type { MeshSettings } from '../../src/eval/types';
import type { AccessModel, PortProtocol } from '../../src/model/model';
import type { Wire } from '../probe/wire';
import type { Connection } from './ztunnel';
import type { Served } from './served';

/** What the declaration says about a request that comes to a waypoint; undefined: nobody declared what it stands before. */
export function declaredAtWaypoint(model: AccessModel, settings: MeshSettings, served: Served, identity: string, wire: Wire): Declared | undefined {
  const at = served.target(wire.port);
  if ('serviceEntry' in at) return leavesThrough(model, served, identity, wire.port);
  for (const callee of model.services) {
    const port = callee.kubernetesServices.find((s) => `${callee.namespace}/${s.name}` === served.id)?.ports.find((p) => p.port === wire.port);
    if (port !== undefined) return declared(model, settings, callee, identity, { ...wire, port: port.targetPort }, 'waypoint');
  }
  return undefined;
}

function leavesThrough(model: AccessModel, served: Served, identity: string, port: number): Declared {
  const edges = model.externals.filter((e) => e.through !== undefined && `${e.through.namespace}/${e.host}` === served.id && e.ports.some((p) => p.number === port));
  return edges.some(({ caller }) => identityOfService(model, caller) === identity) ? 'allow' : 'deny';
}

/** What the declaration says about a connection to an ambient pod: of the waypoint of its services, or of whom was let in directly. */
export function declaredAtPod(model: AccessModel, settings: MeshSettings, workload: string, connection: Connection): Declared | undefined {
  const { identity, sourceIp, destinationIp, port } = connection;
  const callee = serviceOf(model, workload);
  if (callee === undefined) return undefined;
  if (identity !== undefined && identity.split('/')[0] !== model.mesh.trustDomain) return 'deny';
  const credential: Wire['credential'] = identity === undefined ? { kind: 'plaintext' } : { kind: 'identity', id: identity };
  // To ztunnel every port carries bytes.
  const edges = model.edges.map((e) => ({ ...e, access: e.access.map(asBytes) }));
  const wire: Wire = { credential, sourceIp, destinationIp, port };
  return declared({ ...model, edges }, settings, { ...callee, ports: callee.ports.map(asBytes) }, identity, wire);
}

function asBytes<T extends { readonly protocol: PortProtocol }>(port: T): T {
  return port.protocol === 'udp' || port.protocol === 'sctp' ? port : { ...port, protocol: 'tcp' };
}

function identityOfService(model: AccessModel, id: string): string | undefined {
  const service = model.services.find((s) => s.id === id);
  return service && `${model.mesh.trustDomain}/ns/${service.namespace}/sa/${service.serviceAccount}`;
}
