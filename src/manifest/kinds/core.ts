import type { Kind, Labels, Protocol } from './object';

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
  /** With a second family; the first is `clusterIP`. */
  readonly clusterIPs?: readonly string[];
  readonly externalName?: string;
  readonly externalIPs?: readonly string[];
  readonly externalTrafficPolicy?: 'Cluster' | 'Local' | '';
  readonly internalTrafficPolicy?: 'Cluster' | 'Local';
  /** Who makes the load balancer. */
  readonly loadBalancerClass?: string;
  /** Of whom it takes clients; left out or empty: of everybody. */
  readonly loadBalancerSourceRanges?: readonly string[];
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
  /** As it runs in a cluster, so that all that is injected is there; left out: nobody knows. */
  readonly runs?: boolean;
  /** All of its containers have ended for good, so that nobody is there; left out: not so. */
  readonly ended?: boolean;
  /** With `ip`, of a pod that has an address of each family; left out: it has one. */
  readonly ips?: readonly string[];
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
  /** The equalities of what it selects its pods by, which cannot be changed; left out: none, as of a Pod, Job or CronJob. */
  readonly selector?: Labels;
}

/** Written for what istiod deploys for a Gateway; read as it is. */
export interface ConfigMap extends Kind<'v1', 'ConfigMap'> {
  readonly data?: Readonly<Record<string, string>>;
}
