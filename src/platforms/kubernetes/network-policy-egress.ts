import type { NetworkPolicy, NetworkPolicyEgressRule, NetworkPolicyPeer } from '../../manifest/kinds';
import type { ClusterModel, EdgeModel, ExternalEdgeModel, ServiceModel } from '../../model/model';
import { everywhereBut, ipBlocks } from '../addresses';
import { edgesOfCaller } from '../edges';
import { metadata } from '../metadata';
import type { ModelIndex, Slot } from '../platform';
import { podsPeer, policyPorts } from './peers';

function calleeRule(index: ModelIndex, edge: EdgeModel): NetworkPolicyEgressRule {
  const { namespace, podLabels } = index.service(edge.callee);
  return { to: [podsPeer(namespace, podLabels)], ports: policyPorts(edge.access) };
}

function clusterCidrs(cluster: ClusterModel): readonly string[] {
  return [...cluster.podCidrs, ...cluster.serviceCidrs, ...cluster.nodeCidrs];
}

/** Known addresses, else that port to all but the cluster: the widest rule we write, and one the report lists. */
function externalRule(cluster: ClusterModel, external: ExternalEdgeModel): NetworkPolicyEgressRule {
  const blocks = external.addresses.length > 0 ? ipBlocks(external.addresses, []) : everywhereBut(clusterCidrs(cluster));
  const to: readonly NetworkPolicyPeer[] = blocks.map((ipBlock) => ({ ipBlock }));
  const numbers = [...new Set(external.ports.map(({ number }) => number))];
  return { to, ports: numbers.map((port) => ({ protocol: 'TCP', port })) };
}

/** What the pods of a service may reach: what every pod here needs (`exemptions`), then its callees, then its external hosts. */
export function networkPolicyEgress(service: ServiceModel, exemptions: readonly NetworkPolicyEgressRule[]): Slot<NetworkPolicy> {
  return {
    id: 'EgressPolicy',
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: metadata(`${service.name}-egress`, service.namespace, service.id),
    body: (index) => ({
      spec: {
        podSelector: { matchLabels: service.podLabels },
        policyTypes: ['Egress'],
        egress: [
          ...exemptions,
          ...edgesOfCaller(index, service).map((edge) => calleeRule(index, edge)),
          ...index.externalsFrom(service.id).map((external) => externalRule(index.model.mesh.cluster, external)),
        ],
      },
    }),
  };
}
