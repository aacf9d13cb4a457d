import type { ServiceEntry } from '../../manifest/kinds';
import type { WaypointModel } from '../../model/model';
import { metadata } from '../metadata';
import type { Slot } from '../platform';
import { orWithheld } from '../quarantine';
import { externalPorts } from './service-entry';

/**
 * An external host behind the egress waypoint, for every ambient caller of the mesh: ztunnel knows no `exportTo`, so who may use it is said at the
 * waypoint. Sidecars do heed it, and are kept from seeing a host that they would dial past the waypoint.
 *
 * It has no addresses: istiod gives it one that ztunnel's DNS answers with, and which stands for this host alone, whatever its ports speak.
 * Whoever dials the host's own address does not meet the waypoint, and NetworkPolicy stops him.
 *
 * https://istio.io/latest/docs/ops/configuration/traffic-management/dns-proxy/#address-auto-allocation
 */
export function egressServiceEntry(waypoint: WaypointModel, host: string): Slot<ServiceEntry> {
  return {
    id: 'ServiceEntry',
    apiVersion: 'networking.istio.io/v1',
    kind: 'ServiceEntry',
    metadata: metadata(host, waypoint.namespace, waypoint.namespace, { 'istio.io/use-waypoint': waypoint.name }),
    body: (index) => ({
      spec: {
        hosts: [host],
        ports: externalPorts(orWithheld(index.externalsThrough(host), index, (e) => e.host === host && e.through !== undefined)),
        location: 'MESH_EXTERNAL',
        resolution: 'DNS',
        exportTo: ['.'],
      },
    }),
  };
}
