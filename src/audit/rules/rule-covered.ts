import { isolates } from '../../eval/network/isolation';
import type { AuditRule } from '../rule';
import { NETWORK_POLICIES } from '../sources';
import { refText } from '../../eval/refs';
import type { NetworkPolicy } from '../../manifest/kinds';
import type { PodsOf } from '../subject';
import { type NetworkRule, rulesOf } from './shared/peers';

interface Placed { readonly policy: PodsOf<NetworkPolicy>; readonly rule: NetworkRule }

export const ruleCovered: AuditRule = {
  id: 'rule-covered',
  severity: 'info',
  title: 'a NetworkPolicy rule that another one makes superfluous',
  why: 'Policies of the same pods add up. Where another rule admits at least the same peers on the same ports, taking this one away closes nothing, and restricting it neither.',
  repair: 'take away the one that is not meant',
  sources: [NETWORK_POLICIES],
  * find({ network }) {
    const byNamespace = new Map<string, Placed[]>();
    for (const policy of network) {
      const rules = rulesOf(policy).filter(({ field }) => isolates(policy.source.object, field === 'from' ? 'Ingress' : 'Egress'));
      const placed = byNamespace.get(policy.namespace) ?? [];
      byNamespace.set(policy.namespace, placed);
      for (const rule of rules) placed.push({ policy, rule });
    }
    for (const placed of byNamespace.values()) {
      const byPod = podsIndex(placed);
      for (const one of placed) {
        const [pod] = one.policy.workloads;
        // What covers it selects all of its pods, this one among them.
        const other = pod && byPod.get(pod.id)!.find((o) => covers(o, one) && (!covers(one, o) || placed.indexOf(o) < placed.indexOf(one)));
        if (other !== undefined) yield { at: one.rule.ref, message: `all that it admits, \`${refText(other.rule.ref)}\` admits as well` };
      }
    }
  },
};

function podsIndex(placed: readonly Placed[]): ReadonlyMap<string, readonly Placed[]> {
  const index = new Map<string, Placed[]>();
  for (const one of placed) {
    for (const { id } of one.policy.workloads) {
      const known = index.get(id);
      if (known === undefined) index.set(id, [one]);
      else known.push(one);
    }
  }
  return index;
}

/** By what is written: whatever says the same in other words is not found. */
function covers(wide: Placed, narrow: Placed): boolean {
  if (wide === narrow || wide.rule.field !== narrow.rule.field) return false;
  return within(narrow.rule.peers, wide.rule.peers) && within(narrow.rule.ports, wide.rule.ports)
    && (wide.policy === narrow.policy || narrow.policy.workloads.every((w) => wide.policy.workloads.includes(w)));
}

/** An empty list is everything. */
function within(narrow: readonly object[], wide: readonly object[]): boolean {
  if (wide.length === 0) return true;
  const texts = new Set(wide.map((w) => JSON.stringify(w)));
  return narrow.length > 0 && narrow.every((n) => texts.has(JSON.stringify(n)));
}
