import { compile, type DirectedPolicy, type Direction, isolates } from '../../../eval/network/isolation';
import type { WorkloadView } from '../../../eval/types';
import type { World } from '../../../eval/world';
import type { NetworkPolicyPort, Protocol } from '../../../manifest/kinds';
import { podsIn } from './planes';

interface Isolated {
  readonly workload: WorkloadView;
  readonly policies: readonly DirectedPolicy[];
}

/** Pods that are isolated in one direction, and the policies that do it; once for all pods with the same ones. */
export function* isolated(world: World, direction: Direction): Iterable<Isolated> {
  const seen = new Set<string>();
  for (const workload of podsIn(world)) {
    const policies = world.policies.in(workload.namespace).network.selecting(workload.labels)
      .filter((p) => isolates(p.object, direction))
      .map((p) => compile(p, direction));
    const key = `${workload.dataPlane} ${policies.map((p) => p.ref.object).join(' ')}`;
    if (policies.length === 0 || workload.hostNetwork || seen.has(key)) continue;
    seen.add(key);
    yield { workload, policies };
  }
}

/** Is a number among the ports of a rule? An empty list is every port. */
export function covers(ports: readonly NetworkPolicyPort[], protocol: Protocol, number: number): boolean {
  return ports.length === 0 || ports.some(({ protocol: p = 'TCP', port, endPort }) => {
    if (p !== protocol || typeof port === 'string') return false;
    return port === undefined || (endPort === undefined ? port === number : port <= number && number <= endPort);
  });
}
