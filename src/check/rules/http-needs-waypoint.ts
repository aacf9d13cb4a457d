import type { ServiceModel } from '../../model/model';
import { callerName } from '../../model/names';
import { ambientAccess, grantWholePort } from '../ambient-edges';
import type { CheckRule, Facts } from '../facts';

/** ztunnel sees connections: it leaves out every rule with a condition on requests, and then admits nobody. https://istio.io/latest/docs/ambient/usage/l4-policy/ */
export const httpNeedsWaypoint: CheckRule = (facts) => [...ambientAccess(facts)]
  .filter(({ access, callee }) => access.http !== undefined && callee.waypoint === undefined)
  .map(({ access, callee, edge }) => ({
    code: 'http-needs-waypoint',
    construct: edge.constructs[0],
    message: `\`${callerName(edge.caller)}\` is granted requests on port \`${access.targetPort}\` of \`${callee.id}\`, which is ambient and has no waypoint to decide about them`,
    repair: `${repair(facts, callee)}, or ${grantWholePort(callee)}`,
  }));

function repair({ index: { model } }: Facts, { namespace, kubernetesServices }: ServiceModel): string {
  // Whoever dials a headless Service dials pods.
  if (kubernetesServices.every(({ headless }) => headless)) return 'give it a Kubernetes Service that is not headless, behind a waypoint';
  return model.namespaces.some(({ id, waypoint }) => id === namespace && waypoint !== undefined)
    ? 'let it use the waypoint of its namespace, without `Waypoint.none()`'
    : 'give its `MeshNamespace` a `waypoint` (`Waypoint.managed()`)';
}
