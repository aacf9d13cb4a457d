import { carries, selectorText } from '../eval/matcher/selector';
import type { RuleRef, WorkloadView } from '../eval/types';
import type { LabelSelector } from '../manifest/kinds';
import type { ServiceModel } from '../model/model';
import { checkEgressPolicy } from './egress';
import type { Gap, Tally } from './gap';
import { checkIngress } from './ingress';
import type { Context } from './knocks';
import { minimalLabels } from './minimal';
import { mayLeaveTo } from './projection/egress-policy';
import { namedPods, narrowing, type Unclaimed } from './unclaimed';

export interface Pod {
  readonly service: ServiceModel;
  readonly workload: WorkloadView;
}

/**
 * Pods that policies of a namespace of ours select and that nobody declared: nothing was granted to them or by them. Where undeclared pods among
 * the manifests have these labels it is judged what the policies do to those; of others' namespaces their owners say which pods there are. A label
 * that declared pods have beside those of their service makes nobody one of them: whoever has it alone gets names, and no more.
 */
export function checkMarked(
  context: Context, strays: readonly Pod[], unclaimed: readonly Unclaimed[], tally: Tally, found: readonly Gap[] = [],
): readonly Gap[] {
  const { model } = context.declared;
  const named = namedPods(model);
  const declared = context.declaration.model.services.flatMap((service) => context.podsOf(service));
  const areCarried = (pods: readonly WorkloadView[], { workload }: Pod): boolean => (
    pods.some(({ namespace, labels }) => namespace === workload.namespace && carries(labels, workload.labels)));
  const others = unclaimed.map((u) => u.workload);
  const isKnown = (pod: Pod): boolean => named.some((n) => n.carries(pod.workload)) || areCarried(others, pod);
  const ours = new Set(model.namespaces.filter((n) => n.owned).map((n) => n.id));
  const marked = strays.filter(({ workload }) => ours.has(workload.namespace))
    .flatMap((stray) => markedLike(stray, context)).filter((pod) => !isKnown(pod));
  // What is too wide for the declared pods is found there.
  const known = new Set(found.filter((gap) => gap.statement !== 'declared-works').flatMap((gap) => gap.because.map(placeOf)));
  return marked.flatMap((pod) => {
    const { service: stray, workload } = pod;
    const isPart = areCarried(declared, pod);
    const service = { ...stray, id: `${stray.id} with ${selectorText({ matchLabels: workload.labels })}` };
    const gaps = [
      ...checkIngress(context, service, workload, tally), ...checkEgressPolicy(context, service, workload, tally, isPart ? mayLeaveTo : () => false),
    ];
    const own = isPart ? gaps.filter(({ because }) => because.length === 0 || !because.every((rule) => known.has(placeOf(rule)))) : gaps;
    const whose = isPart ? 'select by all labels of the service that is meant' : 'declare whose pods these are (a `MeshService`, or `addForeignPods` of the namespace)';
    return own.map((gap) => ({ ...gap, repair: `${whose}, or ${narrowing(gap)}` }));
  });
}

function placeOf({ object, path }: RuleRef): string {
  return `${object} ${path}`;
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
