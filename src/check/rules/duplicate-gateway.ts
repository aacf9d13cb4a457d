import { gatewayName } from '../../model/names';
import { areSamePods } from '../pods';
import type { CheckRule } from '../facts';

/** Both would open the gateway to clients, on the ports of either. */
export const duplicateGateway: CheckRule = ({ index }) => {
  const { baseline, gateways = [] } = index.model;
  return (baseline?.gateways ?? []).flatMap((listed) => gateways.filter(({ caller: { pods } }) => areSamePods(pods, listed)).map((gateway) => ({
    code: 'duplicate-gateway',
    construct: baseline!.construct,
    message: `\`gateways\` lists \`${listed.id}\`, which is \`${gatewayName(gateway)}\` of \`${gateway.construct}\``,
    repair: 'leave it out there: an `IngressGatewayPods` opens its own ports',
  })));
};
