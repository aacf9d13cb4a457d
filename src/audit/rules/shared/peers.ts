import { ruleRef } from '../../../eval/refs';
import type { RuleRef } from '../../../eval/types';
import type { NetworkPolicy, NetworkPolicyPeer, NetworkPolicyPort } from '../../../manifest/kinds';
import type { PodsOf } from '../../subject';

export interface NetworkRule {
  readonly ref: RuleRef;
  readonly field: 'from' | 'to';
  readonly peers: readonly NetworkPolicyPeer[];
  readonly ports: readonly NetworkPolicyPort[];
}

/** The rules of both directions. */
export function rulesOf({ source }: PodsOf<NetworkPolicy>): readonly NetworkRule[] {
  const { ingress = [], egress = [] } = source.object.spec;
  return [
    ...ingress.map(({ from = [], ports = [] }, i): NetworkRule => ({ ref: ruleRef(source, `spec.ingress[${i}]`), field: 'from', peers: from, ports })),
    ...egress.map(({ to = [], ports = [] }, i): NetworkRule => ({ ref: ruleRef(source, `spec.egress[${i}]`), field: 'to', peers: to, ports })),
  ];
}

export function peerRef({ ref, field }: NetworkRule, i: number): RuleRef {
  return { ...ref, path: `${ref.path}.${field}[${i}]` };
}
