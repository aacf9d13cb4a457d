import { matchesPath } from '../../eval/matcher/path';
import type { AuditRule } from '../rule';
import { AUTHORIZATION } from '../sources';
import { valuesAbout } from '../subject';

export const subtreeWithoutRoot: AuditRule = {
  id: 'subtree-without-root',
  severity: 'warning',
  title: 'what is below a path is denied, and the path itself is not',
  why: '`/admin/*` and `/admin/{**}` match what comes after the slash, and not `/admin`; `/a/{**}/z` does not match `/a/z`.',
  repair: 'name the path itself beside it',
  sources: [AUTHORIZATION, 'https://github.com/envoyproxy/envoy/blob/main/source/extensions/path/uri_template_lib/uri_template_internal.cc'],
  * find(subject) {
    for (const { policy, negative, values, ref } of valuesAbout(subject, 'paths')) {
      if (!((policy.action === 'DENY' && !negative) || (policy.action === 'ALLOW' && negative))) continue;
      for (const value of values) {
        const root = value.includes('/{**}/') ? value.replace('/{**}/', '/') : /^(.+)\/(?:\*|\{\*\*\})$/.exec(value)?.[1];
        // Operators elsewhere: whether another value covers every such path is not asked.
        if (root === undefined || root.includes('*') || values.some((v) => matchesPath(v, root))) continue;
        yield { at: ref, message: `\`${value}\` is denied, and \`${root}\` is not` };
      }
    }
  },
};
