import type { AuditRule } from '../rule';
import { NORMALIZATION } from '../sources';
import { valuesAbout } from '../subject';

export const pathNeverMatches: AuditRule = {
  id: 'path-never-matches',
  severity: 'warning',
  title: 'a path that no request has',
  why: 'A path begins with `/`, and is compared without query and fragment. An ALLOW by another one allows nothing, a DENY denies nothing.',
  repair: 'begin with `/`, and leave out what follows `?` or `#`',
  sources: [NORMALIZATION],
  * find(subject) {
    for (const { values, ref } of valuesAbout(subject, 'paths')) {
      for (const value of values) {
        if (/[?#]/.test(value)) yield { at: ref, message: `\`${value}\` has a query or fragment` };
        else if (!/^[/*{]/.test(value)) yield { at: ref, message: `\`${value}\` does not begin with \`/\`` };
      }
    }
  },
};
