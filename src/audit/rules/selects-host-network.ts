import type { AuditRule } from '../rule';
import { NETWORK_POLICIES } from '../sources';
import { podsText } from './shared/planes';

export const selectsHostNetwork: AuditRule = {
  id: 'selects-host-network',
  severity: 'warning',
  title: 'a NetworkPolicy selects pods in the network of their node',
  why: 'What NetworkPolicy does to such pods is not defined; most network plugins ignore it.',
  repair: 'leave `hostNetwork` out, or restrict the node with its firewall',
  sources: [`${NETWORK_POLICIES}#networkpolicy-and-hostnetwork-pods`],
  * find({ network }) {
    for (const { ref, source, workloads } of network) {
      const onHost = workloads.filter((w) => w.hostNetwork);
      const { matchLabels = {}, matchExpressions = [] } = source.object.spec.podSelector;
      // A policy for every pod of the namespace does not count on these.
      const isAimed = Object.keys(matchLabels).length + matchExpressions.length > 0;
      if (onHost.length > 0 && isAimed) yield { at: ref, message: `${podsText(onHost)} have \`hostNetwork: true\`` };
    }
  },
};
