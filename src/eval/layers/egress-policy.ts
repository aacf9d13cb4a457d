import type { NetworkPolicy } from '../../manifest/kinds';
import type { From } from '../cluster/policies';
import { selectsAll, selectsKnowing } from '../matcher/selector';
import { endOf, type End, type Target } from '../network/end';
import { compile, isolates, type Isolating, judge } from '../network/isolation';
import type { Caller, Destination } from '../types';
import type { World } from '../world';
import { connectionLayer, type LayerAt, type Verdict, verdict } from './layer';

/** NetworkPolicy of the caller's namespace. */
export function egressPolicy(world: World, destination: Destination): LayerAt {
  const end = endOf(destination.workload);
  return connectionLayer('egress-policy', (caller) => judgeEgress(world, caller, end, destination));
}

/** `end` may be outside the cluster. */
export function judgeEgress(world: World, caller: Caller, end: End, target: Target): Verdict {
  if (!caller.pod) return verdict('allow', 'it does not come from a pod of this cluster');
  if (caller.namespace === undefined) return verdict('undetermined', 'the namespace of its pod is not known');
  const policies = isolating(world, caller.namespace, caller);
  if (caller.workload?.hostNetwork && policies.length > 0) {
    return verdict('undetermined', `${caller.name} is in its node's network, where the effect of NetworkPolicy is undefined`, policies.map((p) => p.policy.ref));
  }
  return judge(world, 'Egress', policies, end, target);
}

function isolating(world: World, namespace: string, caller: Caller): readonly Isolating[] {
  const { network } = world.policies.in(namespace);
  const egress = (policies: readonly From<NetworkPolicy>[]): readonly From<NetworkPolicy>[] => policies.filter((p) => isolates(p.object, 'Egress'));
  if (caller.labels !== undefined) return egress(network.selecting(caller.labels)).map((p) => ({ policy: compile(p, 'Egress'), selected: 'yes' }));
  return egress(network.all).map((p) => {
    const { podSelector } = p.object.spec;
    return { policy: compile(p, 'Egress'), selected: selectsAll(podSelector) ? 'yes' : selectsKnowing(podSelector, {}) };
  });
}
