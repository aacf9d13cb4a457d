import type { CheckRule } from '../facts';

/** The root namespace's allow-nothing selects gateways, too: each of them must have been thought of. */
export const baselineGateways: CheckRule = ({ index }) => {
  const { baseline, edges } = index.model;
  if (!baseline?.denyByDefault) return [];
  const without = baseline.gateways.length > 0
    ? []
    : [{
        code: 'missing-gateways',
        construct: baseline.construct,
        message: '`denyByDefault` would close every gateway of the mesh, and none is declared',
        repair: 'list all of them in `gateways`, or leave out `denyByDefault`',
      }];
  const known = new Set(baseline.gateways.map(({ namespace }) => namespace));
  const undeclared = edges.flatMap(({ caller, constructs }) => {
    if (caller.kind !== 'identity' || caller.role !== 'ingress-gateway' || !caller.pods || known.has(caller.pods.namespace)) return [];
    return [{
      code: 'undeclared-gateway',
      construct: constructs[0],
      message: `\`${caller.principal}\` is a gateway that the baseline does not declare, so \`denyByDefault\` would close it to clients`,
      repair: 'add it to `gateways` of the `MeshBaseline`',
    }];
  });
  return [...without, ...undeclared];
};
