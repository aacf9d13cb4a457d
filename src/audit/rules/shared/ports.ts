import { targetPort } from '../../../eval/cluster/services';
import type { WorkloadView } from '../../../eval/types';
import type { World } from '../../../eval/world';

export interface PodPorts {
  /** Of TCP, that the pod is known to listen on: its containers say so, or a Service leads there. */
  readonly own: ReadonlySet<number>;
  /** Of Services in front of it. */
  readonly ofServices: ReadonlySet<number>;
}

export function portsOf(world: World, workload: WorkloadView): PodPorts {
  const leading = world.services.selecting(workload).flatMap((s) => s.ports.filter((p) => (p.protocol ?? 'TCP') === 'TCP'));
  return {
    own: new Set([...workload.containerPorts.filter((c) => c.protocol === 'TCP').map((c) => c.containerPort), ...leading.flatMap((p) => targetPort(p, workload) ?? [])]),
    ofServices: new Set(leading.map((p) => p.port)),
  };
}
