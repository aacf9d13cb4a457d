import { principalOf } from '../../model/names';
import { waypointsOf } from '../waypoints';
import type { CheckRule } from '../facts';
import { identityEdges } from '../identity-edges';

/** Whom a waypoint lets through is granted by itself; the waypoint as a caller would be everybody whom it serves. */
export const waypointAsCaller: CheckRule = (facts) => {
  const { trustDomain } = facts.index.model.mesh;
  const principals = new Map(waypointsOf(facts.index).map((w) => [principalOf(trustDomain, w), `${w.namespace}/${w.name}`]));
  return [...identityEdges(facts)].flatMap(({ caller: { principal }, callee, construct }) => {
    const waypoint = principals.get(principal);
    return waypoint === undefined
      ? []
      : [{
          code: 'waypoint-as-caller',
          construct,
          message: `\`${principal}\`, which is granted access to \`${callee}\`, is the waypoint \`${waypoint}\`: it would stand for all of its callers`,
          repair: 'grant to the callers themselves; what the waypoint needs is there without a grant',
        }];
  });
};
