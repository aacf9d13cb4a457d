import { targetPort } from '../../../eval/cluster/services';
import type { World } from '../../../eval/world';
import type { ServicePortSpec } from '../../../manifest/kinds';
import type { AuthorizationInUse } from '../../subject';

/** By the port that the policy sees: whether every Service that leads there declares gRPC. */
export function grpcPorts(world: World, { targets, workloads, namespace }: AuthorizationInUse): ReadonlyMap<number, boolean> {
  const found = new Map<number, boolean>();
  const add = (number: number | undefined, port: ServicePortSpec): void => {
    if (number !== undefined && (port.protocol ?? 'TCP') === 'TCP') found.set(number, isGrpc(port) && found.get(number) !== false);
  };
  for (const { kind, name } of targets) {
    if (kind === 'Service') for (const port of world.services.find(namespace, name)?.ports ?? []) add(port.port, port);
  }
  for (const workload of workloads) {
    for (const service of world.services.selecting(workload)) for (const port of service.ports) add(targetPort(port, workload), port);
  }
  return found;
}

function isGrpc({ appProtocol, name = '' }: ServicePortSpec): boolean {
  const declared = (appProtocol ?? name).toLowerCase();
  return declared === 'grpc' || (declared.startsWith('grpc-') && !declared.startsWith('grpc-web'));
}
