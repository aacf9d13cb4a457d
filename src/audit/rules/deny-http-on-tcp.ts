import { hasHttp } from '../../eval/ztunnel/convert';
import type { AuditRule } from '../rule';
import { AUTHORIZATION } from '../sources';
import { tcpPorts } from './shared/protocols';

export const denyHttpOnTcp: AuditRule = {
  id: 'deny-http-on-tcp',
  severity: 'warning',
  title: 'a DENY rule with attributes of HTTP denies a whole TCP port',
  why: 'On a port that is not read as HTTP the attributes of requests are left out of a DENY rule, which then denies every connection.',
  repair: 'name the ports of HTTP in `to.operation.ports`',
  sources: [AUTHORIZATION],
  * find({ authorization, world }) {
    for (const { rules, workloads } of authorization.filter((p) => p.action === 'DENY')) {
      for (const { rule, ref } of rules.filter((r) => hasHttp(r.rule))) {
        const [tcp] = tcpPorts(world, workloads, rule);
        if (tcp !== undefined) yield { at: ref, message: `\`${tcp}\` is a port of TCP, of which it denies every connection` };
      }
    }
  },
};
