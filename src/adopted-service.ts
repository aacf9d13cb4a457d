import type { IConstruct } from 'constructs';
import type { CommonServiceProps } from './mesh-service-props';
import type { PortMtls } from './port-mtls';

/** An exception from mutual TLS on a port that an adopted Kubernetes Service leads to. */
export interface AdoptedPort {
  /** Port that the container listens on. Errors: `invalid-port`, at synth `unknown-target-port`. */
  readonly targetPort: number;

  /** The exception. */
  readonly mtls: PortMtls;
}

/** What is said of workloads that are there already; the rest is read from them. */
export interface AdoptedServiceProps extends CommonServiceProps {
  /**
   * The ServiceAccount that the workloads are to run under, if they do not yet: `MeshService.migrateIdentity` says which one they run under
   * now. It is not emitted. Errors: `invalid-name`, at synth `adopted-service-account`.
   *
   * @default - the one that they run under
   */
  readonly serviceAccountName?: string;

  /**
   * The Kubernetes Services in front of the pods, all of them, as the App has them: any construct or `ApiObject` that makes them. Behind
   * a waypoint they must be named, since an AuthorizationPolicy is emitted for each. Errors: `unsupported-service`, at synth
   * `unnamed-kubernetes-service`, `idle-kubernetes-service`.
   *
   * @default - those of the App that select the pods, found when the App is synthesised; none of them is behind a waypoint
   */
  readonly services?: IConstruct[];

  /**
   * Ports on which mutual TLS is not required. What they carry is what their Kubernetes Service says.
   *
   * @default - none
   */
  readonly portMtls?: AdoptedPort[];
}
