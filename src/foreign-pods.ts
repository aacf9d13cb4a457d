import type { DataPlane } from './data-plane';
import type { KubernetesService } from './kubernetes-service';
import { certManagerSolver } from './private/foreign/cert-manager';
import { cloudNativePg } from './private/foreign/cloud-native-pg';
import { helmHook } from './private/foreign/helm-hook';
import { foreignPods, type PodsMade } from './private/foreign/pods-made';
import { strimziEntityOperator, strimziKafka } from './private/foreign/strimzi';
import type { ServicePort } from './service-port';
import type { SharedIdentity } from './shared-identity';

/** Description of pods that this App does not create: how to select them, and where they listen. */
export interface ForeignPodsSpec {
  /** Name of whatever creates the pods, `cert-manager`, shown in every report. Errors: `wrong-type`. */
  readonly madeBy: string;

  /** Labels that these pods carry and no other pods of the namespace do. Errors: `invalid-label`, `empty-selector`. */
  readonly podLabels: Record<string, string>;

  /**
   * Ports that the pods listen on and that none of `services` leads to. Grants name them by target port.
   *
   * @default - none
   */
  readonly ports?: ServicePort[];

  /**
   * Kubernetes Services, by name, that somebody else creates for the pods. They are not emitted. A caller with a sidecar can reach the pods
   * only through these.
   *
   * @default - none that is known by name
   */
  readonly services?: KubernetesService[];

  /**
   * ServiceAccount that the pods run under, which is their identity if they take part in the mesh. It is not emitted.
   *
   * @default 'default'
   */
  readonly serviceAccountName?: string;

  /**
   * Data plane of the pods.
   *
   * @default - the namespace's
   */
  readonly dataPlane?: DataPlane;

  /**
   * Whether the pods belong to a Job, which must end. With a sidecar they end only if it is a native one (`job-never-ends`).
   *
   * @default false
   */
  readonly finish?: boolean;
}

/** Options of pods that an operator manages. */
export interface OperatedPodsOptions {
  /**
   * Data plane of the pods: `NONE`, or `AMBIENT` together with the operator. Sidecars are refused (`unsupported-data-plane`): these pods dial
   * each other by address, which their Sidecar would refuse.
   *
   * @default DataPlane.NONE
   */
  readonly dataPlane?: DataPlane;
}

/** Options of a CloudNativePG cluster. */
export interface CloudNativePgOptions extends OperatedPodsOptions {
  /**
   * Namespace of the operator.
   *
   * @default 'cnpg-system'
   */
  readonly operatorNamespace?: string;
}

/** Options of a Strimzi Kafka cluster. */
export interface StrimziKafkaOptions extends OperatedPodsOptions {
  /** Namespace of the cluster operator. Errors: `invalid-name`. */
  readonly operatorNamespace: string;

  /** Ports of the cluster's internal listeners (`spec.kafka.listeners`). Errors: `empty-list`, `invalid-port`. */
  readonly listeners: number[];

  /**
   * Whether brokers query the API server for their node, as they do with rack awareness or a NodePort listener.
   *
   * @default false
   */
  readonly callsApiServer?: boolean;
}

/** Options of a Helm chart's hook. */
export interface HelmHookOptions {
  /**
   * ServiceAccount that the hook runs under.
   *
   * @default 'default'
   */
  readonly serviceAccountName?: string;

  /**
   * Whether the hook calls the API server, as `kubectl` does.
   *
   * @default false
   */
  readonly callsApiServer?: boolean;

  /**
   * Data plane of the hook's pods.
   *
   * @default - the namespace's
   */
  readonly dataPlane?: DataPlane;
}

/**
 * A kind of pods that run in a namespace although nobody there declares them, for `MeshNamespace.addForeignPods`.
 *
 * The predefined kinds know from their makers' sources which labels the pods carry, where they listen, and which access they cannot work
 * without. Declare other callers as for any service. Not guaranteed: other objects that an operator creates are not seen, so a NetworkPolicy
 * of its own opens whatever it opens.
 */
export class ForeignPods {
  /** Pods as described by the caller. */
  public static of(spec: ForeignPodsSpec): ForeignPods {
    return new ForeignPods(foreignPods(spec));
  }

  /**
   * The pods with which cert-manager answers HTTP-01 challenges, on port 8089. Allow whatever receives requests from outside, that is the
   * ingress gateway, to call them. They opt out of injection, and are ambient in an ambient namespace.
   *
   * @see https://cert-manager.io/docs/configuration/acme/http01/
   */
  public static certManagerSolver(): ForeignPods {
    return new ForeignPods(certManagerSolver());
  }

  /**
   * The instances of a CloudNativePG PostgreSQL cluster (1.28 or later), and the jobs that create them. Granted: calls between the instances
   * on 5432 and 8000, calls to the API server, and the operator's calls on 5432 and 8000. Metrics are on 9187; the Services are
   * `<cluster>-rw`, `-ro` and `-r`.
   *
   * With `DataPlane.NONE` the Cluster must pass labels to its pods: `inheritedMetadata` with the labels `istio.io/dataplane-mode: none` and
   * `sidecar.istio.io/inject: "false"`.
   *
   * @param cluster Name of the Cluster. Errors: `invalid-name`.
   * @see https://cloudnative-pg.io/docs/current/networking/
   */
  public static cloudNativePg(cluster: string, options?: CloudNativePgOptions): ForeignPods {
    return new ForeignPods(cloudNativePg(cluster, options));
  }

  /**
   * The nodes of a Strimzi Kafka cluster. Granted: calls between the nodes on 9090 and 9091, and the operator's calls on 9090, 9091 and 8443.
   * Metrics are on 9404; the Services are `<cluster>-kafka-bootstrap` and `<cluster>-kafka-brokers`.
   *
   * The operator creates NetworkPolicies of its own, which open listeners and metrics to everybody unless that is switched off:
   * `STRIMZI_NETWORK_POLICY_GENERATION=false`.
   *
   * @param cluster Name of the Kafka. Errors: `invalid-name`.
   * @see https://strimzi.io/docs/operators/latest/deploying#con-securing-kafka-access-network-policies-str
   */
  public static strimziKafka(cluster: string, options: StrimziKafkaOptions): ForeignPods {
    return new ForeignPods(strimziKafka(cluster, options));
  }

  /** The entity operator of a Strimzi Kafka cluster, which calls the API server. Allow it to call the brokers on 9091. */
  public static strimziEntityOperator(cluster: string, options?: OperatedPodsOptions): ForeignPods {
    return new ForeignPods(strimziEntityOperator(cluster, options));
  }

  /**
   * The pods of a Helm hook's Job, selected by the name of the Job. Nobody calls them.
   *
   * @param job Name of the Job. Errors: `invalid-name`.
   * @see https://helm.sh/docs/topics/charts_hooks/
   */
  public static helmHook(job: string, options?: HelmHookOptions): ForeignPods {
    return new ForeignPods(helmHook(job, options));
  }

  private constructor(
    /** @internal */
    public readonly _made: PodsMade,
  ) {}
}

/** Options of `MeshNamespace.addForeignPods`: why the pods are admitted, and who is responsible. */
export interface ForeignPodsOptions {
  /** Why the pods are admitted, shown in every report. Errors: `missing-reason`. */
  readonly reason: string;

  /**
   * Team or person responsible for the pods.
   *
   * @default - the namespace's
   */
  readonly owner?: string;

  /**
   * Why the pods run under the ServiceAccount of services of the namespace, as hooks of a chart often do.
   *
   * @default - the ServiceAccount is not shared
   */
  readonly sharedIdentity?: SharedIdentity;

  /**
   * Name that the policies' names derive from.
   *
   * @default - the construct id
   */
  readonly name?: string;
}
