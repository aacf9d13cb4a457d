import type { CallerPodsModel, Labels } from '../../model/model';
import type { CheckRule } from '../facts';

const within = (a: Labels, b: Labels): boolean => Object.entries(a).every(([key, value]) => b[key] === value);

/** Either may name more of the labels that the pods carry. */
function isGateway(pods: CallerPodsModel, gateway: { readonly namespace: string; readonly labels: Labels }): boolean {
  return pods.namespace === gateway.namespace && (within(pods.labels, gateway.labels) || within(gateway.labels, pods.labels));
}

/** A gateway that calls and that the baseline does not know: its list is not complete, and this one would be closed to clients. */
export const undeclaredGateway: CheckRule = ({ index }) => {
  const { baseline, edges } = index.model;
  if (!baseline?.denyByDefault) return [];
  return edges.flatMap(({ caller, constructs }) => {
    if (caller.kind !== 'identity' || caller.role !== 'ingress-gateway') return [];
    const { pods, principal } = caller;
    if (!pods || baseline.gateways.some((gateway) => isGateway(pods, gateway))) return [];
    return [{
      code: 'undeclared-gateway',
      construct: constructs[0],
      message: `\`${principal}\` is a gateway that the baseline does not declare, so \`denyByDefault\` would close it to clients`,
      repair: 'add it to `gateways` of the `MeshBaseline`',
    }];
  });
};
