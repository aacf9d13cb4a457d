import { isolates } from '../../eval/network/isolation';
import { ruleRef } from '../../eval/refs';
import type { AuditRule } from '../rule';
import { NETWORK_POLICY_API } from '../sources';

export const egressRulesIgnored: AuditRule = {
  id: 'egress-rules-ignored',
  severity: 'warning',
  title: 'rules of a direction that `policyTypes` does not name are ignored',
  why: 'Where `policyTypes` is given, it alone says in which directions pods are isolated; the rules of the other one are read by nobody.',
  repair: 'name the direction in `policyTypes`, or take its rules out',
  sources: [NETWORK_POLICY_API],
  * find({ network }) {
    for (const { source } of network) {
      const { ingress = [], egress = [] } = source.object.spec;
      if (ingress.length > 0 && !isolates(source.object, 'Ingress')) yield { at: ruleRef(source, 'spec.ingress'), message: '`policyTypes` does not name `Ingress`' };
      if (egress.length > 0 && !isolates(source.object, 'Egress')) yield { at: ruleRef(source, 'spec.egress'), message: '`policyTypes` does not name `Egress`' };
    }
  },
};
