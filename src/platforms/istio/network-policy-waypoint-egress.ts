import type { NetworkPolicy, NetworkPolicyEgressRule } from '../../manifest/kinds';
import { GATEWAY_NAME } from '../../model/data-plane-labels';
import type { ExternalEdgeModel, WaypointModel } from '../../model/model';
import { dnsEgress } from '../kubernetes/exemptions';
import { externalRule } from '../kubernetes/network-policy-egress';
import { podsPeer } from '../kubernetes/peers';
import { metadata } from '../metadata';
import { HBONE } from '../planes';
import type { DeclaredMesh, ModelIndex, Slot } from '../platform';
import { accessThroughWaypoint, externalsThrough } from '../waypoints';
import { proxyEgress } from './exemptions';

function served(index: ModelIndex, waypoint: WaypointModel): readonly NetworkPolicyEgressRule[] {
  return index.servedBy(waypoint)
    .filter((service) => accessThroughWaypoint(index, service).length > 0)
    .map(({ namespace, podLabels }) => ({ to: [podsPeer(namespace, podLabels)], ports: [HBONE] }));
}

/** One host for all of its callers: without the addresses of one of them it may be anywhere. */
function hosts(index: ModelIndex, waypoint: WaypointModel): readonly ExternalEdgeModel[] {
  const byHost = new Map<string, ExternalEdgeModel[]>();
  for (const external of externalsThrough(index, waypoint)) byHost.set(external.host, [...byHost.get(external.host) ?? [], external]);
  return [...byHost].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, externals]) => {
    const addresses = externals.some((e) => e.addresses.length === 0) ? [] : [...new Set(externals.flatMap((e) => e.addresses))].sort();
    const ports = externals.flatMap((e) => e.ports).sort((a, b) => a.number - b.number);
    return { ...externals[0], addresses, ports };
  });
}

/** What the pods of a waypoint may reach: names, istiod, and what it stands before. */
export function networkPolicyWaypointEgress(mesh: DeclaredMesh, waypoint: WaypointModel): Slot<NetworkPolicy> {
  const { namespace, name } = waypoint;
  return {
    id: 'WaypointEgressPolicy',
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: metadata(`${name}-egress`, namespace, namespace),
    body: (index) => ({
      spec: {
        podSelector: { matchLabels: { [GATEWAY_NAME]: name } },
        policyTypes: ['Egress'],
        egress: [
          ...dnsEgress(mesh.cluster),
          ...proxyEgress(mesh),
          ...served(index, waypoint),
          ...hosts(index, waypoint).map((external) => externalRule(mesh.cluster, external)),
        ],
      },
    }),
  };
}
