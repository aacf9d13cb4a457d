import { refText, ruleRef } from '../../eval/refs';
import type { PeerAuthentication } from '../../manifest/kinds';
import type { AuditRule } from '../rule';
import { PEER_AUTHENTICATION } from '../sources';
import type { PodsOf } from '../subject';

export const severalPeerAuthentications: AuditRule = {
  id: 'several-peer-authentications',
  severity: 'warning',
  title: 'of several PeerAuthentications with one scope the oldest counts',
  why: 'Which one was created first no manifest shows: the mode of the pods depends on the history of the cluster.',
  repair: 'merge them into one',
  sources: [PEER_AUTHENTICATION],
  * find({ peer }) {
    const first = new Map<string, PodsOf<PeerAuthentication>>();
    for (const policy of peer) {
      for (const scope of scopesOf(policy)) {
        const before = first.get(scope);
        if (before === undefined) first.set(scope, policy);
        else if (before !== policy) {
          yield { at: ruleRef(policy.source), message: `it has the scope of ${refText(before.ref)}` };
          break;
        }
      }
    }
  },
};

/** The namespace, or each pod that it selects. */
function scopesOf({ source, namespace, workloads }: PodsOf<PeerAuthentication>): readonly string[] {
  const isSelective = Object.keys(source.object.spec.selector?.matchLabels ?? {}).length > 0;
  return isSelective ? workloads.map((w) => `pods of ${w.id}`) : [namespace];
}
