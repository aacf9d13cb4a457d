import type { AuditRule } from '../rule';
import { BEST_PRACTICES, NORMALIZATION } from '../sources';
import { valuesAbout } from '../subject';

/** Once: it is a fact of the mesh. */
export const undecodedPaths: AuditRule = {
  id: 'undecoded-paths',
  severity: 'info',
  title: 'rules by path rest on backends that do not decode `%2F`',
  why: 'Below DECODE_AND_MERGE_SLASHES the proxy compares `/api/..%2fadmin` as it is. A backend that decodes it serves `/admin` inside a rule for `/api/*`.',
  repair: 'set `meshConfig.pathNormalization.normalization: DECODE_AND_MERGE_SLASHES`, or see to it that backends do not decode',
  sources: [NORMALIZATION, `${BEST_PRACTICES}#customize-your-system-on-path-normalization`],
  * find(subject) {
    const { pathNormalization } = subject.world.settings;
    if (pathNormalization === 'DECODE_AND_MERGE_SLASHES') return;
    for (const { values, ref } of valuesAbout(subject, 'paths')) {
      if (!values.some((v) => v.endsWith('*') || v.startsWith('*') || v.includes('{'))) continue;
      yield { at: ref, message: `paths are normalized by \`${pathNormalization}\`, and this is the first of the rules by pattern` };
      return;
    }
  },
};
