import type { NetworkPolicy, NetworkPolicyIngressRule } from '../../manifest/kinds';
import type { BreakGlassModel, EdgeModel, ServiceModel } from '../../model/model';
import { breakGlassMetadata, edgesOfBreakGlass, standingEdges } from '../break-glass';
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
      const ingress = [...networkEdges(standingEdges(index, id)).flatMap((edge) => rules(index, edge)), ...others(index)];
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

/** Who may reach them beside, for an emergency. Policies add up: it takes nothing from the others, and is gone with its object. */
export function networkPolicyBreakGlass(service: ServiceModel, breakGlass: BreakGlassModel): Slot<NetworkPolicy> {
  const { id, name } = service;
  return {
    id: 'IngressPolicy',
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: breakGlassMetadata(name, service, breakGlass),
    body: (index) => {
      const ingress = networkEdges(edgesOfBreakGlass(index, id, breakGlass)).flatMap((edge) => rules(index, edge));
      const podSelector = { matchLabels: index.service(id).podLabels };
      return { spec: { podSelector, policyTypes: ['Ingress'], ...(ingress.length === 0 ? {} : { ingress }) } };
    },
  };
}
