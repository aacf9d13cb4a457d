import type { AuditRule } from '../rule';
import { AUTHORIZATION } from '../sources';
import { valuesAbout } from '../subject';

export const methodCase: AuditRule = {
  id: 'method-case',
  severity: 'warning',
  title: 'a method that no client sends',
  why: 'Methods are compared with their case, and clients send them in capitals.',
  repair: 'write it in capitals',
  sources: [AUTHORIZATION, 'https://www.rfc-editor.org/rfc/rfc9110#section-9.1'],
  * find(subject) {
    for (const { values, ref } of valuesAbout(subject, 'methods')) {
      for (const value of values.filter((v) => v !== v.toUpperCase())) yield { at: ref, message: `\`${value}\` is not \`${value.toUpperCase()}\`` };
    }
  },
};
