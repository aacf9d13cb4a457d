import type { Weakened } from './manifests';

/**
 * Kinds that are not read: those that may change who can call whom, with what they may do, and those that cannot.
 * A kind in neither list is reported as unknown, so a new kind is never taken for harmless.
 */

interface Known {
  readonly text: string;
  /** As of `UnreadObject`. */
  readonly weakens?: Weakened;
}

export const REWRITES = 'may change objects after they are applied';

const PODS: Known = { text: 'runs pods that are not read', weakens: 'pods' };
/** As those of any operator that is not known: they are taken to have labels of their own. */
const OPERATED: Known = { text: 'its operator runs pods that are not read' };
const ROUTES: Known = { text: 'routes traffic' };
const NOT_EVALUATED = 'allows or denies traffic by rules that are not evaluated';
/** Of another mesh: where that is not the enforcement point it opens nothing. */
const POLICY: Known = { text: NOT_EVALUATED };
/** What adds to NetworkPolicy, or is asked before it. */
const NETWORK: Known = { text: NOT_EVALUATED, weakens: 'network' };
const PROXY_POLICY: Known = { text: NOT_EVALUATED, weakens: 'proxies' };
const PROXIES: Known = { text: 'changes what proxies do', weakens: 'proxies' };
export const ENTRY = 'lets traffic into the cluster';
const ENTERING: Known = { text: ENTRY };
const REWRITING: Known = { text: REWRITES };
const INSTALLS: Known = { text: 'installs a mesh', weakens: 'mesh' };
const CLUSTERS: Known = { text: 'connects clusters' };
const KUSTOMIZE: Known = { text: 'kustomize makes other objects of these files: give what `kustomize build` prints' };

/** `group/kind` (`/kind` in the core group), or `group/*` for all kinds of a group. */
const CONCERNS: ReadonlyMap<string, Known> = new Map(Object.entries({
  '/ReplicationController': PODS,
  'policy.networking.k8s.io/*': NETWORK,
  'gateway.networking.k8s.io/*': ROUTES,
  'gateway.networking.k8s.io/UDPRoute': ROUTES,
  // Of which istiod makes a DestinationRule for every proxy: https://gateway-api.sigs.k8s.io/api-types/backendtlspolicy/
  'gateway.networking.k8s.io/BackendTLSPolicy': { text: 'changes what proxies send to Services', weakens: 'services' },
  'gateway.networking.x-k8s.io/*': ROUTES,
  'gateway.envoyproxy.io/*': ROUTES,
  'multicluster.x-k8s.io/*': CLUSTERS,
  'admissionregistration.k8s.io/MutatingAdmissionPolicy': REWRITING,
  'admissionregistration.k8s.io/MutatingAdmissionPolicyBinding': REWRITING,
  'networking.istio.io/EnvoyFilter': PROXIES,
  'networking.istio.io/ProxyConfig': PROXIES,
  'networking.istio.io/*': PROXIES,
  'security.istio.io/*': PROXY_POLICY,
  'extensions.istio.io/*': PROXIES,
  'install.istio.io/*': INSTALLS,
  'sailoperator.io/*': INSTALLS,
  'cilium.io/*': NETWORK,
  'isovalent.com/*': NETWORK,
  'crd.projectcalico.org/*': NETWORK,
  'projectcalico.org/*': NETWORK,
  'operator.tigera.io/*': { text: 'installs a network' },
  'crd.antrea.io/*': NETWORK,
  'k8s.ovn.org/*': NETWORK,
  'kubeovn.io/*': NETWORK,
  'networking.gke.io/FQDNNetworkPolicy': NETWORK,
  'networking.k8s.aws/*': NETWORK,
  'vpcresources.k8s.aws/SecurityGroupPolicy': NETWORK,
  'k8s.cni.cncf.io/*': { text: 'gives pods further networks' },
  'network.openshift.io/*': NETWORK,
  'policy.linkerd.io/*': POLICY,
  'linkerd.io/*': ROUTES,
  'multicluster.linkerd.io/*': CLUSTERS,
  'kuma.io/*': POLICY,
  'consul.hashicorp.com/*': POLICY,
  'auth.consul.hashicorp.com/*': POLICY,
  'k8s.otterize.com/*': NETWORK,
  'traefik.io/*': ENTERING,
  'projectcontour.io/*': ENTERING,
  'route.openshift.io/*': ENTERING,
  'apps.openshift.io/*': PODS,
  'serving.knative.dev/*': PODS,
  'apps.kruise.io/*': PODS,
  'batch.volcano.sh/*': PODS,
  'jobset.x-k8s.io/*': PODS,
  'leaderworkerset.x-k8s.io/*': PODS,
  'kubevirt.io/*': PODS,
  'ray.io/*': OPERATED,
  'monitoring.coreos.com/Prometheus': OPERATED,
  'monitoring.coreos.com/PrometheusAgent': OPERATED,
  'monitoring.coreos.com/Alertmanager': OPERATED,
  'monitoring.coreos.com/ThanosRuler': OPERATED,
  'kustomize.config.k8s.io/*': KUSTOMIZE,
  'kyverno.io/*': REWRITING,
  'mutations.gatekeeper.sh/*': REWRITING,
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
  'monitoring.coreos.com/Probe', 'monitoring.coreos.com/ScrapeConfig', 'monitoring.coreos.com/AlertmanagerConfig',
  'cert-manager.io/*', 'external-secrets.io/*', 'bitnami.com/*',
]);

export interface Concern {
  /** What the kind may do to access; undefined: nothing. */
  readonly text?: string;
  readonly weakens?: Weakened;
  /** The kind is known by its own name, not only by its group. */
  readonly byName: boolean;
}

/** Beside them, and proxies of its own, their groups have what a network plugin keeps for itself: endpoints, nodes, blocks of addresses. */
const NETWORK_POLICIES = /(?:Policy|Intents|EnvoyConfig|EgressFirewall)$/;

export function concernOf(group: string, kind: string): Concern {
  for (const [key, byName] of [[`${group}/${kind}`, true], [`${group}/*`, false]] as const) {
    const known = CONCERNS.get(key);
    if (known !== undefined) return known.weakens === 'network' && !NETWORK_POLICIES.test(kind) ? { text: known.text, byName } : { ...known, byName };
    if (HARMLESS.has(key)) return { byName };
  }
  return { text: group === '' ? 'unknown kind' : `unknown kind of \`${group}\``, byName: false };
}
