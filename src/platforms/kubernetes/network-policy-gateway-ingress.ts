import type { NetworkPolicy, NetworkPolicyIngressRule, NetworkPolicyPeer } from '../../manifest/kinds';
import type { GatewayListenerModel, GatewayModel } from '../../model/model';
import { metadata } from '../metadata';
import type { ModelIndex, Slot } from '../platform';
import { transportOf } from '../protocols';
import { callerPeers } from './peers';

function rule(index: ModelIndex, { port, protocol, clients }: GatewayListenerModel): NetworkPolicyIngressRule {
  const ports = [{ protocol: transportOf(protocol), port }];
  const peers = clients.map((client) => callerPeers(index, client));
  // Whoever else is named beside anyone is one of them.
  if (peers.includes(undefined)) return { ports };
  const from = new Map(peers.flatMap((p) => p ?? []).map((peer): [string, NetworkPolicyPeer] => [JSON.stringify(peer), peer]));
  return { from: [...from].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, peer]) => peer), ports };
}

/** Who may connect to the pods of a gateway, one rule per listener; to every other port nobody. */
export function networkPolicyGatewayIngress(gateway: GatewayModel): Slot<NetworkPolicy> {
  const { id, namespace, name, caller, listeners } = gateway;
  return {
    id: 'IngressPolicy',
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: metadata(`${name}-ingress`, namespace, id),
    body: (index) => ({
      spec: { podSelector: { matchLabels: caller.pods.labels }, policyTypes: ['Ingress'], ingress: listeners.map((l) => rule(index, l)) },
    }),
  };
}
