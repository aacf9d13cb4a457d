import type { NetworkPolicy } from '../../manifest/kinds';
import { metadata } from '../metadata';
import type { Slot } from '../platform';

/** Every pod of the namespace, both directions: https://kubernetes.io/docs/concepts/services-networking/network-policies/#default-deny-all-ingress-and-all-egress-traffic */
export function networkPolicyDefaultDeny(namespace: string): Slot<NetworkPolicy> {
  return {
    id: 'DefaultDeny',
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: metadata('default-deny', namespace, namespace),
    // Both types are named: without `Egress` a policy that has no egress rules leaves egress open.
    body: () => ({ spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] } }),
  };
}
