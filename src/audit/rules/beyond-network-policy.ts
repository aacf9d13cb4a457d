import type { AuditRule } from '../rule';
import { NETWORK_POLICIES } from '../sources';

/** Once: it is a fact of every NetworkPolicy. */
export const beyondNetworkPolicy: AuditRule = {
  id: 'beyond-network-policy',
  severity: 'info',
  title: 'what no NetworkPolicy keeps out',
  why: 'A pod is always open to the node that it runs on, and to itself. NetworkPolicy is about TCP, UDP and SCTP: what becomes of ICMP and ARP is the network plugin\'s, and without a plugin that enforces it nothing is kept out at all.',
  repair: 'see to it that the network plugin enforces NetworkPolicy; where nodes are not trusted, ask for an identity as well (mTLS)',
  sources: [`${NETWORK_POLICIES}#what-you-can-t-do-with-network-policies-at-least-not-yet`],
  * find({ network, world }) {
    const [first] = network;
    if (first === undefined || world.workloads.some((w) => w.dataPlane === 'sidecar' || w.dataPlane === 'ambient')) return;
    yield { at: first.ref, message: 'this one and the other NetworkPolicies are all that protects pods here, and keep out neither a pod\'s own node nor ICMP' };
  },
};
