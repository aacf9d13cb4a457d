import type { AuthorizationPolicy } from '../../manifest/kinds';
import type { WaypointModel } from '../../model/model';
import { metadata } from '../metadata';
import type { Slot } from '../platform';

/**
 * What is bound to the waypoint holds for everything behind it: a Service without a policy of its own is closed, too. The namespace's
 * `allow-nothing` has no reference to the waypoint, which does not read it.
 *
 * https://istio.io/latest/docs/ambient/usage/l7-features/#targeting-policies
 */
export function waypointAllowNothing({ namespace, name }: WaypointModel): Slot<AuthorizationPolicy> {
  return {
    id: 'WaypointAllowNothing',
    apiVersion: 'security.istio.io/v1',
    kind: 'AuthorizationPolicy',
    metadata: metadata(`${name}-allow-nothing`, namespace, namespace),
    body: () => ({ spec: { targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name }] } }),
  };
}
