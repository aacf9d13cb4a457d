import { within } from '../../eval/matcher/cidr';
import type { AuditRule } from '../rule';
import { NETWORK_POLICIES } from '../sources';
import { peerRef, rulesOf } from './shared/peers';
import { podsIn } from './shared/planes';

export const ipBlockForPods: AuditRule = {
  id: 'ip-block-for-pods',
  severity: 'warning',
  title: '`ipBlock` with the address of a pod or Service',
  why: 'Addresses of pods change with every restart, and where the address of a Service is rewritten before or after NetworkPolicy is asked is not defined.',
  repair: 'select the pods with `podSelector` and `namespaceSelector`',
  sources: [`${NETWORK_POLICIES}#behavior-of-ipblock-selectors`],
  * find({ network, world }) {
    const inside = [
      ...world.services.all.flatMap(({ source }) => {
        const { clusterIP } = source.object.spec;
        return clusterIP === undefined || clusterIP === 'None' || clusterIP === '' ? [] : [{ address: clusterIP, what: `Service ${source.object.metadata.namespace}/${source.object.metadata.name}` }];
      }),
      ...podsIn(world).flatMap(({ ip, id, hostNetwork }) => (ip === undefined || hostNetwork ? [] : [{ address: ip, what: id }])),
    ];
    for (const rule of network.flatMap(rulesOf)) {
      for (const [i, { ipBlock }] of rule.peers.entries()) {
        if (ipBlock === undefined || !/\/(32|128)$/.test(ipBlock.cidr)) continue;
        const found = inside.find(({ address }) => within(address, ipBlock.cidr));
        if (found !== undefined) yield { at: peerRef(rule, i), message: `\`${ipBlock.cidr}\` is the address of ${found.what}` };
      }
    }
  },
};
