import type { NetworkPolicyEgressRule, NetworkPolicyPort } from '../../manifest/kinds';
import type { ClusterModel } from '../../model/model';
import { podsPeer } from './peers';

/** A reply that does not fit is asked for again over TCP: https://www.rfc-editor.org/rfc/rfc7766 */
const dnsPorts = (port: number): readonly NetworkPolicyPort[] => [
  { protocol: 'UDP', port },
  { protocol: 'TCP', port },
];

/** NodeLocal DNSCache listens on the well-known port: https://kubernetes.io/docs/tasks/administer-cluster/nodelocaldns/ */
const NODE_LOCAL_DNS_PORT = 53;

/** Without names no declared call works; only the DNS pods are opened, not port 53 of the world. */
export function dnsEgress(cluster: ClusterModel): readonly NetworkPolicyEgressRule[] {
  const answering = [cluster.dns, ...(cluster.nodeLocalDnsPods === undefined ? [] : [cluster.nodeLocalDnsPods])];
  const rules: NetworkPolicyEgressRule[] = answering.map(({ namespace, podLabels, port }) => (
    { to: [podsPeer(namespace, podLabels)], ports: dnsPorts(port) }
  ));
  if (cluster.nodeLocalDns !== undefined) {
    const bits = cluster.nodeLocalDns.includes(':') ? 128 : 32;
    rules.push({ to: [{ ipBlock: { cidr: `${cluster.nodeLocalDns}/${bits}` } }], ports: dnsPorts(NODE_LOCAL_DNS_PORT) });
  }
  return rules;
}
