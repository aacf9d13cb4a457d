import type { KubernetesServiceModel, Labels, ServiceModel } from './model';

/**
 * What makes a Service use its owner's waypoint. Without `ingress-use-waypoint` a gateway dials the pods, past every rule of the waypoint.
 *
 * A headless Service has no address that a waypoint could stand for: its name leads to the pods.
 *
 * https://istio.io/latest/docs/reference/config/labels/#IoIstioUseWaypoint
 */
export function waypointLabels({ namespace, waypoint }: ServiceModel, { headless }: KubernetesServiceModel): Labels {
  if (waypoint === undefined || headless) return {};
  return {
    'istio.io/ingress-use-waypoint': 'true',
    'istio.io/use-waypoint': waypoint.name,
    ...(waypoint.namespace === namespace ? {} : { 'istio.io/use-waypoint-namespace': waypoint.namespace }),
  };
}
