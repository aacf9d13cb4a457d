import type { CheckRule } from '../facts';
import { areSamePods } from '../pods';

/** A gateway that calls and that nobody declares: the baseline's list is not complete, and this one would be closed to clients. */
export const undeclaredGateway: CheckRule = ({ index }) => {
  const { baseline, edges, gateways = [] } = index.model;
  if (!baseline?.denyByDefault) return [];
  const known = [...baseline.gateways, ...gateways.map(({ caller: { pods: { namespace, labels } } }) => ({ namespace, labels }))];
  return edges.flatMap(({ caller, constructs }) => {
    if (caller.kind !== 'identity' || caller.role !== 'ingress-gateway') return [];
    const { pods, principal } = caller;
    if (!pods || known.some((gateway) => areSamePods(pods, gateway))) return [];
    return [{
      code: 'undeclared-gateway',
      construct: constructs[0],
      message: `\`${principal}\` is a gateway that nothing declares, so \`denyByDefault\` would close it to clients`,
      repair: 'declare it with `IngressGatewayPods`, or add it to `gateways` of the `MeshBaseline`',
    }];
  });
};
