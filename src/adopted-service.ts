import type { IConstruct } from 'constructs';
import type { CommonServiceProps } from './mesh-service-props';
import type { PortMtls } from './port-mtls';

/** A port of an adopted Kubernetes Service with an exception from mutual TLS. */
export interface AdoptedPort {
  /** Port that the container listens on. Errors: `invalid-port`, at synth `unknown-target-port`. */
  readonly targetPort: number;

  /** The exception from mutual TLS. */
  readonly mtls: PortMtls;
}

/** Properties of a service made from existing workloads; everything else is read from the workloads. */
export interface AdoptedServiceProps extends CommonServiceProps {
  /**
   * ServiceAccount that the workloads should run under, if they do not yet; `MeshService.migrateIdentity` names the one they run under now.
   * It is not emitted. Errors: `invalid-name`, at synth `adopted-service-account`.
   *
   * @default - the one they run under
   */
  readonly serviceAccountName?: string;

  /**
   * All Kubernetes Services in front of the pods, as they are in the App: any construct or `ApiObject` that makes them. Behind a waypoint
   * they must be listed here, because an AuthorizationPolicy is emitted for each. Errors: `unsupported-service`, at synth
   * `unnamed-kubernetes-service`, `idle-kubernetes-service`.
   *
   * @default - the App's Kubernetes Services that select the pods, found when the App is synthesised; none of them is behind a waypoint
   */
  readonly services?: IConstruct[];

  /**
   * Ports on which mutual TLS is not required. Their protocol is the one that their Kubernetes Service states.
   *
   * @default - none
   */
  readonly portMtls?: AdoptedPort[];
}
