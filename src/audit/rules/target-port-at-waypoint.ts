import type { AuditRule } from '../rule';
import { AUTHORIZATION, WAYPOINT } from '../sources';
import { valuesAbout } from '../subject';
import { isAtWaypoint } from './shared/planes';

export const targetPortAtWaypoint: AuditRule = {
  id: 'target-port-at-waypoint',
  severity: 'error',
  title: 'a policy of a Service names a port of the pods',
  why: 'A waypoint sees the port that was dialled, the Service\'s. By the port of the pods an ALLOW admits nobody, and a DENY keeps nobody out.',
  repair: 'write the port of the Service',
  sources: [AUTHORIZATION, WAYPOINT],
  * find(subject) {
    const { services } = subject.world;
    for (const { policy, values, ref } of valuesAbout(subject, 'ports', 'destination.port')) {
      if (!isAtWaypoint(subject.world, policy)) continue;
      const bound = policy.targets.flatMap(({ kind, name }) => (kind === 'Service' ? services.find(policy.namespace, name) ?? [] : []));
      const ports = bound.flatMap((service) => service.ports);
      for (const value of values.map(Number)) {
        if (ports.some((p) => p.port === value)) continue;
        const led = bound.find((s) => s.ports.some((p) => services.endpoints(s, p).some((end) => end.port === value)));
        if (led !== undefined) yield { at: ref, message: `\`${value}\` is a port of the pods of Service ${led.namespace}/${led.name}, which has no such port` };
      }
    }
  },
};
