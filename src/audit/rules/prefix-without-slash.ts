import type { AuditRule } from '../rule';
import { AUTHORIZATION } from '../sources';
import { valuesAbout } from '../subject';

export const prefixWithoutSlash: AuditRule = {
  id: 'prefix-without-slash',
  severity: 'warning',
  title: 'a prefix ends inside a segment of the path',
  why: '`/admin*` is a prefix of the text: it matches `/administrator` as well as `/admin/users`.',
  repair: 'write `/admin` and `/admin/*`',
  sources: [AUTHORIZATION],
  * find(subject) {
    for (const { values, ref } of valuesAbout(subject, 'paths')) {
      for (const value of values.filter((v) => /[^/*}]\*$/.test(v))) yield { at: ref, message: `\`${value}\` matches \`${value.slice(0, -1)}x\`, too` };
    }
  },
};
