import { attachedTo } from '../../eval/ztunnel/attached';
import { HBONE_PORT } from '../../eval/ztunnel/hbone';
import type { AuditRule } from '../rule';
import { AMBIENT_NETWORK_POLICY } from '../sources';
import { covers, isolated } from './shared/network';

export const hboneFromAnywhere: AuditRule = {
  id: 'hbone-from-anywhere',
  severity: 'error',
  title: 'port 15008 is open to everyone, and no AuthorizationPolicy stands behind it',
  why: 'Through port 15008 the mesh reaches every port of the pod. Open to everyone, the rules of the NetworkPolicy about ports restrict nobody in the mesh.',
  repair: 'admit 15008 from the callers alone, or add an AuthorizationPolicy of action ALLOW',
  sources: [AMBIENT_NETWORK_POLICY, 'https://github.com/istio/istio/issues/56659'],
  * find({ world }) {
    for (const { workload, policies } of isolated(world, 'Ingress')) {
      if (workload.dataPlane !== 'ambient' || attachedTo(world, workload).allow.length > 0) continue;
      const open = policies.flatMap((p) => p.rules).find((r) => r.peers.length === 0 && r.ports.length > 0 && covers(r.ports, 'TCP', HBONE_PORT));
      if (open !== undefined) yield { at: open.ref, message: `everyone may connect to TCP ${HBONE_PORT} of ${workload.id}` };
    }
  },
};
