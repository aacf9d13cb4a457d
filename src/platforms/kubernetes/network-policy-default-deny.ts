import type { NetworkPolicy } from '../../manifest/kinds';
import { hasReached, type Staged } from '../../model/stages';
import { metadata } from '../metadata';
import type { Slot } from '../platform';

/** Every pod of the namespace, both directions; while it is put under management egress comes last: https://kubernetes.io/docs/concepts/services-networking/network-policies/#default-deny-all-ingress-and-all-egress-traffic */
export function networkPolicyDefaultDeny(namespace: string, rollout: Staged = {}): readonly Slot<NetworkPolicy>[] {
  if (!hasReached(rollout, 'network-policy')) return [];
  return [{
    id: 'DefaultDeny',
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: metadata('default-deny', namespace, namespace),
    // Both types are named: without `Egress` a policy that has no egress rules leaves egress open.
    body: () => ({ spec: { podSelector: {}, policyTypes: ['Ingress', ...(hasReached(rollout, 'egress-scope') ? ['Egress' as const] : [])] } }),
  }];
}
