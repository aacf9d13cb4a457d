import { selectsAll } from '../../eval/matcher/selector';
import type { AuditRule } from '../rule';
import { NETWORK_POLICIES } from '../sources';
import { peerRef, rulesOf } from './shared/peers';

export const peersApart: AuditRule = {
  id: 'peers-apart',
  severity: 'warning',
  title: '`namespaceSelector` and `podSelector` are two peers, of which either is enough',
  why: 'A dash before `podSelector` begins another peer. The first then is every pod of these namespaces, and the second these pods of the policy\'s own namespace.',
  repair: 'take the dash away: one peer with both selectors',
  sources: [`${NETWORK_POLICIES}#behavior-of-to-and-from-selectors`],
  * find({ network }) {
    for (const rule of network.flatMap(rulesOf)) {
      for (const [i, peer] of rule.peers.entries()) {
        const next = rule.peers[i + 1];
        if (next === undefined || peer.ipBlock !== undefined || next.ipBlock !== undefined) continue;
        const onlyNamespaces = peer.namespaceSelector !== undefined && peer.podSelector === undefined;
        // `podSelector: {}` beside other namespaces is the usual way to write "and our own".
        const onlyPods = next.podSelector !== undefined && !selectsAll(next.podSelector) && next.namespaceSelector === undefined;
        if (onlyNamespaces && onlyPods) yield { at: peerRef(rule, i + 1), message: `\`${rule.field}[${i}]\` has only \`namespaceSelector\`, and \`${rule.field}[${i + 1}]\` only \`podSelector\`` };
      }
    }
  },
};
