import { mayBeAmbient } from '../../model/planes';
import { hasReached } from '../../model/stages';
import type { CheckRule } from '../facts';

/**
 * A waypoint takes the calls to what it stands before away from the pods as soon as it is there, so that nothing is as it was. One before
 * an external host takes the calls of everybody to it.
 */
export const stageBehindWaypoint: CheckRule = ({ index: { model: { namespaces, services, egressWaypoint } } }) => (
  [...namespaces, ...services].filter((staged) => !hasReached(staged, 'egress-scope') && mayBeAmbient(staged)).flatMap(({ id, construct, stage, waypoint }) => {
    const before = waypoint === undefined ? egressWaypoint : waypoint;
    return before === undefined
      ? []
      : [{
          code: 'stage-behind-waypoint',
          construct,
          message: `\`${id}\` is at stage \`${stage}\`, and waypoint \`${before.namespace}/${before.name}\` takes ${waypoint === undefined ? 'its calls to external hosts' : 'calls to it'} already`,
          repair: 'leave the waypoint out until `RolloutStage.EGRESS_SCOPE`, with grants of whole ports and no external hosts, and then add it and narrow the grants',
        }];
  })
);
