import { ruleRef } from '../../eval/refs';
import type { AuditRule } from '../rule';

export const workloadEntryWithoutAccount: AuditRule = {
  id: 'workload-entry-without-account',
  severity: 'warning',
  title: 'a machine has no service account',
  why: 'By `serviceAccount` callers know that a WorkloadEntry has a sidecar, and whose certificate to expect; without it they send plaintext, which the machine refuses under STRICT and takes from anybody otherwise.',
  repair: 'name the `serviceAccount` that the machine runs under, or reach a machine without sidecar by a ServiceEntry of location MESH_EXTERNAL',
  sources: [
    'https://istio.io/latest/docs/reference/config/networking/workload-entry/#WorkloadEntry',
    'https://github.com/istio/istio/blob/master/pilot/pkg/serviceregistry/serviceentry/conversion.go',
  ],
  * find({ objects }) {
    for (const source of objects) {
      const { object } = source;
      if (object.kind === 'WorkloadEntry' && (object.spec.serviceAccount ?? '') === '') yield { at: ruleRef(source, 'spec'), message: 'no `serviceAccount`' };
      if (object.kind === 'WorkloadGroup' && (object.spec.template.serviceAccount ?? '') === '') {
        yield { at: ruleRef(source, 'spec.template'), message: 'no `serviceAccount` for machines that register' };
      }
    }
  },
};
