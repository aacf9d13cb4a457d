import type { AuditRule } from '../rule';
import { BEST_PRACTICES, NORMALIZATION } from '../sources';
import { valuesAbout } from '../subject';

export const denyByPath: AuditRule = {
  id: 'deny-by-path',
  severity: 'warning',
  title: 'a DENY policy names the paths that are denied',
  why: 'A spelling of the path that the proxy does not take for this one, and the application does, is not denied.',
  repair: 'deny with `notPaths`, or allow the paths that are meant; normalize with `DECODE_AND_MERGE_SLASHES`',
  sources: [`${BEST_PRACTICES}#use-allow-with-positive-matching-and-deny-with-negative-match-patterns`, NORMALIZATION],
  * find(subject) {
    for (const { policy, negative, values, ref } of valuesAbout(subject, 'paths')) {
      if (!negative && policy.action === 'DENY') yield { at: ref, message: `\`${values.join('`, `')}\` can be spelled in other ways` };
    }
  },
};
