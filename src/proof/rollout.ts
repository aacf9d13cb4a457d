import type { WorkloadView } from '../eval/types';
import type { World } from '../eval/world';
import type { AccessModel, ServiceModel } from '../model/model';
import { hasReached, pendingParts } from '../model/stages';
import type { Gap, Tally } from './gap';
import { checkObserved } from './ingress';
import type { Context } from './knocks';
import { markedLike, type Pod } from './marked';
import { isProxyItself, planeOf } from './planes';
import { checkReadAs } from './read-as';
import type { Pending } from './types';
import { checkUnchanged } from './unchanged';
import { checkUnchangedEgress } from './unchanged-egress';
import { checkUnchangedScope } from './unchanged-scope';

/** What is not enforced yet is unchanged in `context`, and in `observed` recorded as it will be enforced. */
export interface RolloutWorlds {
  /** The cluster as it will be. */
  readonly context: Context;
  /** Without the policies of this App. */
  readonly before: World;
  /** Where dry-run policies, and no others, decide. */
  readonly observed: Context;
}

/** Of every pod of what is not done, and of those that nobody declared in a namespace that is not: without labels, and as policies select them. */
export function gapsInRollout(
  { context, before, observed }: RolloutWorlds, strays: readonly Pod[], tally: Tally,
): readonly Gap[] {
  const declared = context.declaration.model.services.filter((s) => !isProxyItself(s))
    .flatMap((service) => context.podsOf(service).map((workload): Pod => ({ service, workload })));
  const waiting = strays.filter(({ service }) => service.stage !== undefined);
  const marked = waiting.flatMap((stray) => markedLike(stray, context));
  return [...declared, ...waiting, ...marked].filter(({ service }) => service.stage !== undefined).flatMap(({ service, workload }) => [
    ...checkUnchanged(context, before, service, workload, tally),
    ...checkUnchangedEgress(context, before, service, workload, tally),
    ...checkUnchangedScope(context, before, service, workload, tally),
    ...checkReadAs(context, service, workload, tally),
    ...(isObserved(context, service, workload) ? checkObserved(observed, service, workload, tally) : []),
  ]);
}

/** By a proxy that knows of dry-run policies. */
function isObserved({ declaration }: Context, service: ServiceModel, workload: WorkloadView): boolean {
  return declaration.model.mesh.platform === 'istio' && planeOf(service, workload) === 'sidecar' && !hasReached(service, 'authorization');
}

/** What a verdict must not be read to say. A service that is as far as its namespace is said with it. */
export function pendingOf({ mesh, namespaces, services }: AccessModel): readonly Pending[] {
  const owned = namespaces.filter((n) => n.owned);
  const stages = new Map(owned.map((n) => [n.id, n.stage]));
  const own = services.filter((s) => s.stage !== stages.get(s.namespace));
  return [...owned, ...own].flatMap(({ id: subject, construct, stage = 'done', dataPlane }): readonly Pending[] => {
    const parts = pendingParts({ stage }, mesh.platform === 'istio' ? dataPlane : 'none');
    return parts.length === 0 ? [] : [{ subject, stage, parts, construct }];
  }).sort((a, b) => (a.subject < b.subject ? -1 : 1));
}
