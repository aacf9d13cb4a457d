import type { AuditRule } from '../rule';
import { AUTHORIZATION, NORMALIZATION } from '../sources';
import { valuesOf } from '../subject';

export const denyByHeader: AuditRule = {
  id: 'deny-by-header',
  severity: 'warning',
  title: 'who is refused by a header sends another one',
  why: 'A header is what the caller writes. Its value is compared as a whole, so that `dev, x` in one line is not `dev`, and without the header nothing is compared.',
  repair: 'refuse by what the caller cannot choose (its principal, a claim), or allow the values that are right',
  sources: [AUTHORIZATION, NORMALIZATION],
  * find({ authorization }) {
    for (const policy of authorization) {
      for (const { field, values, negative, ref } of valuesOf(policy)) {
        if (!/^request\.headers\[[^:]/.test(field) || policy.action !== (negative ? 'ALLOW' : 'DENY')) continue;
        yield { at: ref, message: `\`${field}\` refuses \`${values.join('`, `')}\`` };
      }
    }
  },
};
