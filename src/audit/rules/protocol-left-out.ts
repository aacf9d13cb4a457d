import type { AuditRule } from '../rule';
import { NETWORK_POLICY_API } from '../sources';
import { rulesOf } from './shared/peers';
import { podsText } from './shared/planes';

export const protocolLeftOut: AuditRule = {
  id: 'protocol-left-out',
  severity: 'warning',
  title: 'a port without protocol is one of TCP, and the pods listen on UDP or SCTP there',
  why: 'Left out, `protocol` is TCP. A port of UDP (QUIC, DNS, syslog) of the same number stays closed.',
  repair: 'write `protocol: UDP` beside the port',
  sources: [NETWORK_POLICY_API],
  * find({ network }) {
    for (const policy of network) {
      for (const { ref, ports } of rulesOf(policy).filter((r) => r.field === 'from')) {
        for (const [i, { port, protocol }] of ports.entries()) {
          if (protocol !== undefined || typeof port !== 'number') continue;
          const listeners = policy.workloads.filter((w) => w.containerPorts.some((c) => c.containerPort === port && c.protocol !== 'TCP'));
          const tcp = policy.workloads.some((w) => w.containerPorts.some((c) => c.containerPort === port && c.protocol === 'TCP'));
          const covered = ports.some((p) => p.port === port && p.protocol !== undefined && p.protocol !== 'TCP');
          if (listeners.length > 0 && !tcp && !covered) yield { at: { ...ref, path: `${ref.path}.ports[${i}]` }, message: `${podsText(listeners)} do not listen on TCP ${port}` };
        }
      }
    }
  },
};
