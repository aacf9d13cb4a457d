import type { NetworkPolicy, NetworkPolicyEgressRule, NetworkPolicyIngressRule } from '../../manifest/kinds';
import type { ServiceModel } from '../../model/model';
import { metadata, QUARANTINE_LABEL } from '../metadata';
import type { Slot } from '../platform';

/** What reaches the pods of a service in quarantine all the same, and what they reach. */
export interface Remaining {
  readonly ingress?: readonly NetworkPolicyIngressRule[];
  readonly egress?: readonly NetworkPolicyEgressRule[];
}

/**
 * Isolates the pods of a service by itself, whether or not anything else does. It takes nothing from what other policies allow, which
 * add up: those of the service allow nothing meanwhile, and what somebody else wrote the proof finds.
 */
export function networkPolicyQuarantine({ id, name, namespace }: ServiceModel, { ingress = [], egress = [] }: Remaining = {}): Slot<NetworkPolicy> {
  return {
    id: 'IsolationPolicy',
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: metadata(`${name}-quarantine`, namespace, id, QUARANTINE_LABEL),
    body: (index) => ({
      spec: {
        podSelector: { matchLabels: index.service(id).podLabels },
        policyTypes: ['Ingress', 'Egress'],
        ...(ingress.length === 0 ? {} : { ingress }),
        ...(egress.length === 0 ? {} : { egress }),
      },
    }),
  };
}
