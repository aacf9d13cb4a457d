import type { AuditRule } from '../rule';
import { AUTHORIZATION } from '../sources';
import { valuesAbout } from '../subject';
import { isAtZtunnel } from './shared/planes';

const PATTERNS = ['paths', 'hosts', 'methods', 'principals', 'requestPrincipals', 'source.principal', 'request.auth.principal'];
/** A sidecar or waypoint takes any number of stars in them, wherever they stand. */
const NAMESPACES = ['namespaces', 'source.namespace'];

export const literalStar: AuditRule = {
  id: 'literal-star',
  severity: 'warning',
  title: 'a star in the middle, or at both ends, is a star',
  why: 'Istio knows `*`, `prefix*` and `*suffix`. In `*admin*` the first star makes it a suffix, and the last one is a character that no caller sends. In namespaces it is so at ztunnel alone.',
  repair: 'use one star, at one end; for a segment of a path write `{*}`',
  sources: [AUTHORIZATION, 'https://github.com/istio/istio/blob/master/pilot/pkg/security/authz/matcher/string.go'],
  * find(subject) {
    for (const { policy, field, values, ref } of valuesAbout(subject, ...PATTERNS, ...NAMESPACES)) {
      if (/namespace/i.test(field) && !isAtZtunnel(policy)) continue;
      for (const value of values) {
        const rest = value.startsWith('*') ? value.slice(1) : value.endsWith('*') ? value.slice(0, -1) : value;
        if (rest.replaceAll(/\{\*\*?\}/g, '').includes('*')) yield { at: ref, message: `\`${value}\` has a star that is compared as it is` };
      }
    }
  },
};
