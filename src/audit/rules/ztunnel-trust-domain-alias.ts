import type { AuditRule } from '../rule';
import { AMBIENT_L4 } from '../sources';
import { valuesAbout } from '../subject';
import { ambientPods, isAtZtunnel } from './shared/planes';

export const ztunnelTrustDomainAlias: AuditRule = {
  id: 'ztunnel-trust-domain-alias',
  severity: 'error',
  title: 'ztunnel knows no aliases of the trust domain',
  why: 'Sidecars and waypoints take `cluster.local` and every alias for the trust domain of the mesh. ztunnel compares principals as they are, so that an ALLOW by an alias admits nobody and a DENY by one keeps nobody out.',
  repair: 'write the trust domain of the mesh',
  sources: [AMBIENT_L4, 'https://github.com/istio/ztunnel/issues/1260', 'https://github.com/istio/istio/issues/58511'],
  * find(subject) {
    const [own, ...aliases] = subject.world.trustDomains;
    const others = new Set([...aliases, 'cluster.local'].filter((d) => d !== own));
    for (const { policy, values, ref } of valuesAbout(subject, 'principals', 'source.principal')) {
      if (!isAtZtunnel(policy)) continue;
      for (const value of values.filter((v) => others.has(v.replace(/^spiffe:\/\//, '').split('/')[0]))) {
        yield { at: ref, message: `\`${value}\` is no identity of trust domain \`${own}\` to the ztunnel of ${ambientPods(policy)}` };
      }
    }
  },
};
