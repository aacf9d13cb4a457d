import type { Gateway, Labels, Service, Workload } from '../../../src/manifest/kinds';
import { labelsOf, type Universe } from '../oracle';

export type Plane = 'ambient' | 'sidecar' | 'none' | 'waypoint' | 'gateway';

/** Whoever calls or is called: a pod, or an address outside the cluster. */
export interface End {
  readonly name: string;
  readonly plane: Plane;
  /** Undefined: not a pod. */
  readonly pod?: { readonly namespace: string; readonly labels: Labels; readonly account: string };
  readonly ip?: string;
  /** What it shows where it is asked who it is. */
  readonly identity?: string;
}

export interface Call {
  readonly from: End;
  readonly to: End;
  readonly port: number;
  readonly protocol: 'TCP' | 'UDP';
  readonly via?: { readonly service: Service; readonly port: number };
  readonly http?: { readonly method: string; readonly path: string; readonly host: string; readonly headers: Readonly<Record<string, string>> };
}

const GATEWAY = 'gateway.networking.k8s.io/gateway-name';

/** Pods that are written, and those that istiod makes for a Gateway nobody has written pods for. */
export function podsOf(u: Universe): readonly End[] {
  const gateways = u.objects.filter((o): o is Gateway => o.kind === 'Gateway');
  const workloads = u.objects.filter((o): o is Workload => o.kind === 'Pod');
  const written = workloads.map((w) => {
    const { labels, serviceAccountName, ip } = w.pod;
    return pod(planeOf(u, w, gateways), w.metadata.namespace!, w.metadata.name, labels, serviceAccountName, ip);
  });
  const isWritten = ({ metadata }: Gateway): boolean => workloads.some((w) => (
    w.metadata.namespace === metadata.namespace && w.pod.labels[GATEWAY] === metadata.name));
  return [...written, ...gateways.filter((g) => !isWritten(g)).map((g) => {
    const { name, namespace } = g.metadata;
    const isWaypoint = g.spec.gatewayClassName === 'istio-waypoint';
    const account = isWaypoint ? name : `${name}-istio`;
    return pod(isWaypoint ? 'waypoint' : 'gateway', namespace!, account, { [GATEWAY]: name }, account);
  })];
}

function pod(plane: Plane, namespace: string, name: string, labels: Labels, account: string, ip?: string): End {
  return {
    name: `${namespace}/${name}`,
    plane,
    pod: { namespace, labels, account },
    ...(ip === undefined ? {} : { ip }),
    ...(plane === 'none' ? {} : { identity: `cluster.local/ns/${namespace}/sa/${account}` }),
  };
}

/** Injection comes first: istio-cni leaves pods with a sidecar alone. */
function planeOf(u: Universe, { metadata, pod: { labels } }: Workload, gateways: readonly Gateway[]): Plane {
  const gateway = gateways.find((g) => g.metadata.namespace === metadata.namespace && g.metadata.name === labels[GATEWAY]);
  if (gateway !== undefined) return gateway.spec.gatewayClassName === 'istio-waypoint' ? 'waypoint' : 'gateway';
  const namespace = labelsOf(u, metadata.namespace!);
  if (namespace['istio-injection'] === 'enabled' && labels['sidecar.istio.io/inject'] !== 'false') return 'sidecar';
  return (labels['istio.io/dataplane-mode'] ?? namespace['istio.io/dataplane-mode']) === 'ambient' ? 'ambient' : 'none';
}
