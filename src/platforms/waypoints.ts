import { GATEWAY_NAME } from '../model/data-plane-labels';
import type { NetworkPolicyPeer } from '../manifest/kinds';
import type { ExternalEdgeModel, PortAccessModel, ServiceModel, WaypointModel } from '../model/model';
import { podsPeer } from './kubernetes/peers';
import type { ModelIndex } from './platform';
import { accessBy } from './routes';

export function waypointPods({ namespace, name }: Pick<WaypointModel, 'namespace' | 'name'>): NetworkPolicyPeer {
  return podsPeer(namespace, { [GATEWAY_NAME]: name });
}

export const sameWaypoint = (a: WaypointModel, b: WaypointModel): boolean => a.namespace === b.namespace && a.name === b.name;

/** What callers reach of a service through its waypoint. */
export function accessThroughWaypoint(index: ModelIndex, service: ServiceModel): readonly PortAccessModel[] {
  return service.waypoint === undefined ? [] : index.edgesTo(service.id).flatMap((edge) => accessBy('waypoint', edge));
}

/** What leaves the cluster through a waypoint. */
export function externalsThrough(index: ModelIndex, waypoint: WaypointModel): readonly ExternalEdgeModel[] {
  return index.model.externals.filter(({ through }) => through !== undefined && sameWaypoint(through, waypoint));
}
