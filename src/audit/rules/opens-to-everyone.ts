import { isolates } from '../../eval/network/isolation';
import type { AuditRule } from '../rule';
import { NETWORK_POLICIES } from '../sources';
import { rulesOf } from './shared/peers';

export const opensToEveryone: AuditRule = {
  id: 'opens-to-everyone',
  severity: 'warning',
  title: 'an ingress rule without peers and ports admits everyone',
  why: 'Policies add up: where one of them admits everyone, the others restrict nothing. An empty rule differs by two characters from a policy that admits nothing.',
  repair: 'name peers and ports; for a policy that admits nothing leave the rules out',
  sources: [NETWORK_POLICIES],
  * find({ network }) {
    for (const policy of network) {
      if (!isolates(policy.source.object, 'Ingress')) continue;
      for (const { ref, field, peers, ports } of rulesOf(policy)) {
        if (field === 'from' && peers.length === 0 && ports.length === 0) yield { at: ref, message: 'everyone may connect to every port' };
      }
    }
  },
};
