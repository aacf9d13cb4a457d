import type { DeclaredMesh, DeclaredNamespace, Slot } from '../platform';
import { networkPolicyWaypointEgress } from './network-policy-waypoint-egress';
import { networkPolicyWaypointIngress } from './network-policy-waypoint-ingress';
import { waypointAllowNothing } from './waypoint-allow-nothing';
import { waypointGateway } from './waypoint-gateway';
import { waypointOptions } from './waypoint-options';

/** Everything of a waypoint that is ours to write; of one that is somebody else's nothing is. */
export function waypoint(mesh: DeclaredMesh, { waypoint: declared, waypointOptions: options = {} }: DeclaredNamespace): readonly Slot[] {
  if (declared?.managed !== true) return [];
  const hasOptions = options.replicas !== undefined || options.resources !== undefined;
  return [
    waypointGateway(mesh, declared, hasOptions),
    ...(hasOptions ? [waypointOptions(declared, options)] : []),
    waypointAllowNothing(declared),
    networkPolicyWaypointIngress(declared),
    networkPolicyWaypointEgress(mesh, declared),
  ];
}
