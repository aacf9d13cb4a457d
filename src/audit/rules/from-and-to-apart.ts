import type { Rule } from '../../manifest/kinds';
import type { AuditRule } from '../rule';

const only = ({ from = [], to = [], when = [] }: Rule): 'from' | 'to' | undefined => {
  if (when.length > 0 || (from.length > 0) === (to.length > 0)) return undefined;
  return from.length > 0 ? 'from' : 'to';
};

export const fromAndToApart: AuditRule = {
  id: 'from-and-to-apart',
  severity: 'warning',
  title: '`from` and `to` are two rules, of which either is enough',
  why: 'A dash before `to` begins another rule. The first then allows these callers everything, and the second allows everybody these operations.',
  repair: 'take the dash away: one rule with `from` and `to`',
  sources: ['https://istio.io/latest/docs/ops/common-problems/security-issues/#make-sure-you-are-not-using-multiple-from-or-to-by-mistake'],
  * find({ authorization }) {
    for (const { rules } of authorization) {
      for (const [i, { rule, ref }] of rules.entries()) {
        const next = rules[i + 1];
        if (next !== undefined && only(rule) === 'from' && only(next.rule) === 'to') {
          yield { at: next.ref, message: `\`${ref.path}\` has only \`from\`, and \`${next.ref.path}\` only \`to\`` };
        }
      }
    }
  },
};
