import type { CallerModel, GatewayModel } from '../../model/model';
import { gatewayName } from '../../model/names';
import type { CheckRule } from '../facts';
import { identityEdges } from '../identity-edges';
import { areSameLabels, areSamePods } from '../pods';

type Identity = Extract<CallerModel, { kind: 'identity' }>;

/** What is granted to a gateway opens its own way out: for that everybody must mean the same pods, which call in the same way. */
function difference(caller: Identity, gateway: GatewayModel): string | undefined {
  const { pods } = caller;
  // That is a problem of its own.
  if (pods === undefined) return undefined;
  if (caller.principal !== gateway.caller.principal) {
    return !pods.wholeNamespace && areSamePods(pods, gateway.caller.pods) ? `its pods under the identity \`${caller.principal}\`` : undefined;
  }
  if (caller.role !== 'ingress-gateway') return 'its identity as that of another caller';
  // All pods of the namespace are these, too.
  if (!pods.wholeNamespace && !areSameLabels(pods.labels, gateway.caller.pods.labels)) return 'its identity with other pod labels';
  if (caller.dataPlane !== gateway.caller.dataPlane) return 'it with another `dataPlane`';
  return caller.usesWaypoints === gateway.caller.usesWaypoints ? undefined : 'it with another `usesWaypoints`';
}

export const conflictingGateway: CheckRule = (facts) => {
  const { gateways = [] } = facts.index.model;
  if (gateways.length === 0) return [];
  return [...identityEdges(facts)].flatMap(({ caller, callee, construct }) => gateways.flatMap((gateway) => {
    const what = difference(caller, gateway);
    return what === undefined
      ? []
      : [{
          code: 'conflicting-gateway',
          construct,
          message: `\`${callee}\` names \`${gatewayName(gateway)}\` otherwise than its \`IngressGatewayPods\` does: ${what}`,
          repair: 'pass the same `IngressGateway` to both',
        }];
  }));
};
