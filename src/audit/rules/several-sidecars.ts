import { refText, ruleRef } from '../../eval/refs';
import type { AuditRule } from '../rule';
import { SIDECAR } from '../sources';
import { withScopeOfAnother } from './shared/one-scope';

export const severalSidecars: AuditRule = {
  id: 'several-sidecars',
  severity: 'warning',
  title: 'of several Sidecars with one scope the oldest counts',
  why: 'Which one was created first no manifest shows: what the pods may reach depends on the history of the cluster. They are not merged, and Istio calls the result undefined.',
  repair: 'merge them into one',
  sources: [SIDECAR, 'https://github.com/istio/istio/blob/master/pilot/pkg/model/push_context.go'],
  * find({ sidecar }) {
    for (const { one, before } of withScopeOfAnother(sidecar, ({ spec }) => spec.workloadSelector === undefined)) {
      yield { at: ruleRef(one.source), message: `it has the scope of ${refText(before.ref)}` };
    }
  },
};
