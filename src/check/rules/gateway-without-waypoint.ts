import { grantWholePort, requestsAtWaypoints } from '../ambient-edges';
import type { CheckRule } from '../facts';

/** `istio.io/ingress-use-waypoint` is for gateways that read it: https://istio.io/latest/docs/reference/config/labels/#IoIstioIngressUseWaypoint */
export const gatewayWithoutWaypoint: CheckRule = (facts) => requestsAtWaypoints(facts).flatMap(({ access, callee, edge: { caller, constructs } }) => (
  caller.kind !== 'identity' || caller.usesWaypoints !== false
    ? []
    : [{
        code: 'gateway-without-waypoint',
        construct: constructs[0],
        message: `\`${caller.principal}\` is granted requests on port \`${access.targetPort}\` of \`${callee.id}\` and does not use waypoints`,
        repair: `take a gateway that does and leave out \`usesWaypoints: false\`, or ${grantWholePort(callee)}`,
      }]
));
