import type { ApiServerCall } from '../manifest';
import type { Labels } from '../model/model';

export type Transport = 'TCP' | 'UDP' | 'SCTP';

/** A workload of the App, read back from whatever made it. */
export interface WorkloadFact {
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
  /** Of its pods. */
  readonly labels: Labels;
  /** Of its pods. */
  readonly annotations: Labels;
  /** `default` where none is given, as Kubernetes has it. */
  readonly serviceAccountName: string;
  readonly hostNetwork: boolean;
  /** Construct path of the object. */
  readonly construct: string;
  /** Construct path of the workload whose pods a Rollout has; left out: its own. */
  readonly podsOf?: string;
  /** What it selects its pods by; left out: a Pod, Job or CronJob. */
  readonly selector?: Labels;
  /** Of its containers, in the order in which Kubernetes looks names up; left out: none. */
  readonly containerPorts?: readonly { readonly name?: string; readonly containerPort: number; readonly protocol: Transport }[];
  /** Left out: none. */
  readonly probes?: readonly { readonly kind: 'exec' | 'grpc' | 'http' | 'tcp'; readonly port?: number }[];
}

/** A Kubernetes Service of the App that no construct of ours wrote. */
export interface KubernetesServiceFact {
  readonly namespace: string;
  readonly name: string;
  readonly construct: string;
  readonly labels: Labels;
  readonly annotations: Labels;
  readonly headless: boolean;
  /** Empty: its endpoints are somebody else's. */
  readonly selector: Labels;
  readonly ports: readonly {
    readonly name?: string;
    readonly port: number;
    readonly targetPort: number | string;
    readonly protocol: Transport;
    readonly appProtocol?: string;
  }[];
}

/** A Kubernetes Service that an object of the App has the API server call. */
export interface ApiServerCallFact extends ApiServerCall {
  /** Construct path of the object. */
  readonly construct: string;
}

/** What else is in the App: what declared services adopt, and are held against. */
export interface AppFacts {
  readonly workloads: readonly WorkloadFact[];
  readonly kubernetesServices: readonly KubernetesServiceFact[];
  /** Left out: none. */
  readonly apiServerCalls?: readonly ApiServerCallFact[];
  /** Construct paths of those that are not understood, which is an error of its own; left out: none. */
  readonly unread?: readonly string[];
}

export function workloadName({ kind, name, namespace }: Pick<WorkloadFact, 'kind' | 'name' | 'namespace'>): string {
  return `${kind} ${namespace}/${name}`;
}
