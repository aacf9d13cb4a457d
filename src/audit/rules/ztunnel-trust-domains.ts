import type { AuditRule } from '../rule';
import { ZTUNNEL_CONVERSION } from '../sources';
import { valuesAbout } from '../subject';
import { ambientPods, isAtZtunnel } from './shared/planes';

export const ztunnelTrustDomains: AuditRule = {
  id: 'ztunnel-trust-domains',
  severity: 'error',
  title: '`trustDomains` is left out at ztunnel',
  why: 'ztunnel has no such field. Beside another field of the source the rule becomes wider than it reads; alone it never holds.',
  repair: 'write the trust domain into `principals`: `prod.example/ns/shop/sa/cart`',
  sources: [ZTUNNEL_CONVERSION],
  * find(subject) {
    for (const { policy, field, ref } of valuesAbout(subject, 'trustDomains')) {
      if (isAtZtunnel(policy)) yield { at: ref, message: `${ambientPods(policy)} are in ambient mode, where \`${field}\` is left out in silence` };
    }
  },
};
