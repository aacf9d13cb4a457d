import { selects, selectorText } from '../../eval/matcher/selector';
import type { AuditRule } from '../rule';
import { NETWORK_POLICIES } from '../sources';
import { peerRef, rulesOf } from './shared/peers';

export const peersOfOwnNamespace: AuditRule = {
  id: 'peers-of-own-namespace',
  severity: 'warning',
  title: 'a `podSelector` without `namespaceSelector` selects in the policy\'s own namespace',
  why: 'Pods with these labels in other namespaces are no peers. There are some, and in the policy\'s namespace there are none.',
  repair: 'add `namespaceSelector` with `kubernetes.io/metadata.name` to the same peer',
  sources: [`${NETWORK_POLICIES}#behavior-of-to-and-from-selectors`],
  * find({ network, world }) {
    for (const policy of network) {
      for (const rule of rulesOf(policy)) {
        for (const [i, { podSelector, namespaceSelector }] of rule.peers.entries()) {
          if (podSelector === undefined || namespaceSelector !== undefined) continue;
          const found = world.workloads.filter((w) => selects(podSelector, w.labels));
          if (found.length === 0 || found.some((w) => w.namespace === policy.namespace)) continue;
          yield { at: peerRef(rule, i), message: `\`${selectorText(podSelector)}\` selects nothing in namespace \`${policy.namespace}\`; ${found[0].id} carries these labels` };
        }
      }
    }
  },
};
