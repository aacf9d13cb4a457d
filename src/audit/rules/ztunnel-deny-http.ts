import { hasHttp } from '../../eval/ztunnel/convert';
import type { AuditRule } from '../rule';
import { AMBIENT_L4, ZTUNNEL_CONVERSION } from '../sources';
import { ambientPods, isAtZtunnel } from './shared/planes';

/** The dangerous one: a DENY that loses a section matches nothing, and what it was to keep out comes in. */
export const ztunnelDenyHttp: AuditRule = {
  id: 'ztunnel-deny-http',
  severity: 'error',
  title: 'a DENY rule with attributes of HTTP has no such effect at ztunnel',
  why: 'ztunnel sees connections. What a DENY rule says of requests is left out: a section with nothing else in it never matches, so that the rule denies nothing; one that also names ports denies all of these ports.',
  repair: 'bind the policy to the Service with `targetRefs` behind a waypoint, or deny by identity and port alone',
  sources: [AMBIENT_L4, ZTUNNEL_CONVERSION, 'https://github.com/istio/istio/issues/61126'],
  * find({ authorization }) {
    for (const policy of authorization.filter((p) => p.action === 'DENY' && isAtZtunnel(p))) {
      for (const { ref } of policy.rules.filter((r) => hasHttp(r.rule))) {
        yield { at: ref, message: `${ambientPods(policy)} are in ambient mode, where a DENY rule cannot look into requests` };
      }
    }
  },
};
