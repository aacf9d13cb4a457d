import type { WorkloadView } from '../../../eval/types';
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
