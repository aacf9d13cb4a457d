import { callerOf } from '../eval/callers';
import type { Caller, WorkloadView } from '../eval/types';
import { workloadCaller } from './callers';
import type { Context, Knock } from './knocks';

/** Whoever may get through all layers at once: every workload, every knock, and everybody made of one caller's pod and another's identity. */
export function* candidates({ world, declaration, podsOf }: Context, knocks: readonly Knock[]): Iterable<Caller> {
  const podIp = knocks.find((k) => k.caller.pod)?.caller.ip;
  const { services, imported = [] } = declaration.model;
  for (const service of [...services, ...imported]) for (const w of podsOf(service)) yield named(world, w, podIp);
  for (const w of world.workloads) if (w.apart === undefined) yield named(world, w, podIp);
  for (const { caller } of knocks) yield caller;
  for (const { caller: pod } of knocks) {
    if (!pod.pod || pod.workload !== undefined) continue;
    for (const { caller: { principal, namespace } } of knocks) {
      if (principal === undefined || namespace !== pod.namespace || principal === pod.principal) continue;
      yield { ...pod, name: `${pod.name} as ${principal}`, principal };
    }
  }
}

function named(world: Context['world'], w: WorkloadView, podIp: string | undefined): Caller {
  return podIp === undefined ? callerOf(world, w) : workloadCaller(world, w, podIp);
}
