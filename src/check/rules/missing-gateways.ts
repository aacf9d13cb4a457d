import type { CheckRule } from '../facts';

/** The root namespace's allow-nothing selects gateways, too: each of them must have been thought of. */
export const missingGateways: CheckRule = ({ index }) => {
  const { baseline, gateways = [] } = index.model;
  if (!baseline?.denyByDefault || baseline.gateways.length + gateways.length > 0) return [];
  return [{
    code: 'missing-gateways',
    construct: baseline.construct,
    message: '`denyByDefault` would close every gateway of the mesh, and none is declared',
    repair: 'declare each with `IngressGatewayPods` or list it in `gateways`, or leave out `denyByDefault`',
  }];
};
