import type { DataPlane } from './data-plane';
import type { KubernetesService } from './kubernetes-service';
import { certManagerSolver } from './private/foreign/cert-manager';
import { cloudNativePg } from './private/foreign/cloud-native-pg';
import { helmHook } from './private/foreign/helm-hook';
import { foreignPods, type PodsMade } from './private/foreign/pods-made';
import { strimziEntityOperator, strimziKafka } from './private/foreign/strimzi';
import type { ServicePort } from './service-port';
import type { SharedIdentity } from './shared-identity';

/** Pods that nobody in this App makes: how to tell them, and where they listen. */
export interface ForeignPodsSpec {
  /** Who makes them, `cert-manager`; stands in every report. Errors: `wrong-type`. */
  readonly madeBy: string;

  /** Labels that they carry and no other pods of the namespace. Errors: `invalid-label`, `empty-selector`. */
  readonly podLabels: Record<string, string>;

  /**
   * Ports that the pods listen on and no `services` lead to. Grants name them by their target port.
   *
   * @default - none
   */
  readonly ports?: ServicePort[];

  /**
   * The Kubernetes Services that somebody makes for them, by name. They are not emitted. A caller with a sidecar reaches them by these alone.
   *
   * @default - none that is known by name
   */
  readonly services?: KubernetesService[];

  /**
   * The ServiceAccount that they run under, which is not emitted: their identity, where they take part in the mesh.
   *
   * @default 'default'
   */
  readonly serviceAccountName?: string;

  /**
   * How they take part in the mesh.
   *
   * @default - as their namespace
   */
  readonly dataPlane?: DataPlane;

  /**
   * Whether they are pods of a Job, which must end: with a sidecar only a native one lets them (`job-never-ends`).
   *
   * @default false
   */
  readonly finish?: boolean;
}

/** What pods of an operator are like. */
export interface OperatedPodsOptions {
  /**
   * How the pods take part in the mesh: `NONE`, or `AMBIENT` together with the operator. Sidecars are refused (`unsupported-data-plane`):
   * these pods dial each other by address, which their Sidecar would refuse.
   *
   * @default DataPlane.NONE
   */
  readonly dataPlane?: DataPlane;
}

/** A cluster of CloudNativePG. */
export interface CloudNativePgOptions extends OperatedPodsOptions {
  /**
   * Namespace of the operator.
   *
   * @default 'cnpg-system'
   */
  readonly operatorNamespace?: string;
}

/** A Kafka cluster of Strimzi. */
export interface StrimziKafkaOptions extends OperatedPodsOptions {
  /** Namespace of the cluster operator. Errors: `invalid-name`. */
  readonly operatorNamespace: string;

  /** Ports of its internal listeners (`spec.kafka.listeners`). Errors: `empty-list`, `invalid-port`. */
  readonly listeners: number[];

  /**
   * Whether brokers ask the API server for their node: with rack awareness or a NodePort listener.
   *
   * @default false
   */
  readonly callsApiServer?: boolean;
}

/** A hook of a Helm chart. */
export interface HelmHookOptions {
  /**
   * The ServiceAccount that it runs under.
   *
   * @default 'default'
   */
  readonly serviceAccountName?: string;

  /**
   * Whether it calls the API server, as `kubectl` does.
   *
   * @default false
   */
  readonly callsApiServer?: boolean;

  /**
   * How it takes part in the mesh.
   *
   * @default - as its namespace
   */
  readonly dataPlane?: DataPlane;
}

/**
 * What kind of pods come into a namespace although nobody there makes them, for `MeshNamespace.addForeignPods`.
 *
 * Those of this class know from their makers' sources what they are labelled with, where they listen, and what they cannot do without; who
 * else may call them is said as of any service. What an operator makes beside them is not seen: a NetworkPolicy of its own opens what it opens.
 */
export class ForeignPods {
  /** Pods as described. */
  public static of(spec: ForeignPodsSpec): ForeignPods {
    return new ForeignPods(foreignPods(spec));
  }

  /**
   * The pods by which cert-manager answers HTTP-01 challenges, on port 8089. Whoever takes requests from outside must be allowed to call them:
   * the ingress gateway. They opt out of injection, and are ambient in an ambient namespace.
   *
   * @see https://cert-manager.io/docs/configuration/acme/http01/
   */
  public static certManagerSolver(): ForeignPods {
    return new ForeignPods(certManagerSolver());
  }

  /**
   * The instances of a PostgreSQL cluster of CloudNativePG (1.28 or later), and the jobs that make them. They call each other on 5432 and 8000
   * and the API server, and the operator calls them on 5432 and 8000: all of that is granted. Metrics are on 9187; the Services are
   * `<cluster>-rw`, `-ro` and `-r`.
   *
   * With `DataPlane.NONE` the Cluster must say so to its pods: `inheritedMetadata` with the labels `istio.io/dataplane-mode: none` and
   * `sidecar.istio.io/inject: "false"`.
   *
   * @param cluster Name of the Cluster. Errors: `invalid-name`.
   * @see https://cloudnative-pg.io/docs/current/networking/
   */
  public static cloudNativePg(cluster: string, options?: CloudNativePgOptions): ForeignPods {
    return new ForeignPods(cloudNativePg(cluster, options));
  }

  /**
   * The nodes of a Kafka cluster of Strimzi. They call each other on 9090 and 9091, and the operator calls them on 9090, 9091 and 8443: all of
   * that is granted. Metrics are on 9404; the Services are `<cluster>-kafka-bootstrap` and `<cluster>-kafka-brokers`.
   *
   * The operator writes NetworkPolicies of its own, which open listeners and metrics to everybody unless it is told not to:
   * `STRIMZI_NETWORK_POLICY_GENERATION=false`.
   *
   * @param cluster Name of the Kafka. Errors: `invalid-name`.
   * @see https://strimzi.io/docs/operators/latest/deploying#con-securing-kafka-access-network-policies-str
   */
  public static strimziKafka(cluster: string, options: StrimziKafkaOptions): ForeignPods {
    return new ForeignPods(strimziKafka(cluster, options));
  }

  /** The entity operator of a Kafka cluster of Strimzi, which calls the API server; let the brokers allow it on 9091. */
  public static strimziEntityOperator(cluster: string, options?: OperatedPodsOptions): ForeignPods {
    return new ForeignPods(strimziEntityOperator(cluster, options));
  }

  /**
   * The pods of a hook's Job, known by the name of the Job. Nobody calls them.
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

/** Why pods that nobody declares are let into a namespace. */
export interface ForeignPodsOptions {
  /** Why; stands in every report. Errors: `missing-reason`. */
  readonly reason: string;

  /**
   * Who answers for it.
   *
   * @default - as of the namespace
   */
  readonly owner?: string;

  /**
   * Why they run under the ServiceAccount of services of the namespace, as hooks of a chart often do.
   *
   * @default - they have their ServiceAccount for themselves
   */
  readonly sharedIdentity?: SharedIdentity;

  /**
   * What the policies are named after.
   *
   * @default - the id
   */
  readonly name?: string;
}
