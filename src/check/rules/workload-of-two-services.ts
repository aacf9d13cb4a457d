import { workloadName, type CheckRule, type WorkloadFact } from '../facts';

/** A label that two services ask for on different keys: neither selector contains the other, and this pod has both. */
export const workloadOfTwoServices: CheckRule = (facts) => {
  const owners = new Map<WorkloadFact, Set<string>>();
  for (const service of facts.index.model.services) {
    for (const workload of facts.workloadsOf(service)) owners.set(workload, (owners.get(workload) ?? new Set()).add(service.id));
  }
  return [...owners].flatMap(([workload, ids]) => (ids.size < 2
    ? []
    : [{
        code: 'workload-of-two-services',
        construct: workload.construct,
        message: `\`${workloadName(workload)}\` is selected by ${[...ids].map((id) => `\`${id}\``).join(' and ')}`,
        repair: 'give its pods the labels of one service only',
      }]));
};
