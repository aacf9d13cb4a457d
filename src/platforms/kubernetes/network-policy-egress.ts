import type { NetworkPolicy, NetworkPolicyEgressRule, NetworkPolicyPeer } from '../../manifest/kinds';
import type { ClusterModel, EdgeModel, ExternalEdgeModel, ServiceModel, WaypointModel } from '../../model/model';
import { everywhereBut, ipBlocks } from '../addresses';
import { apiServerRules } from '../api-server';
import { edgesOfCaller } from '../edges';
import { metadata } from '../metadata';
import { networkEdges } from '../network-edges';
import { HBONE, portsDialled } from '../planes';
import type { ModelIndex, Slot } from '../platform';
import { accessBy } from '../routes';
import { waypointPods } from '../waypoints';
import { podsOf } from './peers';

function calleeRules(index: ModelIndex, service: ServiceModel, edge: EdgeModel): readonly NetworkPolicyEgressRule[] {
  const callee = index.service(edge.callee);
  const access = accessBy('direct', edge);
  return access.length === 0 ? [] : [{ to: [podsOf(callee)], ports: portsDialled(index, service, callee, access) }];
}

/** Many callees may stand behind one waypoint. */
function waypointRules(index: ModelIndex, service: ServiceModel): readonly NetworkPolicyEgressRule[] {
  const used = new Map<string, WaypointModel>();
  const use = (waypoint: WaypointModel | undefined): void => {
    if (waypoint !== undefined) used.set(`${waypoint.namespace}/${waypoint.name}`, waypoint);
  };
  for (const edge of edgesOfCaller(index, service)) if (accessBy('waypoint', edge).length > 0) use(index.service(edge.callee).waypoint);
  for (const { through } of index.externalsFrom(service.id)) use(through);
  return [...used].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, waypoint]) => ({ to: [waypointPods(waypoint)], ports: [HBONE] }));
}

function clusterCidrs(cluster: ClusterModel): readonly string[] {
  return [...cluster.podCidrs, ...cluster.serviceCidrs, ...cluster.nodeCidrs];
}

/** What answers on the node is seen where it is dialled or where the node leads it, which differs between network plugins. */
function externalRules(cluster: ClusterModel, external: ExternalEdgeModel): readonly NetworkPolicyEgressRule[] {
  const seen = external.onNode?.seen ?? [];
  return [
    externalRule(cluster, external),
    ...seen.map(({ address, port }) => ({ to: [{ ipBlock: { cidr: address } }], ports: [{ protocol: 'TCP' as const, port }] })),
  ];
}

/** Known addresses, else that port to all but the cluster: the widest rule we write, and one the report lists. */
export function externalRule(cluster: ClusterModel, external: ExternalEdgeModel): NetworkPolicyEgressRule {
  const blocks = external.addresses.length > 0 ? ipBlocks(external.addresses, []) : everywhereBut(clusterCidrs(cluster));
  const to: readonly NetworkPolicyPeer[] = blocks.map((ipBlock) => ({ ipBlock }));
  const numbers = [...new Set(external.ports.map(({ number }) => number))];
  return { to, ports: numbers.map((port) => ({ protocol: 'TCP', port })) };
}

/** What the pods of a service may reach: what every pod here needs (`exemptions`), then its callees, the API server, and its external hosts. */
export function networkPolicyEgress(declared: ServiceModel, exemptions: readonly NetworkPolicyEgressRule[]): Slot<NetworkPolicy> {
  return {
    id: 'EgressPolicy',
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: metadata(`${declared.name}-egress`, declared.namespace, declared.id),
    body: (index) => {
      const service = index.service(declared.id);
      const isolated = { podSelector: { matchLabels: service.podLabels }, policyTypes: ['Egress' as const] };
      // Not even names: its own policy says what is left.
      if (service.quarantine !== undefined) return { spec: isolated };
      return {
        spec: {
          ...isolated,
          egress: [
            ...exemptions,
            ...networkEdges(edgesOfCaller(index, service)).flatMap((edge) => calleeRules(index, service, edge)),
            ...waypointRules(index, service),
            ...apiServerRules(index.model.mesh.cluster, service),
            ...index.externalsFrom(service.id)
              .filter(({ through }) => through === undefined).flatMap((external) => externalRules(index.model.mesh.cluster, external)),
          ],
        },
      };
    },
  };
}
