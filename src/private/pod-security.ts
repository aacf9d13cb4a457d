import type { DeclaredNamespace } from '../platforms/platform';
import { PodSecurityLevel, type PodSecurity } from '../pod-security';
import { member, struct } from './arguments';

/** Warned and audited at `RESTRICTED`, and enforced only where that is said. */
export function podSecurity(given: PodSecurity | undefined): DeclaredNamespace['podSecurity'] {
  const levels = struct('podSecurity', given);
  return {
    warn: member('podSecurity.warn', levels.warn ?? PodSecurityLevel.RESTRICTED, PodSecurityLevel),
    audit: member('podSecurity.audit', levels.audit ?? PodSecurityLevel.RESTRICTED, PodSecurityLevel),
    ...(levels.enforce === undefined ? {} : { enforce: member('podSecurity.enforce', levels.enforce, PodSecurityLevel) }),
  };
}
