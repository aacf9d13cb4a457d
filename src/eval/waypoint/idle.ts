import { refsText, ruleRef } from '../refs';
import type { World } from '../world';
import { type WaypointTarget, waypointOf } from './binding';
import { named, policiesNaming } from './policies';

/** What is bound to a Service, and is not asked on the way past its waypoint, or anywhere because it has none. Undefined: nothing. */
export function idlePolicies(world: World, target: WaypointTarget): string | undefined {
  const policies = policiesNaming(world, target).map((p) => ruleRef(p));
  if (policies.length === 0) return undefined;
  const { namespace, name } = named(target);
  const what = `${refsText(policies)}, bound to ${'service' in target ? 'Service' : 'ServiceEntry'} ${namespace}/${name}, is not asked`;
  const binding = waypointOf(world, target);
  switch (binding.kind) {
    case 'none': return `${what}: no waypoint is used`;
    case 'unserved': case 'unknown': return `${what}: ${binding.text}`;
    case 'waypoint': return `${what}: this way leads past waypoint ${binding.pod.id}`;
  }
}
