import { overlap } from '../../model/cidr';
import { NODE_OWN } from '../../model/node-own';
import type { CheckRule } from '../facts';

/** Every pod with a proxy is let out to these addresses: pods and API servers there would be open to all of them, and what nodes hand out. */
export const caWithinCluster: CheckRule = ({ index: { model: { mesh } } }) => {
  const { construct, externalCa, cluster } = mesh;
  const inside = [
    { what: 'pods', blocks: cluster.podCidrs },
    { what: 'Services', blocks: cluster.serviceCidrs },
    { what: 'nodes', blocks: cluster.nodeCidrs },
    { what: 'API servers', blocks: cluster.apiServerCidrs },
    { what: 'what each node answers for itself', blocks: NODE_OWN },
  ];
  return (externalCa?.addresses ?? []).flatMap((address) => {
    const met = inside.filter(({ blocks }) => blocks.some((block) => overlap(block, address))).map(({ what }) => what);
    return met.length === 0
      ? []
      : [{
          code: 'ca-within-cluster',
          construct,
          message: `the external CA at \`${address}\` is among the addresses of ${met.join(', ')}, which every proxy could then reach`,
          repair: 'give its own addresses alone; one that runs in pods is declared with `proxyHosts`',
        }];
  });
};
