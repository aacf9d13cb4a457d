import type { Gateway, GatewayListener } from '../../manifest/kinds';
import type { WaypointModel } from '../../model/model';
import { NAMESPACE_NAME } from '../kubernetes/peers';
import { MANAGED_BY, metadata } from '../metadata';
import type { DeclaredMesh, ModelIndex, Slot } from '../platform';
import { optionsName } from './waypoint-options';

/**
 * Whose Services may use it: https://istio.io/latest/docs/ambient/usage/waypoint/#usewaypointnamespace
 *
 * `Same` is the default of the API, and is written all the same: else every `kubectl apply` takes away what the API server has put there.
 */
function allowedRoutes(index: ModelIndex, waypoint: WaypointModel): GatewayListener['allowedRoutes'] {
  const others = new Set(index.servedBy(waypoint).map(({ namespace }) => namespace).filter((namespace) => namespace !== waypoint.namespace));
  if (others.size === 0) return { namespaces: { from: 'Same' } };
  const values = [...others, waypoint.namespace].sort();
  const selector = { matchExpressions: [{ key: NAMESPACE_NAME, operator: 'In' as const, values }] };
  return { namespaces: { from: 'Selector', selector } };
}

/**
 * The waypoint, which istiod deploys under a ServiceAccount of the same name. It serves what is addressed to a Service or ServiceEntry:
 * what is addressed to a pod goes there by itself, and is held to the pod's own policy.
 *
 * https://istio.io/latest/docs/ambient/usage/waypoint/#deploy-a-waypoint-proxy
 */
export function waypointGateway(mesh: DeclaredMesh, waypoint: WaypointModel, hasOptions: boolean): Slot<Gateway> {
  const { namespace, name } = waypoint;
  return {
    id: 'Waypoint',
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'Gateway',
    metadata: metadata(name, namespace, namespace, {
      'istio.io/waypoint-for': 'service',
      // Of several control planes, the one that deploys it: https://istio.io/latest/docs/ambient/upgrade/helm/
      ...(mesh.revision === undefined ? {} : { 'istio.io/rev': mesh.revision }),
    }),
    body: (index) => ({
      spec: {
        gatewayClassName: 'istio-waypoint',
        listeners: [{ name: 'mesh', port: 15008, protocol: 'HBONE', allowedRoutes: allowedRoutes(index, waypoint) }],
        infrastructure: {
          // Left out, istiod copies the labels of the Gateway to its pods, whatever its chart set, and a selector might take them for others.
          labels: MANAGED_BY,
          ...(hasOptions ? { parametersRef: { group: '', kind: 'ConfigMap', name: optionsName(waypoint) } } : {}),
        },
      },
    }),
  };
}
