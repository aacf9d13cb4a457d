import { hasHttp } from '../../eval/ztunnel/convert';
import type { AuditRule } from '../rule';
import { AMBIENT_L4, ZTUNNEL_CONVERSION } from '../sources';
import { ambientPods, isAtZtunnel } from './shared/planes';

export const ztunnelAllowHttp: AuditRule = {
  id: 'ztunnel-allow-http',
  severity: 'warning',
  title: 'an ALLOW rule with attributes of HTTP is dropped at ztunnel',
  why: 'ztunnel sees connections. It leaves out an ALLOW rule that says anything of requests; if that was the last one, everything is denied. A waypoint does not read policies without `targetRefs`.',
  repair: 'bind the policy to the Service with `targetRefs` behind a waypoint, and admit the waypoint to the pods',
  sources: [AMBIENT_L4, ZTUNNEL_CONVERSION],
  * find({ authorization }) {
    for (const policy of authorization.filter((p) => p.action === 'ALLOW' && isAtZtunnel(p))) {
      for (const { ref } of policy.rules.filter((r) => hasHttp(r.rule))) {
        yield { at: ref, message: `${ambientPods(policy)} are in ambient mode, where an ALLOW rule that looks into requests is dropped` };
      }
    }
  },
};
