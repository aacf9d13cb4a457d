import type { AuditRule } from '../rule';
import { BEST_PRACTICES } from '../sources';
import { valuesAbout } from '../subject';

export const allowByNegation: AuditRule = {
  id: 'allow-by-negation',
  severity: 'warning',
  title: 'an ALLOW policy names what is not allowed',
  why: 'Whatever the proxy and the application read differently (`%2f`, `//`, a trailing dot, a port in the host) is not what is named, and so it is allowed.',
  repair: 'name what is allowed, with `paths`, `methods` and `hosts`',
  sources: [`${BEST_PRACTICES}#use-allow-with-positive-matching-and-deny-with-negative-match-patterns`],
  * find(subject) {
    for (const { policy, negative, field, values, ref } of valuesAbout(subject, 'paths', 'methods', 'hosts')) {
      if (negative && policy.action === 'ALLOW') yield { at: ref, message: `\`${field}\` allows all but \`${values.join('`, `')}\`` };
    }
  },
};
