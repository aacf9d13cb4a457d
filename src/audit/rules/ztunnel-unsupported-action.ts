import { ruleRef } from '../../eval/refs';
import type { AuditRule } from '../rule';
import { AMBIENT_L4, ZTUNNEL_CONVERSION } from '../sources';
import { ambientPods, isAtZtunnel } from './shared/planes';

export const ztunnelUnsupportedAction: AuditRule = {
  id: 'ztunnel-unsupported-action',
  severity: 'error',
  title: 'AUDIT, CUSTOM and dry-run policies are not sent to ztunnel',
  why: 'istiod does not hand these to ztunnel: nothing is audited, no authorizer is asked, nothing is tried. Versions of ztunnel that are given a dry-run policy enforce it.',
  repair: 'bind the policy to the Service with `targetRefs` behind a waypoint',
  sources: [AMBIENT_L4, ZTUNNEL_CONVERSION],
  * find({ authorization }) {
    for (const policy of authorization.filter(isAtZtunnel)) {
      const { action, dryRun, source } = policy;
      if (action !== 'AUDIT' && action !== 'CUSTOM' && !dryRun) continue;
      const what = dryRun ? 'a dry-run policy' : `action ${action}`;
      yield { at: ruleRef(source, dryRun ? 'metadata.annotations' : 'spec.action'), message: `${ambientPods(policy)} are in ambient mode, where ${what} has no effect` };
    }
  },
};
