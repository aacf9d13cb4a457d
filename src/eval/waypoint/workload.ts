import { GATEWAY_NAME } from '../cluster/gateways';
import type { WorkloadView } from '../types';
import type { World } from '../world';
import { accepts, askedFor, findWaypoint, trafficOf } from './lookup';

/**
 * Does what dials the pod's own address meet a waypoint? Undefined: no. Waypoints for workloads are not modelled, so that where one may
 * stand nothing is decided.
 */
export function workloadWaypoint(world: World, workload: WorkloadView): string | undefined {
  if (!world.ambient || workload.labels[GATEWAY_NAME] !== undefined) return undefined;
  const { namespace, labels } = workload;
  const own = askedFor(world, namespace, labels);
  if (own === undefined) return undefined;
  if (own === 'not known') return workload.dataPlane === 'ambient' ? `namespace \`${namespace}\` is not in the manifests, and may ask for a waypoint` : undefined;
  const found = findWaypoint(world, own);
  if (found !== undefined && 'pod' in found) {
    const traffic = trafficOf(found.gateway);
    const stands = (traffic === 'workload' || traffic === 'all') && accepts(world, found.gateway, own.namespace, namespace) !== 'no';
    return stands ? `waypoint ${own.namespace}/${own.name} stands before workloads, which is not modelled` : undefined;
  }
  return found === undefined ? `Gateway ${own.namespace}/${own.name} is not in the manifests, and may stand before workloads` : found.unknown;
}
