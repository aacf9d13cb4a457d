import type { AuditRule } from '../rule';
import { NETWORK_POLICIES } from '../sources';
import { rulesOf } from './shared/peers';

export const opensToEveryone: AuditRule = {
  id: 'opens-to-everyone',
  severity: 'warning',
  title: 'a NetworkPolicy rule without peers and ports admits everything',
  why: 'Policies add up: where one of them admits everything, the others restrict nothing. An empty rule differs by two characters from a policy that admits nothing.',
  repair: 'name peers and ports; for a policy that admits nothing leave the rules out',
  sources: [NETWORK_POLICIES],
  * find({ network }) {
    for (const policy of network) {
      const { policyTypes = ['Ingress', 'Egress'] } = policy.source.object.spec;
      for (const { ref, field, peers, ports } of rulesOf(policy)) {
        if (peers.length === 0 && ports.length === 0 && policyTypes.includes(field === 'from' ? 'Ingress' : 'Egress')) {
          yield { at: ref, message: field === 'from' ? 'everyone may connect to every port' : 'everything may be connected to' };
        }
      }
    }
  },
};
