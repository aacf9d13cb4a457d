import { mutualTlsMode } from '../../eval/cluster/mutual-tls';
import type { AuditRule } from '../rule';
import { PEER_AUTHENTICATION, AUTHORIZATION } from '../sources';
import { valuesAbout } from '../subject';
import { portsOf } from './shared/ports';

const IDENTITY = ['principals', 'namespaces', 'serviceAccounts', 'trustDomains', 'source.principal', 'source.namespace', 'source.serviceAccount', 'source.trustDomain'];

/** A positive match in an ALLOW fails closed: without an identity nobody is anybody. */
export const identityWithoutMtls: AuditRule = {
  id: 'identity-without-mtls',
  severity: 'error',
  title: 'who has no identity is none of those that are excluded',
  why: 'Where plaintext is accepted, a caller without identity meets `notPrincipals`, `notNamespaces` and the like of an ALLOW, and meets no DENY by identity: both let it in.',
  repair: 'require mutual TLS with a PeerAuthentication of mode STRICT',
  sources: [PEER_AUTHENTICATION, AUTHORIZATION],
  * find(subject) {
    const { world } = subject;
    for (const { policy, negative, field, ref } of valuesAbout(subject, ...IDENTITY)) {
      if (policy.dryRun || !((policy.action === 'ALLOW' && negative) || (policy.action === 'DENY' && !negative))) continue;
      const open = policy.workloads.filter((w) => ['sidecar', 'ambient'].includes(w.dataPlane))
        .flatMap((w) => [...portsOf(world, w).own].filter((port) => mutualTlsMode(world, w, port).mode !== 'STRICT').map((port) => `${w.id}:${port}`));
      if (open.length > 0) yield { at: ref, message: `\`${open[0]}\` accepts plaintext, which \`${field}\` of this ${policy.action} does not keep out` };
    }
  },
};
