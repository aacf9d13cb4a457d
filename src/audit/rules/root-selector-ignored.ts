import { ruleRef } from '../../eval/refs';
import type { AuditRule } from '../rule';
import { PEER_AUTHENTICATION } from '../sources';

export const rootSelectorIgnored: AuditRule = {
  id: 'root-selector-ignored',
  severity: 'error',
  title: 'a PeerAuthentication with a selector in the root namespace is ignored',
  why: 'In the root namespace only a PeerAuthentication without a selector counts, for the whole mesh.',
  repair: 'move it into the namespace of the pods, or leave the selector out',
  sources: [PEER_AUTHENTICATION],
  * find({ peer, world }) {
    for (const { source, namespace } of peer) {
      if (namespace === world.settings.rootNamespace && Object.keys(source.object.spec.selector?.matchLabels ?? {}).length > 0) {
        yield { at: ruleRef(source, 'spec.selector'), message: `\`${namespace}\` is the root namespace` };
      }
    }
  },
};
