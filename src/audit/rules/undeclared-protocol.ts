import { protocolOf } from '../../eval/cluster/protocol';
import { ruleRef } from '../../eval/refs';
import { hasHttp } from '../../eval/ztunnel/convert';
import type { AuditRule } from '../rule';
import { PROTOCOL_SELECTION } from '../sources';

export const undeclaredProtocol: AuditRule = {
  id: 'undeclared-protocol',
  severity: 'warning',
  title: 'a Service port with rules about requests does not declare its protocol',
  why: 'The proxy guesses from the first bytes. What does not look like HTTP is a connection of TCP, to which rules about requests do not apply as they read.',
  repair: 'write `appProtocol: http` (or `http2`, `grpc`), or name the port `http-…`',
  sources: [PROTOCOL_SELECTION],
  * find({ authorization, world }) {
    const ruled = new Set(authorization.filter((p) => p.rules.some((r) => hasHttp(r.rule))).flatMap((p) => p.workloads));
    for (const service of world.services.all) {
      for (const [i, port] of service.ports.entries()) {
        if ((port.protocol ?? 'TCP') !== 'TCP' || protocolOf(port) !== 'sniffed') continue;
        const behind = world.services.endpoints(service, port).find(({ workload }) => workload.dataPlane === 'sidecar' && ruled.has(workload));
        if (behind !== undefined) yield { at: ruleRef(service.source, `spec.ports[${i}]`), message: `port \`${port.port}\` says nothing of its protocol, and rules about requests apply to ${behind.workload.id}` };
      }
    }
  },
};
