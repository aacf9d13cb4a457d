import { refText, ruleRef } from '../../eval/refs';
import type { AuditRule } from '../rule';
import { PEER_AUTHENTICATION } from '../sources';
import { withScopeOfAnother } from './shared/one-scope';

export const severalPeerAuthentications: AuditRule = {
  id: 'several-peer-authentications',
  severity: 'warning',
  title: 'of several PeerAuthentications with one scope the oldest counts',
  why: 'Which one was created first no manifest shows: the mode of the pods depends on the history of the cluster.',
  repair: 'merge them into one',
  sources: [PEER_AUTHENTICATION],
  * find({ peer }) {
    const isWide = ({ spec }: typeof peer[number]['source']['object']): boolean => Object.keys(spec.selector?.matchLabels ?? {}).length === 0;
    for (const { one, before } of withScopeOfAnother(peer, isWide)) yield { at: ruleRef(one.source), message: `it has the scope of ${refText(before.ref)}` };
  },
};
