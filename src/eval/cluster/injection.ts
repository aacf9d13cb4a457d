import type { Labels, PodFacts, WorkloadKind } from '../../manifest/kinds';
import type { DataPlane, MeshSettings } from '../types';
import { GATEWAY_NAME } from './gateways';

/** Never injected, whatever their labels: `IgnoredNamespaces` of the injector. */
const SYSTEM_NAMESPACES = ['kube-system', 'kube-public', 'kube-node-lease', 'local-path-storage'];

const NAMESPACE_INJECTION = 'istio-injection';
const REVISION = 'istio.io/rev';
const POD_INJECTION = 'sidecar.istio.io/inject';
const STATUS = 'sidecar.istio.io/status';
const TEMPLATES = 'inject.istio.io/templates';
const DATAPLANE_MODE = 'istio.io/dataplane-mode';
const REDIRECTION = 'ambient.istio.io/redirection';
const PENDING = 'pending';

/**
 * The data plane of a pod, as the sidecar injector and istio-cni would decide it. `namespaceLabels` undefined: its Namespace is not in
 * the manifests, and where the pod does not say it either, nothing is known.
 *
 * https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/#controlling-the-injection-policy,
 * https://github.com/istio/istio/blob/master/manifests/charts/istio-control/istio-discovery/templates/mutatingwebhook.yaml
 */
export function dataPlaneOf(
  pod: PodFacts, kind: WorkloadKind, namespace: string, namespaceLabels: Labels | undefined, settings: MeshSettings,
): DataPlane {
  if (!settings.mesh) return 'none';
  // https://github.com/istio/istio/blob/master/manifests/charts/gateways/istio-ingress/templates/deployment.yaml: such gateways refuse injection.
  if (pod.labels[GATEWAY_NAME] !== undefined || pod.isRouter) return 'gateway';
  if (kind === 'Pod' && pod.annotations[STATUS] !== undefined) return 'sidecar';
  // What runs without either note has started before its namespace asked for it, or while nobody was there to do it.
  if (kind === 'Pod' && pod.runs === true) return enrolled(pod);
  const injected = isInjected(pod, namespace, namespaceLabels, settings);
  if (injected === 'sidecar') return pod.annotations[TEMPLATES]?.split(',').includes('gateway') ? 'gateway' : 'sidecar';
  return isRedirected(pod, namespace, namespaceLabels, settings) ? 'ambient' : injected;
}

/**
 * Of a pod that runs: istio-cni notes what it has done, and istiod goes by the note alone.
 *
 * https://github.com/istio/istio/blob/master/cni/pkg/util/podutil.go (`PodFullyEnrolled`),
 * https://github.com/istio/istio/blob/master/pilot/pkg/serviceregistry/ambient/workloads.go (`setTunnelProtocol`)
 */
function enrolled({ annotations, hostNetwork }: PodFacts): DataPlane {
  switch (hostNetwork ? undefined : annotations[REDIRECTION]) {
    case 'enabled': return 'ambient';
    case PENDING: return 'unknown';
    default: return 'none';
  }
}

/** What a pod that runs would be if it started now; undefined: the same. */
export function missedPlane(
  pod: PodFacts, kind: WorkloadKind, namespace: string, namespaceLabels: Labels | undefined, settings: MeshSettings,
): 'sidecar' | 'ambient' | 'pending' | undefined {
  if (pod.runs !== true) return undefined;
  const [is, asked] = [pod, { ...pod, runs: false }].map((p) => dataPlaneOf(p, kind, namespace, namespaceLabels, settings));
  if (is === asked || is === 'ambient') return undefined;
  if (is === 'unknown') return pod.annotations[REDIRECTION] === PENDING ? 'pending' : undefined;
  return asked === 'sidecar' || asked === 'ambient' ? asked : undefined;
}

/** https://github.com/istio/istio/blob/master/manifests/charts/istio-cni/values.yaml (`enablementSelectors`, `excludeNamespaces`) */
function isRedirected({ labels, hostNetwork }: PodFacts, namespace: string, namespaceLabels: Labels | undefined, settings: MeshSettings): boolean {
  const ofNamespace = namespaceLabels?.[DATAPLANE_MODE] ?? (namespaceLabels === undefined ? settings.namespaceDataPlanes?.[namespace] : undefined);
  const own = labels[DATAPLANE_MODE];
  return !hostNetwork && namespace !== 'kube-system' && (own === 'ambient' || (own !== 'none' && ofNamespace === 'ambient'));
}

function isInjected(pod: PodFacts, namespace: string, namespaceLabels: Labels | undefined, settings: MeshSettings): 'sidecar' | 'none' | 'unknown' {
  // The label is preferred to the annotation of the same name; the annotation alone can only say no.
  const asked = pod.labels[POD_INJECTION] ?? pod.annotations[POD_INJECTION];
  if (pod.hostNetwork || asked === 'false' || SYSTEM_NAMESPACES.includes(namespace)) return 'none';
  if (namespaceLabels === undefined) {
    const stated = settings.namespaceDataPlanes?.[namespace];
    if (stated === 'sidecar' || (stated !== 'none' && pod.labels[POD_INJECTION] === 'true')) return 'sidecar';
    return stated === undefined ? 'unknown' : 'none';
  }
  const policy = namespaceLabels[NAMESPACE_INJECTION];
  // Any other value matches no webhook: those that go by revision or by pod want the label not to be there.
  if (policy !== undefined) return policy === 'enabled' ? 'sidecar' : 'none';
  if (namespaceLabels[REVISION] !== undefined) return 'sidecar';
  return pod.labels[POD_INJECTION] === 'true' || pod.labels[REVISION] !== undefined ? 'sidecar' : 'none';
}
