import type { NetworkPolicy, NetworkPolicyIngressRule } from '../../manifest/kinds';
import type { EdgeModel, ServiceModel } from '../../model/model';
import { metadata } from '../metadata';
import type { ModelIndex, Slot } from '../platform';
import { callerPeers, policyPorts } from './peers';

function rule(index: ModelIndex, edge: EdgeModel): NetworkPolicyIngressRule {
  const from = callerPeers(index, edge.caller);
  return { ...(from ? { from } : {}), ports: policyPorts(edge.access) };
}

/** Who may reach the pods of a service, one rule per edge; without callers no rule, so nobody. */
export function networkPolicyIngress(service: ServiceModel): Slot<NetworkPolicy> {
  return {
    id: 'IngressPolicy',
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: metadata(`${service.name}-ingress`, service.namespace, service.id),
    body: (index) => {
      const rules = index.edgesTo(service.id).map((edge) => rule(index, edge));
      return {
        spec: {
          podSelector: { matchLabels: service.podLabels },
          policyTypes: ['Ingress'],
          ...(rules.length === 0 ? {} : { ingress: rules }),
        },
      };
    },
  };
}
