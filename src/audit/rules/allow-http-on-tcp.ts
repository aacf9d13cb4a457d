import { hasHttp } from '../../eval/ztunnel/convert';
import type { AuditRule } from '../rule';
import { AUTHORIZATION } from '../sources';
import { namedPorts, protocolsAt, tcpPorts } from './shared/protocols';

export const allowHttpOnTcp: AuditRule = {
  id: 'allow-http-on-tcp',
  severity: 'warning',
  title: 'an ALLOW rule with attributes of HTTP never matches on a TCP port',
  why: 'A port that is not read as HTTP has no requests. The rule is left out there, and the port stays closed.',
  repair: 'declare the protocol (`appProtocol: http`, or a port name `http-…`), or allow the port as a whole',
  sources: [AUTHORIZATION, 'https://istio.io/latest/docs/ops/configuration/traffic-management/protocol-selection/'],
  * find({ authorization, world }) {
    for (const { rules, workloads } of authorization.filter((p) => p.action === 'ALLOW')) {
      for (const { rule, ref } of rules.filter((r) => hasHttp(r.rule))) {
        const [tcp] = tcpPorts(world, workloads, rule);
        // Not limited to ports, it is meant for those that carry requests.
        const meant = namedPorts(rule) !== undefined || workloads.every((w) => protocolsAt(world, w).every(({ protocol }) => protocol === 'tcp'));
        if (tcp !== undefined && meant) yield { at: ref, message: `\`${tcp}\` is a port of TCP, where it allows nothing` };
      }
    }
  },
};
