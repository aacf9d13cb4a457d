import { targetPort } from '../../eval/cluster/services';
import { ruleRef } from '../../eval/refs';
import type { AuditRule } from '../rule';
import { HEADLESS_SERVICES } from '../sources';

export const headlessTargetPort: AuditRule = {
  id: 'headless-target-port',
  severity: 'warning',
  title: 'a port of a headless Service is another one than that of its pods',
  why: 'The name of a headless Service leads to the pods themselves, and nobody translates ports: who dials the Service\'s port is at a port where the pods may not listen. Only SRV records and gateways know the pods\' own.',
  repair: 'give the Service the port of its pods',
  sources: [HEADLESS_SERVICES],
  * find({ world }) {
    for (const service of world.services.all.filter((s) => s.headless)) {
      for (const [i, port] of service.ports.entries()) {
        const selected = world.services.endpoints(service, port).filter(({ placed }) => placed === undefined);
        const end = selected.find(({ workload }) => targetPort(port, workload) !== port.port);
        if (end !== undefined) yield { at: ruleRef(service.source, `spec.ports[${i}]`), message: `who dials port \`${port.port}\` arrives at that of ${end.workload.id}, and not at \`${end.port}\`` };
      }
    }
  },
};
