import { ruleRef } from '../../eval/refs';
import type { AuditRule } from '../rule';
import { AMBIENT_L4, PEER_AUTHENTICATION } from '../sources';
import { podsText } from './shared/planes';

export const mtlsDisabledInAmbient: AuditRule = {
  id: 'mtls-disabled-in-ambient',
  severity: 'warning',
  title: 'mode DISABLE is PERMISSIVE to ztunnel',
  why: 'ztunnel takes part in mutual TLS whatever a PeerAuthentication says; it can only refuse plaintext, or not.',
  repair: 'write PERMISSIVE if plaintext is meant, STRICT if it is not',
  sources: [AMBIENT_L4, PEER_AUTHENTICATION],
  * find({ peer }) {
    for (const { source, workloads } of peer) {
      const ambient = workloads.filter((w) => w.dataPlane === 'ambient');
      const { mtls, portLevelMtls = {} } = source.object.spec;
      const places = [
        ...(mtls?.mode === 'DISABLE' ? ['spec.mtls.mode'] : []),
        ...Object.keys(portLevelMtls).filter((port) => portLevelMtls[port].mode === 'DISABLE').map((port) => `spec.portLevelMtls.${port}`),
      ];
      if (ambient.length === 0) continue;
      yield* places.map((path) => ({ at: ruleRef(source, path), message: `${podsText(ambient)} are in ambient mode, where DISABLE is PERMISSIVE` }));
    }
  },
};
