import type { NetworkPolicy, NetworkPolicyEgressRule, NetworkPolicyPeer } from '../../manifest/kinds';
import type { EdgeModel, GatewayDestinationModel, GatewayModel, WaypointModel } from '../../model/model';
import { edgesOfGateway } from '../edges';
import { metadata } from '../metadata';
import { networkEdges } from '../network-edges';
import { HBONE, portsOfEdge } from '../planes';
import type { ModelIndex, Slot } from '../platform';
import { accessBy } from '../routes';
import { waypointPods } from '../waypoints';
import { namespacePeer, podsPeer } from './peers';

function calleeRules(index: ModelIndex, edge: EdgeModel): readonly NetworkPolicyEgressRule[] {
  const { namespace, podLabels } = index.service(edge.callee);
  const access = accessBy('direct', edge);
  return access.length === 0 ? [] : [{ to: [podsPeer(namespace, podLabels)], ports: portsOfEdge(index, edge, access) }];
}

/** Many callees may stand behind one waypoint. */
function waypointRules(index: ModelIndex, edges: readonly EdgeModel[]): readonly NetworkPolicyEgressRule[] {
  const used = edges.filter((edge) => accessBy('waypoint', edge).length > 0).flatMap((edge) => index.service(edge.callee).waypoint ?? []);
  const waypoints = new Map(used.map((waypoint): [string, WaypointModel] => [`${waypoint.namespace}/${waypoint.name}`, waypoint]));
  return [...waypoints].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, waypoint]) => ({ to: [waypointPods(waypoint)], ports: [HBONE] }));
}

function destinationRule({ to, ports }: GatewayDestinationModel): NetworkPolicyEgressRule {
  const peer = (): NetworkPolicyPeer => {
    if (to.kind === 'addresses') return { ipBlock: { cidr: to.cidr } };
    return Object.keys(to.labels).length === 0 ? namespacePeer(to.namespace) : podsPeer(to.namespace, to.labels);
  };
  return { to: [peer()], ports: ports.map((port) => ({ protocol: 'TCP', port })) };
}

/** What the pods of a gateway may reach: what every pod like them needs (`exemptions`), the services that allow it, and what its owner says. */
export function networkPolicyGatewayEgress(gateway: GatewayModel, exemptions: readonly NetworkPolicyEgressRule[]): Slot<NetworkPolicy> {
  const { id, namespace, name, caller, construct } = gateway;
  return {
    id: 'EgressPolicy',
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: metadata(`${name}-egress`, namespace, id),
    body: (index) => {
      const edges = edgesOfGateway(index, gateway);
      // What was declared until a day that is past is not in the model any more.
      const destinations = index.model.gateways?.find((g) => g.construct === construct)?.destinations ?? [];
      return {
        spec: {
          podSelector: { matchLabels: caller.pods.labels },
          policyTypes: ['Egress'],
          egress: [
            ...exemptions,
            ...networkEdges(edges).flatMap((edge) => calleeRules(index, edge)),
            ...waypointRules(index, edges),
            ...destinations.map(destinationRule),
          ],
        },
      };
    },
  };
}
