import type { ServiceModel } from '../../model/model';
import { LabelIndex } from '../../private/label-index';
import { type CheckRule, workloadName, type WorkloadFact } from '../facts';
import { nameOf, othersOf } from '../others';
import { areSamePods } from '../pods';

/**
 * Pods of this App that are taken for a service of another one: policies know it by its labels and its account, and whoever has one of them
 * passes the layer that goes by it.
 */
export const workloadOfOthers: CheckRule = (facts) => {
  const { index, workloads } = facts;
  const own = new Map<WorkloadFact, ServiceModel[]>();
  for (const service of index.model.services) {
    for (const workload of facts.workloadsOf(service)) own.set(workload, [...own.get(workload) ?? [], service]);
  }
  const byLabels = new LabelIndex(workloads, ({ labels }) => labels);
  const byAccount = new Map<string, WorkloadFact[]>();
  for (const workload of workloads) {
    const account = `${workload.namespace}/${workload.serviceAccountName}`;
    const known = byAccount.get(account);
    if (known === undefined) byAccount.set(account, [workload]);
    else known.push(workload);
  }
  return othersOf(index).flatMap((service) => {
    const { namespace, podLabels, serviceAccount } = service;
    const labelled = byLabels.selectedBy(namespace, podLabels);
    // Everybody without an account of their own is under `default`: who has it is taken for nobody in particular.
    const account = serviceAccount === 'default' ? [] : byAccount.get(`${namespace}/${serviceAccount}`) ?? [];
    const identified = account.filter((w) => !labelled.includes(w));
    // What a service of this App brings with it, by its own labels or account, is said of that service.
    const asPods = ({ podLabels: labels }: ServiceModel) => ({ namespace, labels });
    const isSaid = (workload: WorkloadFact): boolean => (own.get(workload) ?? []).some((s) => areSamePods(asPods(s), asPods(service)));
    const problem = (workload: WorkloadFact, how: string) => ({
      code: 'workload-of-others',
      construct: workload.construct,
      message: `\`${workloadName(workload)}\` ${how} of ${nameOf(service)}, and would be taken for it`,
      repair: 'give its pods labels and an account of their own; a workload of that service belongs into the App that declares it',
    });
    return [
      ...labelled.filter((w) => !isSaid(w)).map((w) => problem(w, 'has the pod labels')),
      ...identified.filter((w) => !own.has(w)).map((w) => problem(w, `runs under the service account \`${serviceAccount}\``)),
    ];
  });
};
