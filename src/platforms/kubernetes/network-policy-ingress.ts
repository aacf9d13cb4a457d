import type { NetworkPolicy, NetworkPolicyIngressRule } from '../../manifest/kinds';
import type { EdgeModel, ServiceModel } from '../../model/model';
import { metadata } from '../metadata';
import { networkEdges } from '../network-edges';
import { portsOfEdge } from '../planes';
import type { ModelIndex, Slot } from '../platform';
import { accessBy } from '../routes';
import { callerPeers } from './peers';

function rules(index: ModelIndex, edge: EdgeModel): readonly NetworkPolicyIngressRule[] {
  const access = accessBy('direct', edge);
  if (access.length === 0) return [];
  const from = callerPeers(index, edge.caller);
  return [{ ...(from ? { from } : {}), ports: portsOfEdge(index, edge, access) }];
}

/** Who may reach the pods of a service by itself, one rule per edge, and what the platform adds; without either no rule, so nobody. */
export function networkPolicyIngress(
  { id, name, namespace }: ServiceModel, others: (index: ModelIndex) => readonly NetworkPolicyIngressRule[] = () => [],
): Slot<NetworkPolicy> {
  return {
    id: 'IngressPolicy',
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: metadata(`${name}-ingress`, namespace, id),
    body: (index) => {
      const ingress = [...networkEdges(index.edgesTo(id)).flatMap((edge) => rules(index, edge)), ...others(index)];
      return {
        spec: {
          podSelector: { matchLabels: index.service(id).podLabels },
          policyTypes: ['Ingress'],
          ...(ingress.length === 0 ? {} : { ingress }),
        },
      };
    },
  };
}
