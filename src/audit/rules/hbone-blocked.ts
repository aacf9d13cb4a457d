import { HBONE_PORT } from '../../eval/ztunnel/hbone';
import type { AuditRule } from '../rule';
import { AMBIENT_NETWORK_POLICY } from '../sources';
import { covers, isolated } from './shared/network';

export const hboneBlocked: AuditRule = {
  id: 'hbone-blocked',
  severity: 'error',
  title: 'NetworkPolicy of pods in ambient mode admits some ports, and not 15008',
  why: 'In ambient mode a connection of the mesh arrives at port 15008, whatever port it is for. A NetworkPolicy that names the ports of the application blocks the mesh.',
  repair: 'admit TCP 15008 from the same peers, and restrict ports with an AuthorizationPolicy',
  sources: [AMBIENT_NETWORK_POLICY, 'https://github.com/istio/istio/issues/52742'],
  * find({ world }) {
    for (const { workload, policies } of isolated(world, 'Ingress')) {
      if (workload.dataPlane !== 'ambient') continue;
      const rules = policies.flatMap((p) => p.rules);
      if (rules.length === 0 || rules.some((r) => covers(r.ports, 'TCP', HBONE_PORT))) continue;
      const tcp = rules.find((r) => r.ports.some((p) => (p.protocol ?? 'TCP') === 'TCP'));
      if (tcp !== undefined) yield { at: tcp.ref, message: `nothing admits TCP ${HBONE_PORT} to ${workload.id}, so that its callers in the mesh are cut off` };
    }
  },
};
