import type { AuditRule } from '../rule';
import { NETWORK_POLICY_API } from '../sources';
import { rulesOf } from './shared/peers';
import { podsText } from './shared/planes';

/** Of egress the name is the peer's, who may be outside the manifests. */
export const unknownPortName: AuditRule = {
  id: 'unknown-port-name',
  severity: 'warning',
  title: 'a NetworkPolicy names a port that its pods do not have',
  why: 'A named port is looked up among the container ports of each pod. Where there is none of the name and protocol, the rule admits nothing.',
  repair: 'write the number, or name the container\'s port',
  sources: [NETWORK_POLICY_API],
  * find({ network }) {
    for (const policy of network.filter((p) => p.workloads.length > 0)) {
      for (const { ref, ports } of rulesOf(policy).filter((r) => r.field === 'from')) {
        for (const [i, { port, protocol = 'TCP' }] of ports.entries()) {
          if (typeof port !== 'string' || policy.workloads.some((w) => w.containerPorts.some((c) => c.name === port && c.protocol === protocol))) continue;
          yield { at: { ...ref, path: `${ref.path}.ports[${i}]` }, message: `${podsText(policy.workloads)} have no port of ${protocol} named \`${port}\`` };
        }
      }
    }
  },
};
