import { ruleRef } from '../../eval/refs';
import type { RuleRef } from '../../eval/types';
import type { World } from '../../eval/world';
import { waypointOf, type WaypointTarget } from '../../eval/waypoint/binding';
import { refsOf } from '../../eval/waypoint/policies';
import type { TargetRef } from '../../manifest/kinds';
import type { AuditRule } from '../rule';
import { AUTHORIZATION, WAYPOINT } from '../sources';

export const unboundTarget: AuditRule = {
  id: 'unbound-target',
  severity: 'error',
  title: 'a policy is bound to something that does not enforce it',
  why: 'A policy with `targetRefs` is read by the waypoint or gateway of its target alone. Where there is none, it is enforced nowhere.',
  repair: 'give the Service a waypoint (`istio.io/use-waypoint`), or write a `selector` instead',
  sources: [AUTHORIZATION, WAYPOINT, 'https://github.com/istio/istio/blob/master/pilot/pkg/model/policyattachment.go'],
  * find({ authorization, request, world }) {
    for (const { source, namespace } of [...authorization, ...request]) {
      const { spec } = source.object;
      for (const [i, target] of refsOf(source).entries()) {
        const problem = unbound(world, namespace, target);
        const at: RuleRef = ruleRef(source, (spec.targetRefs ?? []).length > 0 ? `spec.targetRefs[${i}]` : 'spec.targetRef');
        if (problem !== undefined) yield { at, message: problem };
      }
    }
  },
};

/** Undefined: it is bound, or what it names is not among the manifests, which `outside-reference` says. */
function unbound(world: World, namespace: string, { kind, name, namespace: other }: TargetRef): string | undefined {
  if (other !== undefined && other !== namespace) return `\`${kind} ${other}/${name}\` is in another namespace than the policy`;
  switch (kind) {
    case 'GatewayClass': return namespace === world.settings.rootNamespace ? undefined : `a GatewayClass counts only in the root namespace, \`${world.settings.rootNamespace}\``;
    case 'Service': return world.services.find(namespace, name) === undefined ? undefined : withoutWaypoint(world, { service: { namespace, name }, port: 0 }, `Service ${namespace}/${name}`);
    case 'ServiceEntry': return world.policies.serviceEntries.some((e) => e.object.metadata.name === name && e.object.metadata.namespace === namespace)
      ? withoutWaypoint(world, { serviceEntry: { namespace, name }, port: 0 }, `ServiceEntry ${namespace}/${name}`)
      : undefined;
    default: return undefined;
  }
}

function withoutWaypoint(world: World, target: WaypointTarget, what: string): string | undefined {
  const binding = waypointOf(world, target);
  if (binding.kind === 'none') return `\`${what}\` has no waypoint`;
  return binding.kind === 'unserved' ? `\`${what}\` has no waypoint: ${binding.text}` : undefined;
}
