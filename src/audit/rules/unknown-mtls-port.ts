import { ruleRef } from '../../eval/refs';
import type { AuditRule } from '../rule';
import { PEER_AUTHENTICATION } from '../sources';
import { podsText } from './shared/planes';
import { portsOf } from './shared/ports';

export const unknownMtlsPort: AuditRule = {
  id: 'unknown-mtls-port',
  severity: 'error',
  title: '`portLevelMtls` names a port of the Service instead of the pod\'s',
  why: 'The ports of a PeerAuthentication are those of the pods. A number that only the Service has changes nothing.',
  repair: 'write the target port',
  sources: [PEER_AUTHENTICATION, 'https://github.com/istio/istio/issues/49098'],
  * find({ peer, world }) {
    for (const { source, workloads } of peer) {
      for (const port of Object.keys(source.object.spec.portLevelMtls ?? {}).map(Number)) {
        const seen = workloads.map((w) => portsOf(world, w));
        if (seen.length === 0 || seen.some(({ own }) => own.has(port)) || !seen.some(({ ofServices }) => ofServices.has(port))) continue;
        yield { at: ruleRef(source, `spec.portLevelMtls.${port}`), message: `\`${port}\` is a port of the Service; ${podsText(workloads)} do not listen there` };
      }
    }
  },
};
