import type { AuditRule } from '../rule';
import { AUTHORIZATION } from '../sources';
import { valuesAbout } from '../subject';

const PATTERNS = ['paths', 'hosts', 'principals', 'requestPrincipals', 'namespaces', 'source.principal', 'source.namespace', 'request.auth.principal'];

export const literalStar: AuditRule = {
  id: 'literal-star',
  severity: 'warning',
  title: 'a star in the middle, or at both ends, is a star',
  why: 'Istio knows `*`, `prefix*` and `*suffix`. In `*admin*` the first star makes it a suffix, and the last one is a character that no caller sends.',
  repair: 'use one star, at one end; for a segment of a path write `{*}`',
  sources: [AUTHORIZATION, 'https://github.com/istio/istio/blob/master/pilot/pkg/security/authz/matcher/string.go'],
  * find(subject) {
    for (const { values, ref } of valuesAbout(subject, ...PATTERNS)) {
      for (const value of values) {
        const rest = value.startsWith('*') ? value.slice(1) : value.endsWith('*') ? value.slice(0, -1) : value;
        if (rest.replaceAll(/\{\*\*?\}/g, '').includes('*')) yield { at: ref, message: `\`${value}\` has a star that is compared as it is` };
      }
    }
  },
};
