import { isolates } from '../../eval/network/isolation';
import type { AuditRule } from '../rule';
import { NETWORK_POLICIES } from '../sources';
import { rulesOf } from './shared/peers';

export const egressUnrestricted: AuditRule = {
  id: 'egress-unrestricted',
  severity: 'info',
  title: 'an egress rule without peers and ports lets out to everywhere',
  why: 'It says what holds without any egress policy. Beside other egress policies of the same pods it undoes them, for policies add up.',
  repair: 'name peers and ports; where no other policy isolates these pods for egress, leaving `Egress` out of `policyTypes` says the same',
  sources: [NETWORK_POLICIES],
  * find({ network }) {
    for (const policy of network) {
      if (!isolates(policy.source.object, 'Egress')) continue;
      for (const { ref, field, peers, ports } of rulesOf(policy)) {
        if (field === 'to' && peers.length === 0 && ports.length === 0) yield { at: ref, message: 'everything may be connected to' };
      }
    }
  },
};
