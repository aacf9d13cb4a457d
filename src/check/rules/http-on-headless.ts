import { callerName } from '../../model/names';
import { grantWholePort, requestsAtWaypoints } from '../ambient-edges';
import type { CheckRule } from '../facts';
import { leadsTo } from '../ports';

/** The names of a headless Service are those of pods: whoever dials them goes past the waypoint. */
export const httpOnHeadless: CheckRule = (facts) => requestsAtWaypoints(facts).flatMap(({ access, callee, edge }) => {
  const headless = callee.kubernetesServices.find((s) => s.headless && leadsTo(s, access));
  return headless === undefined
    ? []
    : [{
        code: 'http-on-headless',
        construct: edge.constructs[0],
        message: `\`${callerName(edge.caller)}\` is granted requests on port \`${access.targetPort}\` of \`${callee.id}\`, to which the headless Service \`${headless.name}\` leads past the waypoint`,
        repair: `take the port off the headless Service, or ${grantWholePort(callee)}`,
      }];
});
