import type { AuditRule } from '../rule';
import { AUTHORIZATION } from '../sources';
import { valuesAbout } from '../subject';
import { podsText } from './shared/planes';
import { portsOf } from './shared/ports';

export const servicePortInPolicy: AuditRule = {
  id: 'service-port-in-policy',
  severity: 'error',
  title: 'an AuthorizationPolicy of pods names a port of the Service',
  why: 'Sidecars and ztunnel see the port of the pod. By the port of the Service an ALLOW admits nobody, and a DENY keeps nobody out. Only at a waypoint it is the Service\'s.',
  repair: 'write the target port',
  sources: [AUTHORIZATION, 'https://github.com/istio/api/pull/3075'],
  * find(subject) {
    for (const { policy, values, ref } of valuesAbout(subject, 'ports', 'destination.port')) {
      const seen = policy.workloads.map((w) => portsOf(subject.world, w));
      for (const port of values.map(Number)) {
        if (seen.length === 0 || seen.some(({ own }) => own.has(port)) || !seen.some(({ ofServices }) => ofServices.has(port))) continue;
        yield { at: ref, message: `\`${port}\` is a port of the Service; ${podsText(policy.workloads)} do not listen there` };
      }
    }
  },
};
