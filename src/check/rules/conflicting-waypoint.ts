import type { CheckRule } from '../facts';
import { waypointUses } from '../waypoints';

/** One Gateway has one identity, and is either of this App or of somebody else. */
export const conflictingWaypoint: CheckRule = ({ index }) => {
  const first = new Map<string, string>();
  // Managed ones first: what this App writes is what is.
  const uses = [...waypointUses(index)].sort((a, b) => Number(b.waypoint.managed) - Number(a.waypoint.managed));
  return uses.flatMap(({ construct, waypoint: { namespace, name, serviceAccount } }) => {
    const known = first.get(`${namespace}/${name}`) ?? serviceAccount;
    first.set(`${namespace}/${name}`, known);
    return known === serviceAccount
      ? []
      : [{
          code: 'conflicting-waypoint',
          construct,
          message: `the waypoint \`${namespace}/${name}\` is declared with both the service accounts \`${known}\` and \`${serviceAccount}\``,
          repair: 'give the same `serviceAccountName` each time, or leave it out for one that istiod deploys',
        }];
  });
};
