import type { CheckRule } from '../facts';

/** The root namespace's allow-nothing selects gateways, too: each of them must have been thought of. */
export const missingGateways: CheckRule = ({ index: { model: { baseline } } }) => (!baseline?.denyByDefault || baseline.gateways.length > 0
  ? []
  : [{
      code: 'missing-gateways',
      construct: baseline.construct,
      message: '`denyByDefault` would close every gateway of the mesh, and none is declared',
      repair: 'list all of them in `gateways`, or leave out `denyByDefault`',
    }]);
