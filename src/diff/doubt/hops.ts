import { callerEnd } from '../../eval/layers/ingress-policy';
import { atPort, endOf, type End, type Target } from '../../eval/network/end';
import { wayOf } from '../../eval';
import type { Caller, Layer } from '../../eval/types';
import { HBONE_PORT, networkPorts } from '../../eval/ztunnel/hbone';
import type { Asked } from './asked';

/** What one layer sees of a call. */
export interface Hop {
  /** Whom it sees calling: the client, or the waypoint in between. */
  readonly caller: Caller;
  /** The other end, to the NetworkPolicy that this layer is. */
  readonly end: End;
  readonly targets: readonly Target[];
}

/** On the way that the caller takes; on both, where nobody knows which that is. */
export function hopsOf(asked: Omit<Asked, 'request'>, layer: Layer): readonly Hop[] {
  const { world, prepared: { destination, waypoint }, caller } = asked;
  if (asked.hops !== undefined) return asked.hops;
  const to = (from: Caller): readonly Target[] => networkPorts(world, from, destination).map((port) => atPort(destination, port));
  const isOutward = layer === 'egress-policy' || layer === 'waypoint-egress';
  const direct: Hop = { caller, end: isOutward ? endOf(destination.workload) : callerEnd(caller), targets: to(caller) };
  if (waypoint === undefined) return [direct];
  const atWaypoint = [{ workload: waypoint.pod, port: HBONE_PORT, protocol: 'TCP' as const }];
  const isFirst = layer === 'egress-policy' || layer === 'waypoint-ingress' || layer === 'waypoint-authorization';
  const through: Hop = isFirst
    ? { caller, end: isOutward ? endOf(waypoint.pod) : callerEnd(caller), targets: atWaypoint }
    : { caller: waypoint.caller, end: isOutward ? endOf(destination.workload) : callerEnd(waypoint.caller), targets: to(waypoint.caller) };
  const { way } = wayOf(world, caller, destination);
  return way === 'direct' ? [direct] : way === 'waypoint' || layer.startsWith('waypoint-') ? [through] : [direct, through];
}
