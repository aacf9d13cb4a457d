import type { AuthorizationPolicy } from '../../manifest/kinds';
import { isDryRun, namespacesOf } from '../authorization/site';
import type { From } from '../cluster/policies';
import { ruleRef } from '../refs';
import type { RuleRef, WorkloadView } from '../types';
import type { World } from '../world';
import { convert } from './convert';
import { strictnessOf } from './peer-authentication';
import type { ZtunnelPolicy } from './policy';

/** The policies that ztunnel holds a workload to. */
export interface Attached {
  readonly sources: readonly From<AuthorizationPolicy>[];
  readonly deny: readonly ZtunnelPolicy[];
  readonly allow: readonly ZtunnelPolicy[];
  /** PeerAuthentication, as DENY. */
  readonly strictness: readonly ZtunnelPolicy[];
  /** CUSTOM ones that select it, for a sidecar: ztunnel is not given them. */
  readonly custom: readonly RuleRef[];
}

const known = new WeakMap<World, WeakMap<WorkloadView, Attached>>();

export function attachedTo(world: World, workload: WorkloadView): Attached {
  let ofWorld = known.get(world);
  if (ofWorld === undefined) known.set(world, ofWorld = new WeakMap());
  let attached = ofWorld.get(workload);
  if (attached === undefined) ofWorld.set(workload, attached = find(world, workload));
  return attached;
}

/**
 * Without a selector a policy is its namespace's, or in the root namespace everybody's. With one it is a workload's, if its labels are
 * there. **An empty selector is one, and no workload is told of it; one with empty `matchLabels` selects every pod.** What has a
 * `targetRef` is a waypoint's. AUDIT, CUSTOM and dry-run are not sent.
 *
 * https://github.com/istio/istio/blob/master/pilot/pkg/serviceregistry/ambient/workloads.go (`buildWorkloadPolicies`)
 */
function find(world: World, workload: WorkloadView): Attached {
  const selecting = namespacesOf(world, workload.namespace).flatMap((n) => world.policies.in(n).authorization.selecting(workload.labels));
  const sources = selecting.filter((p) => !isDryRun(p) && !isEmptySelector(p) && ['ALLOW', 'DENY'].includes(p.object.spec.action ?? 'ALLOW'));
  const policies = sources.map(convert);
  return {
    sources,
    deny: policies.filter((p) => p.action === 'DENY'),
    allow: policies.filter((p) => p.action === 'ALLOW'),
    strictness: strictnessOf(world, workload),
    custom: selecting.filter((p) => p.object.spec.action === 'CUSTOM').map((p) => ruleRef(p)),
  };
}

function isEmptySelector({ object: { spec: { selector } } }: From<AuthorizationPolicy>): boolean {
  return selector !== undefined && selector.matchLabels === undefined;
}
