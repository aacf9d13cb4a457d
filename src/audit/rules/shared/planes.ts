import type { WorkloadView } from '../../../eval/types';
import { WAYPOINT_CLASS } from '../../../eval/cluster/gateways';
import { waypointOf } from '../../../eval/waypoint/binding';
import type { World } from '../../../eval/world';
import type { AuthorizationInUse } from '../../subject';

/** Pods whose ztunnel is given the policy. */
export function isAtZtunnel(policy: AuthorizationInUse): boolean {
  return policy.workloads.some((w) => w.dataPlane === 'ambient');
}

export function ambientPods({ workloads }: AuthorizationInUse): string {
  return podsText(workloads.filter((w) => w.dataPlane === 'ambient'));
}

/** `shop/cart`, `shop/cart and 3 others`. */
export function podsText(workloads: readonly WorkloadView[]): string {
  const [first, ...others] = workloads;
  return `the pods of ${first.id}${others.length === 0 ? '' : ` and ${others.length} more`}`;
}

/** Some waypoint reads it: its Service has one, or it is bound to one, or to all. */
export function isAtWaypoint(world: World, { targets, namespace }: AuthorizationInUse): boolean {
  return targets.some(({ kind, name }) => {
    if (kind === 'GatewayClass') return name === WAYPOINT_CLASS;
    if (kind === 'Service') return waypointOf(world, { service: { namespace, name }, port: 0 }).kind === 'waypoint';
    return kind === 'Gateway' && world.gateways.find(namespace, name)?.object.spec.gatewayClassName === WAYPOINT_CLASS;
  });
}

/** Machines and addresses are no pods; NetworkPolicy is nothing to them. */
export function podsIn({ workloads }: World): readonly WorkloadView[] {
  return workloads.filter((w) => w.apart === undefined);
}
