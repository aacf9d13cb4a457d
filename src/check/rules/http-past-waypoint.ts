import type { EdgeModel, ServiceModel } from '../../model/model';
import { callerName } from '../../model/names';
import { grantWholePort, requestsAtWaypoints } from '../ambient-edges';
import type { CheckRule } from '../facts';

/** Why a caller does not meet the waypoint; undefined: it does, or another rule says so. */
function past({ caller }: EdgeModel, callee: ServiceModel, targetPort: number): string | undefined {
  switch (caller.kind) {
    // A waypoint matches no address of its callers: it sees the caller's ztunnel.
    case 'addresses': return 'callers known by address dial pods';
    case 'identity': return caller.role === 'prometheus' ? 'Prometheus scrapes pods' : undefined;
    case 'anyone': return callee.ports.some((p) => p.targetPort === targetPort && p.mtls !== 'strict') ? 'whoever comes in plaintext dials pods' : undefined;
    default: return undefined;
  }
}

/** What dials pods goes past the waypoint: nothing on its way can tell one request from another. */
export const httpPastWaypoint: CheckRule = (facts) => requestsAtWaypoints(facts).flatMap(({ access, callee, edge }) => {
  const why = past(edge, callee, access.targetPort);
  return why === undefined
    ? []
    : [{
        code: 'http-past-waypoint',
        construct: edge.constructs[0],
        message: `\`${callerName(edge.caller)}\` is granted requests on port \`${access.targetPort}\` of \`${callee.id}\` past its waypoint: ${why}`,
        repair: callee.tokens === undefined ? 'grant the whole port, best one that serves nothing else' : grantWholePort(callee),
      }];
});
