import { ruleRef } from '../../eval/refs';
import type { AuditRule } from '../rule';
import { AUTHORIZATION } from '../sources';

export const allowsEverything: AuditRule = {
  id: 'allows-everything',
  severity: 'warning',
  title: 'an ALLOW rule without conditions allows everyone everything',
  why: '`rules: [{}]` matches every request of every caller, with and without identity; it differs by two characters from a policy that allows nothing. Policies add up, so that no other ALLOW narrows it.',
  repair: 'say who may call: `from: [{source: {principals: […]}}]`; for a policy that allows nothing leave `rules` out',
  sources: [AUTHORIZATION],
  * find({ authorization }) {
    for (const { action, dryRun, rules } of authorization) {
      if (action !== 'ALLOW' || dryRun) continue;
      for (const { rule, ref } of rules) {
        if ((rule.from ?? []).length + (rule.to ?? []).length + (rule.when ?? []).length === 0) yield { at: ruleRef(ref.source, ref.path), message: 'the rule is empty' };
      }
    }
  },
};
