import { callerName } from '../../model/names';
import { ambientAccess } from '../ambient-edges';
import type { CheckRule } from '../facts';
import { leadsTo, passesProxy } from '../ports';

/** HBONE carries TCP: a Service that uses a waypoint leads nobody to a port of another transport. */
export const udpThroughWaypoint: CheckRule = (facts) => [...ambientAccess(facts)].flatMap(({ access, callee, edge }) => {
  if (passesProxy(access.protocol) || callee.waypoint === undefined) return [];
  const behind = callee.kubernetesServices.find((s) => !s.headless && leadsTo(s, access));
  return behind === undefined
    ? []
    : [{
        code: 'udp-through-waypoint',
        construct: edge.constructs[0],
        message: `\`${callerName(edge.caller)}\` is granted the \`${access.protocol}\` port \`${access.targetPort}\` of \`${callee.id}\`, and the Service \`${behind.name}\` that leads there uses a waypoint, which carries TCP alone`,
        repair: 'give the port a headless Service of its own, or the service `waypoint: Waypoint.none()`',
      }];
});
