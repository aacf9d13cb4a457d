import { isGatewayApi, type Gateway, type Workload } from '../../manifest/kinds';
import type { ManifestObject } from '../../manifest/manifests';
import type { WorkloadView } from '../types';
import type { From } from './policies';
import { namespaceOfObject } from './policies';

/** On the pods that istiod deploys for a Gateway. https://gateway-api.sigs.k8s.io/geps/gep-1762/ */
export const GATEWAY_NAME = 'gateway.networking.k8s.io/gateway-name';
export const WAYPOINT_CLASS = 'istio-waypoint';
const GATEWAY_CLASS = 'istio';

const MANAGED = 'gateway.istio.io/managed';
const CONTROLLERS: Readonly<Record<string, string>> = { [WAYPOINT_CLASS]: 'istio.io-mesh-controller', [GATEWAY_CLASS]: 'istio.io-gateway-controller' };
const NAME_OVERRIDE = 'gateway.istio.io/name-override';
const SERVICE_ACCOUNT = 'gateway.istio.io/service-account';
/** Merged metrics, health, Envoy's metrics: the ports that the templates list. */
const CONTAINER_PORTS = [{ name: 'metrics', containerPort: 15020 }, { name: 'status-port', containerPort: 15021 }, { name: 'http-envoy-prom', containerPort: 15090 }];

export interface Gateways {
  readonly all: readonly From<Gateway>[];
  find(namespace: string, name: string): From<Gateway> | undefined;
}

export function indexGateways(objects: readonly ManifestObject[]): Gateways {
  const all = objects.filter((o): o is From<Gateway> => isGatewayApi(o.object));
  const byName = new Map(all.map((g) => [`${namespaceOfObject(g)}/${g.object.metadata.name}`, g]));
  return { all, find: (namespace, name) => byName.get(`${namespace}/${name}`) };
}

/**
 * The pods that istiod deploys: undefined for another controller's class, and for a Gateway that names the host of somebody's own
 * deployment.
 *
 * https://istio.io/latest/docs/tasks/traffic-management/ingress/gateway-api/#deployment-methods,
 * https://github.com/istio/istio/blob/master/manifests/charts/istio-control/istio-discovery/files/waypoint.yaml
 */
export function deployedFor(gateway: From<Gateway>): WorkloadView | undefined {
  const { metadata, spec } = gateway.object;
  const { gatewayClassName, addresses = [], infrastructure } = spec;
  const controller = Object.hasOwn(CONTROLLERS, gatewayClassName) ? CONTROLLERS[gatewayClassName] : undefined;
  const manual = addresses.length === 1 && addresses[0].type === 'Hostname';
  if (controller === undefined || manual) return undefined;
  const isWaypoint = gatewayClassName === WAYPOINT_CLASS;
  const usual = isWaypoint ? metadata.name : `${metadata.name}-${gatewayClassName}`;
  const name = metadata.annotations?.[NAME_OVERRIDE] ?? usual;
  const namespace = namespaceOfObject(gateway);
  return {
    id: `${namespace}/${name}`,
    namespace,
    name,
    labels: {
      'sidecar.istio.io/inject': 'false',
      'istio.io/dataplane-mode': 'none',
      'service.istio.io/canonical-name': name,
      'service.istio.io/canonical-revision': 'latest',
      // The Gateway's own are copied where it gives none for what is deployed.
      ...infrastructure?.labels ?? metadata.labels,
      [GATEWAY_NAME]: metadata.name,
      'gateway.networking.k8s.io/gateway-class-name': gatewayClassName,
      [MANAGED]: controller,
    },
    annotations: infrastructure?.annotations ?? metadata.annotations ?? {},
    serviceAccount: metadata.annotations?.[SERVICE_ACCOUNT] ?? usual,
    dataPlane: isWaypoint ? 'waypoint' : 'gateway',
    hostNetwork: false,
    containerPorts: CONTAINER_PORTS.map((p) => ({ ...p, protocol: 'TCP' as const })),
    assumed: false,
    deployed: true,
  };
}

/**
 * istiod's own copy of what it deploys for a waypoint, as a dump of the cluster has it: the Deployment that the Gateway owns, and what that owns
 * in turn, each with the account and labels of the waypoint, running `proxy waypoint`. What another writes in its place istiod overwrites.
 */
export function isDeployedWaypoint({ kind, metadata, pod }: Workload, gateway: From<Gateway>): boolean {
  const made = deployedFor(gateway);
  if (made?.dataPlane !== 'waypoint' || pod.isWaypoint !== true || pod.serviceAccountName !== made.serviceAccount) return false;
  if (pod.labels[MANAGED] !== made.labels[MANAGED] || pod.labels[GATEWAY_NAME] !== made.labels[GATEWAY_NAME]) return false;
  return (metadata.ownerReferences ?? []).some((owner) => {
    switch (kind) {
      case 'Deployment': return metadata.name === made.name && owner.kind === 'Gateway' && owner.name === gateway.object.metadata.name;
      case 'ReplicaSet': return owner.kind === 'Deployment' && owner.name === made.name;
      case 'Pod': return owner.kind === 'ReplicaSet' && owner.name.startsWith(`${made.name}-`);
      default: return false;
    }
  });
}

/** A Service, or a pod, of a waypoint or of a gateway between networks: it has no waypoint of its own. */
export function isOfMeshGateway(labels: Readonly<Record<string, string>> | undefined): boolean {
  return ['istio.io-mesh-controller', 'istio.io-eastwest-controller'].includes(labels?.[MANAGED] ?? '');
}
