import type { AuditRule } from '../rule';
import { NETWORK_POLICIES } from '../sources';
import { covers, isolated } from './shared/network';

/** Pods with nowhere to go need no names. */
export const egressWithoutDns: AuditRule = {
  id: 'egress-without-dns',
  severity: 'error',
  title: 'NetworkPolicy of pods with somewhere to go does not let them ask for names',
  why: 'Isolated for egress, a pod reaches its DNS server only if a rule says so: over UDP, and over TCP where an answer is long. Without it every call by name fails.',
  repair: 'allow UDP and TCP 53 to the pods of the cluster\'s DNS',
  sources: [NETWORK_POLICIES, 'https://www.rfc-editor.org/rfc/rfc7766'],
  * find({ world }) {
    for (const { workload, policies } of isolated(world, 'Egress')) {
      const rules = policies.flatMap((p) => p.rules);
      if (rules.length === 0) continue;
      const closed = (['UDP', 'TCP'] as const).filter((protocol) => ![53, 5353].some((port) => rules.some((r) => covers(r.ports, protocol, port) || r.ports.some((p) => typeof p.port === 'string' && /dns/.test(p.port)))));
      if (closed.length > 0) yield { at: policies.find((p) => p.rules.length > 0)!.ref, message: `${workload.id} may not connect to ${closed.join(' and ')} 53` };
    }
  },
};
