/**
 * The Kubernetes and Istio objects we write and read, with the field names of their APIs.
 *
 * Narrow on purpose: a key that is not here cannot be written by a renderer, and the reader refuses it.
 */

import type { EndpointSlice, Endpoints, WorkloadEntry, WorkloadEntrySpec, WorkloadGroup } from './endpoint-kinds';
import type { GatewayRoute, IstioGateway, ReferenceGrant, VirtualService } from './route-kinds';
import type { JwtRule } from './validate/jwt-rule';

export type Labels = Readonly<Record<string, string>>;
export type Protocol = 'TCP' | 'UDP' | 'SCTP';

export interface Metadata {
  readonly name: string;
  readonly namespace?: string;
  readonly labels?: Labels;
  readonly annotations?: Labels;
  /** Of an object read from a cluster: what decides where the oldest wins. */
  readonly creationTimestamp?: string;
  /** Who made it, in a cluster. */
  readonly ownerReferences?: readonly { readonly kind: string; readonly name: string }[];
}

export interface AnyObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: Metadata;
}

interface Kind<A extends string, K extends string> extends AnyObject {
  readonly apiVersion: A;
  readonly kind: K;
}

// ---------------------------------------------------------------------------------------------- core/v1, apps/v1, batch/v1

export interface Namespace extends Kind<'v1', 'Namespace'> {}

export interface ServiceAccount extends Kind<'v1', 'ServiceAccount'> {
  readonly automountServiceAccountToken?: boolean;
}

export interface ServicePortSpec {
  readonly name?: string;
  readonly port: number;
  readonly targetPort?: number | string;
  readonly protocol?: Protocol;
  readonly appProtocol?: string;
}

export interface ServiceSpec {
  readonly type?: 'ClusterIP' | 'NodePort' | 'LoadBalancer' | 'ExternalName';
  readonly clusterIP?: string;
  readonly externalName?: string;
  readonly externalIPs?: readonly string[];
  readonly externalTrafficPolicy?: 'Cluster' | 'Local' | '';
  /** Who makes the load balancer. */
  readonly loadBalancerClass?: string;
  readonly selector?: Labels;
  readonly ports?: readonly ServicePortSpec[];
}

export interface Service extends Kind<'v1', 'Service'> {
  readonly spec: ServiceSpec;
}

/** How a kubelet asks a container. `exec` runs in the container; the others come over the network. */
export interface ProbeFacts {
  readonly kind: 'exec' | 'grpc' | 'http' | 'tcp';
  /** Of the pod; undefined: `exec`, or a name that the container's ports do not have. */
  readonly port?: number;
  /** Of `http`, without query. */
  readonly path?: string;
}

/** What we read of a pod template; everything else in it is the user's and is kept out of the way. */
export interface PodFacts {
  readonly labels: Labels;
  readonly annotations: Labels;
  readonly serviceAccountName: string;
  readonly hostNetwork: boolean;
  /** In the order in which Kubernetes looks names up: containers, then sidecars (`initContainers` with `restartPolicy: Always`). */
  readonly containerPorts: readonly { readonly name?: string; readonly containerPort: number; readonly protocol: Protocol }[];
  /** Left out: none. */
  readonly probes?: readonly ProbeFacts[];
  /** Names of those that end before the containers start; left out: none. */
  readonly initContainers?: readonly string[];
  /** Ports of its node that lead to it; left out: none. */
  readonly hostPorts?: readonly number[];
  /** A container that runs as the user or group of the sidecar, whose connections no sidecar gets to see; left out: none. */
  readonly asProxy?: string;
  /** A container under a name of the injector's, with more of its own than the injector takes over unseen; left out: none. */
  readonly ownProxy?: string;
  /** One of the containers runs `proxy router`, as in gateways that nothing injects; left out: none. */
  readonly isRouter?: boolean;
  /** One of the containers runs `proxy waypoint`, as in the pods that istiod deploys for a waypoint; left out: none. */
  readonly isWaypoint?: boolean;
  readonly ip?: string;
}

export const WORKLOAD_KINDS = ['Pod', 'Deployment', 'ReplicaSet', 'StatefulSet', 'DaemonSet', 'Job', 'CronJob', 'Rollout'] as const;
export type WorkloadKind = typeof WORKLOAD_KINDS[number];

/** Where a workload without a template of its own takes its pods from, in its namespace. */
export interface WorkloadReference {
  readonly kind: 'Deployment' | 'ReplicaSet';
  readonly name: string;
}

export interface Workload extends Kind<string, WorkloadKind> {
  /** Of a Rollout; `pod` and `selector` are then what that one has. Left out: they are its own. */
  readonly workloadRef?: WorkloadReference;
  readonly pod: PodFacts;
  /** `matchLabels` of what it selects its pods by, which cannot be changed; left out: none, as of a Pod, Job or CronJob. */
  readonly selector?: Labels;
}

// ---------------------------------------------------------------------------------------------- networking.k8s.io/v1

export interface LabelSelector {
  readonly matchLabels?: Labels;
  readonly matchExpressions?: readonly {
    readonly key: string;
    readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';
    readonly values?: readonly string[];
  }[];
}

export interface IpBlock {
  readonly cidr: string;
  readonly except?: readonly string[];
}

export interface NetworkPolicyPeer {
  readonly podSelector?: LabelSelector;
  readonly namespaceSelector?: LabelSelector;
  readonly ipBlock?: IpBlock;
}

export interface NetworkPolicyPort {
  readonly protocol?: Protocol;
  readonly port?: number | string;
  readonly endPort?: number;
}

export interface NetworkPolicyIngressRule {
  readonly from?: readonly NetworkPolicyPeer[];
  readonly ports?: readonly NetworkPolicyPort[];
}

export interface NetworkPolicyEgressRule {
  readonly to?: readonly NetworkPolicyPeer[];
  readonly ports?: readonly NetworkPolicyPort[];
}

export interface NetworkPolicySpec {
  readonly podSelector: LabelSelector;
  readonly policyTypes?: readonly ('Ingress' | 'Egress')[];
  readonly ingress?: readonly NetworkPolicyIngressRule[];
  readonly egress?: readonly NetworkPolicyEgressRule[];
}

export interface IngressBackend {
  /** Left out: something else than a Service. */
  readonly service?: { readonly name: string; readonly port?: { readonly name?: string; readonly number?: number } };
}

/** Which Services it leads to; whom it lets in is read by nobody here. */
export interface Ingress extends Kind<'networking.k8s.io/v1', 'Ingress'> {
  readonly spec?: {
    readonly defaultBackend?: IngressBackend;
    readonly rules?: readonly { readonly http?: { readonly paths: readonly { readonly backend: IngressBackend }[] } }[];
  };
}

export interface NetworkPolicy extends Kind<'networking.k8s.io/v1', 'NetworkPolicy'> {
  readonly spec: NetworkPolicySpec;
}

// ---------------------------------------------------------------------------------------------- security.istio.io/v1

export interface WorkloadSelector {
  readonly matchLabels?: Labels;
}

export interface TargetRef {
  readonly group?: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
}

export type MutualTlsMode = 'UNSET' | 'DISABLE' | 'PERMISSIVE' | 'STRICT';

export interface PeerAuthenticationSpec {
  readonly selector?: WorkloadSelector;
  readonly mtls?: { readonly mode?: MutualTlsMode };
  readonly portLevelMtls?: Readonly<Record<string, { readonly mode?: MutualTlsMode }>>;
}

export interface PeerAuthentication extends Kind<'security.istio.io/v1', 'PeerAuthentication'> {
  readonly spec: PeerAuthenticationSpec;
}

/** `AuthorizationPolicy.spec.rules[].from[].source`. Values are OR-ed within a field, fields are AND-ed. */
export interface Source {
  readonly principals?: readonly string[];
  readonly notPrincipals?: readonly string[];
  readonly requestPrincipals?: readonly string[];
  readonly notRequestPrincipals?: readonly string[];
  readonly namespaces?: readonly string[];
  readonly notNamespaces?: readonly string[];
  readonly serviceAccounts?: readonly string[];
  readonly notServiceAccounts?: readonly string[];
  readonly trustDomains?: readonly string[];
  readonly notTrustDomains?: readonly string[];
  readonly ipBlocks?: readonly string[];
  readonly notIpBlocks?: readonly string[];
  readonly remoteIpBlocks?: readonly string[];
  readonly notRemoteIpBlocks?: readonly string[];
}

/** `AuthorizationPolicy.spec.rules[].to[].operation`. */
export interface Operation {
  readonly hosts?: readonly string[];
  readonly notHosts?: readonly string[];
  readonly ports?: readonly string[];
  readonly notPorts?: readonly string[];
  readonly methods?: readonly string[];
  readonly notMethods?: readonly string[];
  readonly paths?: readonly string[];
  readonly notPaths?: readonly string[];
}

export interface Condition {
  readonly key: string;
  readonly values?: readonly string[];
  readonly notValues?: readonly string[];
}

export interface Rule {
  readonly from?: readonly { readonly source: Source }[];
  readonly to?: readonly { readonly operation: Operation }[];
  readonly when?: readonly Condition[];
}

export interface AuthorizationPolicySpec {
  readonly selector?: WorkloadSelector;
  readonly targetRef?: TargetRef;
  readonly targetRefs?: readonly TargetRef[];
  readonly action?: 'ALLOW' | 'DENY' | 'AUDIT' | 'CUSTOM';
  readonly provider?: { readonly name?: string };
  readonly rules?: readonly Rule[];
}

export interface AuthorizationPolicy extends Kind<'security.istio.io/v1', 'AuthorizationPolicy'> {
  readonly spec: AuthorizationPolicySpec;
}

/** Read so that nothing is overlooked; decisions that depend on it are undetermined. */
export interface RequestAuthentication extends Kind<'security.istio.io/v1', 'RequestAuthentication'> {
  readonly spec: {
    readonly selector?: WorkloadSelector;
    readonly targetRef?: TargetRef;
    readonly targetRefs?: readonly TargetRef[];
    readonly jwtRules?: readonly JwtRule[];
  };
}

// ---------------------------------------------------------------------------------------------- networking.istio.io/v1

export interface SidecarEgress {
  readonly port?: { readonly number?: number; readonly protocol?: string; readonly name?: string };
  readonly bind?: string;
  readonly captureMode?: 'DEFAULT' | 'IPTABLES' | 'NONE';
  readonly hosts: readonly string[];
}

export interface SidecarSpec {
  readonly workloadSelector?: { readonly labels?: Labels };
  readonly ingress?: readonly Readonly<Record<string, unknown>>[];
  readonly egress?: readonly SidecarEgress[];
  readonly outboundTrafficPolicy?: { readonly mode?: 'REGISTRY_ONLY' | 'ALLOW_ANY'; readonly egressProxy?: Readonly<Record<string, unknown>> };
  readonly inboundConnectionPool?: Readonly<Record<string, unknown>>;
}

export interface Sidecar extends Kind<'networking.istio.io/v1', 'Sidecar'> {
  readonly spec: SidecarSpec;
}

export interface ServiceEntryPort {
  readonly number: number;
  readonly name: string;
  readonly protocol?: string;
  readonly targetPort?: number;
}

export interface ServiceEntrySpec {
  readonly hosts: readonly string[];
  readonly addresses?: readonly string[];
  readonly ports?: readonly ServiceEntryPort[];
  readonly location?: 'MESH_EXTERNAL' | 'MESH_INTERNAL';
  readonly resolution?: 'NONE' | 'STATIC' | 'DNS' | 'DNS_ROUND_ROBIN' | 'DYNAMIC_DNS';
  readonly endpoints?: readonly WorkloadEntrySpec[];
  readonly workloadSelector?: { readonly labels?: Labels };
  readonly exportTo?: readonly string[];
  readonly subjectAltNames?: readonly string[];
}

export interface ServiceEntry extends Kind<'networking.istio.io/v1', 'ServiceEntry'> {
  readonly spec: ServiceEntrySpec;
}

/** Of a DestinationRule only the client TLS mode matters here. */
export interface DestinationRule extends Kind<'networking.istio.io/v1', 'DestinationRule'> {
  readonly spec: Readonly<Record<string, unknown>> & { readonly host: string };
}

// ---------------------------------------------------------------------------------------------- telemetry.istio.io/v1

export interface TelemetryAccessLog {
  readonly match?: { readonly mode?: 'CLIENT_AND_SERVER' | 'CLIENT' | 'SERVER' };
  readonly providers?: readonly { readonly name: string }[];
  readonly disabled?: boolean;
  readonly filter?: { readonly expression?: string };
}

export interface TelemetryMetricsOverride {
  readonly match?: { readonly metric?: string; readonly customMetric?: string; readonly mode?: 'CLIENT_AND_SERVER' | 'CLIENT' | 'SERVER' };
  readonly disabled?: boolean;
  readonly tagOverrides?: Readonly<Record<string, { readonly operation?: 'UPSERT' | 'REMOVE'; readonly value?: string }>>;
}

export interface TelemetryMetrics {
  readonly providers?: readonly { readonly name: string }[];
  readonly overrides?: readonly TelemetryMetricsOverride[];
  readonly reportingInterval?: string;
}

/** What proxies record; of traces nothing is asked. */
export interface Telemetry extends Kind<'telemetry.istio.io/v1', 'Telemetry'> {
  readonly spec: {
    readonly selector?: WorkloadSelector;
    readonly targetRef?: TargetRef;
    readonly targetRefs?: readonly TargetRef[];
    readonly accessLogging?: readonly TelemetryAccessLog[];
    readonly metrics?: readonly TelemetryMetrics[];
    readonly tracing?: readonly unknown[];
  };
}

// ---------------------------------------------------------------------------------------------- gateway.networking.k8s.io/v1

export interface GatewayListener {
  readonly name: string;
  readonly hostname?: string;
  readonly port: number;
  /** `HBONE` is Istio's own, of waypoints. */
  readonly protocol: string;
  /** Left out, `from` is `Same`: a waypoint then serves the Services of its own namespace only. */
  readonly allowedRoutes?: {
    readonly namespaces?: { readonly from?: 'All' | 'Selector' | 'Same' | 'None'; readonly selector?: LabelSelector };
    readonly kinds?: readonly { readonly group?: string; readonly kind: string }[];
  };
  readonly tls?: Readonly<Record<string, unknown>>;
}

export interface GatewaySpec {
  readonly gatewayClassName: string;
  readonly listeners: readonly GatewayListener[];
  readonly addresses?: readonly Readonly<Record<string, unknown>>[];
  readonly infrastructure?: {
    readonly labels?: Labels;
    readonly annotations?: Labels;
    readonly parametersRef?: { readonly group: string; readonly kind: string; readonly name: string };
  };
}

/** A proxy that istiod deploys: a gateway, or (class `istio-waypoint`) a waypoint. */
export interface Gateway extends Kind<'gateway.networking.k8s.io/v1', 'Gateway'> {
  readonly spec: GatewaySpec;
}

/** Istio has a kind of that name, too. */
export function isGatewayApi(object: KnownObject): object is Gateway {
  return object.kind === 'Gateway' && object.apiVersion.startsWith('gateway.networking.k8s.io/');
}

// ---------------------------------------------------------------------------------------------- core/v1 again

/** Written for what istiod deploys for a Gateway; read as it is. */
export interface ConfigMap extends Kind<'v1', 'ConfigMap'> {
  readonly data?: Readonly<Record<string, string>>;
}

// ---------------------------------------------------------------------------------------------- admissionregistration.k8s.io/v1

export interface WebhookClientConfig {
  /** Outside the cluster, or anywhere. */
  readonly url?: string;
  readonly service?: { readonly namespace: string; readonly name: string; readonly path?: string; readonly port?: number };
}

/** Whom the API server asks; which requests it asks about is read by nobody here. */
export interface AdmissionWebhook {
  readonly name: string;
  readonly clientConfig: WebhookClientConfig;
  /** Left out: `Fail`. */
  readonly failurePolicy?: 'Fail' | 'Ignore';
}

export const WEBHOOK_KINDS = ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'] as const;

export interface WebhookConfiguration extends Kind<'admissionregistration.k8s.io/v1', typeof WEBHOOK_KINDS[number]> {
  readonly webhooks?: readonly AdmissionWebhook[];
}

// ---------------------------------------------------------------------------------------------- apiextensions.k8s.io/v1

export interface CustomResourceDefinition extends Kind<'apiextensions.k8s.io/v1', 'CustomResourceDefinition'> {
  readonly spec: {
    readonly conversion?: {
      readonly strategy: 'None' | 'Webhook';
      readonly webhook?: { readonly clientConfig?: WebhookClientConfig };
    };
  };
}

// ---------------------------------------------------------------------------------------------- apiregistration.k8s.io/v1

export interface APIService extends Kind<'apiregistration.k8s.io/v1', 'APIService'> {
  readonly spec: {
    /** Left out: the API server serves it itself. */
    readonly service?: { readonly namespace: string; readonly name: string; readonly port?: number };
  };
}

export type KnownObject
  = | Namespace | ConfigMap | Gateway | IstioGateway | ReferenceGrant | ServiceAccount | Service | Workload | NetworkPolicy
    | PeerAuthentication | AuthorizationPolicy | RequestAuthentication
    | Sidecar | ServiceEntry | DestinationRule | VirtualService | GatewayRoute | Telemetry | WebhookConfiguration
    | CustomResourceDefinition | APIService | Ingress
    | EndpointSlice | Endpoints | WorkloadEntry | WorkloadGroup;
