import type { AuditRule } from '../rule';
import { AUTHORIZATION } from '../sources';
import { valuesAbout } from '../subject';

/** Of the registry, and what caches take. */
const METHODS: ReadonlySet<string> = new Set([
  'ACL', 'BASELINE-CONTROL', 'BIND', 'CHECKIN', 'CHECKOUT', 'CONNECT', 'COPY', 'DELETE', 'GET', 'HEAD', 'LABEL', 'LINK', 'LOCK', 'MERGE', 'MKACTIVITY',
  'MKCALENDAR', 'MKCOL', 'MKREDIRECTREF', 'MKWORKSPACE', 'MOVE', 'OPTIONS', 'ORDERPATCH', 'PATCH', 'POST', 'PRI', 'PROPFIND', 'PROPPATCH', 'PURGE', 'PUT',
  'QUERY', 'REBIND', 'REPORT', 'SEARCH', 'TRACE', 'UNBIND', 'UNCHECKOUT', 'UNLINK', 'UNLOCK', 'UPDATE', 'UPDATEREDIRECTREF', 'VERSION-CONTROL',
]);

/** Of severity `info`: an application may have methods of its own. */
export const unknownMethod: AuditRule = {
  id: 'unknown-method',
  severity: 'info',
  title: 'a method that is registered nowhere',
  why: 'API server and istiod take any text for a method. A misspelled one is sent by nobody: an ALLOW admits nothing by it, a DENY denies nothing.',
  repair: 'check the spelling',
  sources: [AUTHORIZATION, 'https://www.iana.org/assignments/http-methods/http-methods.xhtml'],
  * find(subject) {
    for (const { values, ref } of valuesAbout(subject, 'methods')) {
      // Another case is `method-case`'s.
      for (const value of values.filter((v) => !v.includes('*') && !METHODS.has(v.toUpperCase()))) yield { at: ref, message: `\`${value}\` is no known method` };
    }
  },
};
