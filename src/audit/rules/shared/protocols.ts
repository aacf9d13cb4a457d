import { readingOf } from '../../../eval/cluster/service-entries';
import type { PortProtocol } from '../../../eval/cluster/protocol';
import type { WorkloadView } from '../../../eval/types';
import type { World } from '../../../eval/world';
import type { Rule } from '../../../manifest/kinds';
import { portsOf } from './ports';

/** How a sidecar reads each port that the pod is known to listen on; nothing of pods without one. */
export function protocolsAt(world: World, workload: WorkloadView): readonly { readonly port: number; readonly protocol: PortProtocol }[] {
  if (workload.dataPlane !== 'sidecar') return [];
  return [...portsOf(world, workload).own].map((port) => ({ port, protocol: readingOf(world, workload, port).protocol }));
}

/** `shop/redis:6379`: the ports of TCP that a rule is about. */
export function tcpPorts(world: World, workloads: readonly WorkloadView[], rule: Rule): readonly string[] {
  const ports = namedPorts(rule);
  return workloads.flatMap((w) => protocolsAt(world, w)
    .filter(({ port, protocol }) => protocol === 'tcp' && (ports === undefined || ports.includes(port)))
    .map(({ port }) => `${w.id}:${port}`));
}

/** The ports that a rule is limited to; undefined: it is not. */
export function namedPorts({ to = [] }: Rule): readonly number[] | undefined {
  const lists = to.map(({ operation }) => operation?.ports ?? []);
  return lists.length === 0 || lists.some((l) => l.length === 0) ? undefined : lists.flat().map(Number);
}
