import { callerName } from '../../model/names';
import { grantWholePort, requestsAtWaypoints } from '../ambient-edges';
import type { CheckRule } from '../facts';

/** Sidecars do not go through waypoints, and the pod takes requests from the waypoint alone. https://istio.io/latest/docs/ambient/usage/waypoint/ */
export const httpFromSidecar: CheckRule = (facts) => requestsAtWaypoints(facts).flatMap(({ access, callee, edge }) => {
  const planes = facts.planesOf(edge.caller);
  if (!planes.includes('sidecar')) return [];
  const problem = (may: string, repair: string) => [{
    code: 'http-from-sidecar',
    construct: edge.constructs[0],
    message: `\`${callerName(edge.caller)}\` is granted requests on port \`${access.targetPort}\` of \`${callee.id}\`, and its pods ${may} sidecars, which go past the waypoint`,
    repair,
  }];
  return planes.length === 1
    ? problem('have', `make the caller ambient first (\`DataPlane.AMBIENT\`), or ${grantWholePort(callee)}`)
    : problem('may have', `until no pod of the caller has a sidecar, ${grantWholePort(callee)}; callers move before callees`);
});
