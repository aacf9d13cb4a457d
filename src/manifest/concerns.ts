/**
 * Kinds that are not read: those that may change who can call whom, with what they may do, and those that cannot.
 * A kind in neither list is reported as unknown, so a new kind is never taken for harmless.
 */

const PODS = 'runs pods that are not read';
const ROUTES = 'routes traffic';
const POLICY = 'allows or denies traffic by rules that are not evaluated';
const PROXIES = 'changes what proxies do';
export const ENTRY = 'lets traffic into the cluster';
const ENDPOINTS = 'sets the addresses behind a Service by hand';
export const REWRITES = 'may change objects after they are applied';

/** `group/kind` (`/kind` in the core group), or `group/*` for all kinds of a group. */
const CONCERNS: ReadonlyMap<string, string> = new Map(Object.entries({
  '/Endpoints': ENDPOINTS,
  '/ReplicationController': PODS,
  'discovery.k8s.io/EndpointSlice': ENDPOINTS,
  'policy.networking.k8s.io/*': POLICY,
  'gateway.networking.k8s.io/*': ROUTES,
  'gateway.networking.x-k8s.io/*': ROUTES,
  'gateway.envoyproxy.io/*': ROUTES,
  'multicluster.x-k8s.io/*': 'connects clusters',
  'admissionregistration.k8s.io/MutatingAdmissionPolicy': REWRITES,
  'admissionregistration.k8s.io/MutatingAdmissionPolicyBinding': REWRITES,
  'networking.istio.io/Gateway': ENTRY,
  'networking.istio.io/EnvoyFilter': PROXIES,
  'networking.istio.io/ProxyConfig': PROXIES,
  'networking.istio.io/WorkloadEntry': 'adds a workload outside the cluster',
  'networking.istio.io/WorkloadGroup': 'adds workloads outside the cluster',
  'networking.istio.io/*': PROXIES,
  'security.istio.io/*': POLICY,
  'extensions.istio.io/*': PROXIES,
  'install.istio.io/*': 'installs a mesh',
  'sailoperator.io/*': 'installs a mesh',
  'cilium.io/*': POLICY,
  'isovalent.com/*': POLICY,
  'crd.projectcalico.org/*': POLICY,
  'projectcalico.org/*': POLICY,
  'operator.tigera.io/*': 'installs a network',
  'crd.antrea.io/*': POLICY,
  'k8s.ovn.org/*': POLICY,
  'kubeovn.io/*': POLICY,
  'k8s.cni.cncf.io/*': 'gives pods further networks',
  'network.openshift.io/*': POLICY,
  'policy.linkerd.io/*': POLICY,
  'linkerd.io/*': ROUTES,
  'multicluster.linkerd.io/*': 'connects clusters',
  'kuma.io/*': POLICY,
  'consul.hashicorp.com/*': POLICY,
  'auth.consul.hashicorp.com/*': POLICY,
  'k8s.otterize.com/*': POLICY,
  'traefik.io/*': ENTRY,
  'projectcontour.io/*': ENTRY,
  'route.openshift.io/*': ENTRY,
  'apps.openshift.io/*': PODS,
  'serving.knative.dev/*': PODS,
  'kyverno.io/*': REWRITES,
  'mutations.gatekeeper.sh/*': REWRITES,
}));

/** Kinds that carry no access. RBAC is about the Kubernetes API, not about calls between pods. */
const HARMLESS: ReadonlySet<string> = new Set([
  '/Secret', '/PersistentVolume', '/PersistentVolumeClaim', '/ResourceQuota', '/LimitRange', '/Event', '/Node', '/PodTemplate',
  '/ComponentStatus', '/Binding',
  'apps/ControllerRevision',
  'networking.k8s.io/IngressClass', 'networking.k8s.io/IPAddress', 'networking.k8s.io/ServiceCIDR',
  'policy/PodDisruptionBudget', 'policy/PodSecurityPolicy',
  'admissionregistration.k8s.io/ValidatingAdmissionPolicy', 'admissionregistration.k8s.io/ValidatingAdmissionPolicyBinding',
  'rbac.authorization.k8s.io/*', 'apiextensions.k8s.io/*', 'autoscaling/*', 'autoscaling.k8s.io/*', 'storage.k8s.io/*', 'snapshot.storage.k8s.io/*',
  'scheduling.k8s.io/*', 'coordination.k8s.io/*', 'node.k8s.io/*', 'flowcontrol.apiserver.k8s.io/*', 'certificates.k8s.io/*', 'events.k8s.io/*',
  'authentication.k8s.io/*', 'authorization.k8s.io/*', 'resource.k8s.io/*', 'metrics.k8s.io/*',
  'monitoring.coreos.com/PrometheusRule', 'monitoring.coreos.com/ServiceMonitor', 'monitoring.coreos.com/PodMonitor',
  'cert-manager.io/*', 'external-secrets.io/*', 'bitnami.com/*', 'kustomize.config.k8s.io/*',
]);

export interface Concern {
  /** What the kind may do to access; undefined: nothing. */
  readonly text?: string;
  /** The kind is known by its own name, not only by its group. */
  readonly byName: boolean;
}

export function concernOf(group: string, kind: string): Concern {
  for (const [key, byName] of [[`${group}/${kind}`, true], [`${group}/*`, false]] as const) {
    const text = CONCERNS.get(key);
    if (text !== undefined) return { text, byName };
    if (HARMLESS.has(key)) return { byName };
  }
  return { text: 'unknown kind', byName: false };
}
