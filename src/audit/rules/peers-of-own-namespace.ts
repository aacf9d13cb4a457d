import { selects, selectorText, selectsAll } from '../../eval/matcher/selector';
import type { WorkloadView } from '../../eval/types';
import type { AuditRule } from '../rule';
import { NETWORK_POLICIES } from '../sources';
import { peerRef, rulesOf } from './shared/peers';
import { podsIn } from './shared/planes';

export const peersOfOwnNamespace: AuditRule = {
  id: 'peers-of-own-namespace',
  severity: 'warning',
  title: 'a `podSelector` without `namespaceSelector` selects in the policy\'s own namespace',
  why: 'Pods with these labels in other namespaces are no peers. There are some, and in the policy\'s namespace there are none.',
  repair: 'add `namespaceSelector` with `kubernetes.io/metadata.name` to the same peer',
  sources: [`${NETWORK_POLICIES}#behavior-of-to-and-from-selectors`],
  * find({ network, world }) {
    const own = new Map<string, WorkloadView[]>();
    for (const w of podsIn(world)) {
      const known = own.get(w.namespace);
      if (known === undefined) own.set(w.namespace, [w]);
      else known.push(w);
    }
    for (const policy of network) {
      for (const rule of rulesOf(policy)) {
        for (const [i, { podSelector, namespaceSelector }] of rule.peers.entries()) {
          // Whoever writes `{}` means the namespace, whether its pods are here or not.
          if (podSelector === undefined || namespaceSelector !== undefined || selectsAll(podSelector)) continue;
          if (own.get(policy.namespace)?.some((w) => selects(podSelector, w.labels))) continue;
          const found = podsIn(world).find((w) => selects(podSelector, w.labels));
          if (found === undefined) continue;
          yield { at: peerRef(rule, i), message: `\`${selectorText(podSelector)}\` selects nothing in namespace \`${policy.namespace}\`; ${found.id} carries these labels` };
        }
      }
    }
  },
};
