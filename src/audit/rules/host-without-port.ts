import type { AuditRule } from '../rule';
import { BEST_PRACTICES } from '../sources';
import { valuesAbout } from '../subject';

export const hostWithoutPort: AuditRule = {
  id: 'host-without-port',
  severity: 'warning',
  title: 'a DENY by host does not deny the host with a port',
  why: 'The Host header may carry a port, and is compared as a whole: `example.com` is not `example.com:8080`.',
  repair: 'name both: `example.com` and `example.com:*`',
  sources: [`${BEST_PRACTICES}#host-match-policies`],
  * find(subject) {
    for (const { policy, values, negative, ref } of valuesAbout(subject, 'hosts')) {
      if (policy.action !== 'DENY' || negative) continue;
      const bare = values.filter((v) => !v.includes(':') && !v.endsWith('*') && !values.includes(`${v}:*`));
      for (const value of bare) yield { at: ref, message: `\`${value}\` is denied, and \`${value}:80\` is not` };
    }
  },
};
