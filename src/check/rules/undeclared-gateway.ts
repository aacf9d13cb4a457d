import type { CheckRule } from '../facts';

/** A gateway that somebody calls from and the baseline does not know: proof that its list is not complete. */
export const undeclaredGateway: CheckRule = ({ index }) => {
  const { baseline, edges } = index.model;
  if (!baseline?.denyByDefault) return [];
  const known = new Set(baseline.gateways.map(({ namespace }) => namespace));
  return edges.flatMap(({ caller, constructs }) => {
    if (caller.kind !== 'identity' || caller.role !== 'ingress-gateway' || !caller.pods || known.has(caller.pods.namespace)) return [];
    return [{
      code: 'undeclared-gateway',
      construct: constructs[0],
      message: `\`${caller.principal}\` is a gateway that the baseline does not declare, so \`denyByDefault\` would close it to clients`,
      repair: 'add it to `gateways` of the `MeshBaseline`',
    }];
  });
};
