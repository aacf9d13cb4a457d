import { callerName } from '../../model/names';
import { ambientAccess } from '../ambient-edges';
import type { CheckRule } from '../facts';

/** ztunnel sees connections: it leaves out every rule with a condition on requests, and then admits nobody. https://istio.io/latest/docs/ambient/usage/l4-policy/ */
export const httpNeedsWaypoint: CheckRule = (facts) => [...ambientAccess(facts)]
  .filter(({ access, callee }) => access.http !== undefined && callee.waypoint === undefined)
  .map(({ access, callee, edge }) => ({
    code: 'http-needs-waypoint',
    construct: edge.constructs[0],
    message: `\`${callerName(edge.caller)}\` is granted requests on port \`${access.targetPort}\` of \`${callee.id}\`, which is ambient and has no waypoint to decide about them`,
    repair: 'give its `MeshNamespace` a `waypoint` (`Waypoint.managed()`), or grant the whole port',
  }));
