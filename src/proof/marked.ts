import { carries, selectorText } from '../eval/matcher/selector';
import type { WorkloadView } from '../eval/types';
import type { LabelSelector } from '../manifest/kinds';
import type { ServiceModel } from '../model/model';
import { checkEgressPolicy } from './egress';
import type { Gap, Tally } from './gap';
import { checkIngress } from './ingress';
import type { Context } from './knocks';
import { minimalLabels } from './minimal';
import { namedPods, narrowing, type Unclaimed } from './unclaimed';

export interface Pod {
  readonly service: ServiceModel;
  readonly workload: WorkloadView;
}

/**
 * Pods that policies of a namespace of ours select and that nobody declared: nothing was granted to them or by them. Where declared pods, or others
 * among the manifests, have these labels it is judged what the policies do to those; of others' namespaces their owners say which pods there are.
 */
export function checkMarked(context: Context, strays: readonly Pod[], unclaimed: readonly Unclaimed[], tally: Tally): readonly Gap[] {
  const { model } = context.declared;
  const named = namedPods(model);
  const others = [...unclaimed.map((u) => u.workload), ...context.declaration.model.services.flatMap((service) => context.podsOf(service))];
  const isKnown = ({ workload }: Pod): boolean => named.some((n) => n.carries(workload))
    || others.some(({ namespace, labels }) => namespace === workload.namespace && carries(labels, workload.labels));
  const ours = new Set(model.namespaces.filter((n) => n.owned).map((n) => n.id));
  const marked = strays.filter(({ workload }) => ours.has(workload.namespace))
    .flatMap((stray) => markedLike(stray, context)).filter((pod) => !isKnown(pod));
  return marked.flatMap(({ service: stray, workload }) => {
    const service = { ...stray, id: `${stray.id} with ${selectorText({ matchLabels: workload.labels })}` };
    const gaps = [...checkIngress(context, service, workload, tally), ...checkEgressPolicy(context, service, workload, tally, () => false)];
    return gaps.map((gap) => ({
      ...gap, repair: `declare whose pods these are (a \`MeshService\`, or \`addForeignPods\` of the namespace), or ${narrowing(gap)}`,
    }));
  });
}

/** The same pod as one that a policy of its namespace selects, and no service: what is written for a service may not meet somebody else. */
export function markedLike({ service, workload }: Pod, { servicesOf, world }: Pick<Context, 'servicesOf' | 'world'>): readonly Pod[] {
  const { network, authorization, peer, sidecar } = world.policies.in(workload.namespace);
  const selectors: readonly LabelSelector[] = [
    ...network.all.map((p) => p.object.spec.podSelector),
    ...[...authorization.all, ...peer.all].map((p) => p.object.spec.selector ?? {}),
    ...sidecar.all.map((s) => ({ matchLabels: s.object.spec.workloadSelector?.labels ?? {} })),
  ];
  const labels = new Map(selectors.flatMap(minimalLabels).filter((l) => Object.keys(l).length > 0).map((l) => [JSON.stringify(l), l]));
  const pods = [...labels.values()].map((own) => ({ service, workload: { ...workload, labels: own } }));
  return pods.filter((pod) => servicesOf(pod.workload).length === 0);
}
