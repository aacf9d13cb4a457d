import type { Api } from './api';
import type { DataPlane } from './data-plane';
import type { ExceptionOptions } from './exception-options';
import type { JwtRequirement } from './jwt-requirement';
import type { KubernetesService } from './kubernetes-service';
import type { MeshNamespace } from './mesh-namespace';
import type { ForeignDeclaration } from './private/foreign/declaration';
import type { Adoption } from './private/adoption';
import type { RolloutStage } from './rollout-stage';
import type { ServicePort } from './service-port';
import type { SharedIdentity } from './shared-identity';
import type { Stewardship } from './stewardship';
import type { Waypoint } from './waypoint';

/** Properties common to declared services (`MeshService`) and adopted ones (`MeshService.fromWorkloads`). */
export interface CommonServiceProps extends Stewardship {
  /**
   * Namespace of the service.
   *
   * @default - the `MeshNamespace` declared for the chart's namespace, before or after the service; if there is none, an error at synth
   * (`undeclared-namespace`)
   */
  readonly namespace?: MeshNamespace;

  /**
   * Name of the Kubernetes Service and of the objects emitted for it. Errors: `invalid-name`.
   *
   * @default - the construct's id
   */
  readonly name?: string;

  /**
   * Ports of the Kubernetes Service to emit.
   *
   * @default - none: no Kubernetes Service is emitted, and callers can be allowed only on ports of other Kubernetes Services of this service
   */
  readonly ports?: ServicePort[];

  /**
   * API documents that describe the service's operations. They grant nothing and enforce nothing: reports list the operations that nobody may
   * call, and the grants on HTTP ports that go beyond the documented operations.
   *
   * @default - none: the operations are unknown
   */
  readonly apis?: Api[];

  /**
   * Further Kubernetes Services in front of the same pods.
   *
   * @default - none
   */
  readonly additionalServices?: KubernetesService[];

  /**
   * Whether the Kubernetes Service is headless, that is, has no cluster IP.
   *
   * @default false
   */
  readonly headless?: boolean;

  /**
   * Labels that the service's pods carry and no other pods of the namespace do. Errors: `invalid-label`, `empty-selector`.
   *
   * @default - `app.kubernetes.io/name` with the service's name; for adopted workloads, the labels in their selectors, or the labels that all
   * their pods share
   */
  readonly podLabels?: Record<string, string>;

  /**
   * Why ports bypass the sidecar, who is responsible, and until when. Pod annotations are set by the user, so the ports stay excluded after
   * `expires`, and reports list the exception as overdue. Errors: `missing-reason`, `invalid-date`, `empty-list` (without ports), at synth
   * `missing-as-of`.
   *
   * @default - no reason is given
   */
  readonly excludedInboundPortsBecause?: ExceptionOptions;

  /**
   * Why the service runs under the same ServiceAccount as other services, who is responsible, and until when. Sharing without this property
   * is an error at synth (`shared-service-account`). The account `default` cannot be shared (`default-service-account`).
   *
   * @default - the ServiceAccount is not shared
   */
  readonly sharedIdentity?: SharedIdentity;

  /**
   * Data plane of the service's pods. If it differs from the namespace's, the pods must carry labels that select it; `MeshService.podLabels`
   * includes these labels. Sidecars need injection in the namespace, so a service can use sidecars only in a `SIDECAR` namespace.
   *
   * @default - the namespace's
   */
  readonly dataPlane?: DataPlane;

  /**
   * Whether the service's Jobs stop their sidecars themselves when they are done, by `POST http://localhost:15020/quitquitquit`. Without it,
   * and without native sidecars (`MeshProps.nativeSidecars`), a Job with a sidecar is an error at synth (`job-never-ends`).
   *
   * @default false
   * @see https://istio.io/latest/docs/reference/commands/pilot-agent/
   */
  readonly endsItsProxy?: boolean;

  /**
   * Former data plane of the pods, while they move to `dataPlane`. Only a move from `DataPlane.SIDECAR` to `DataPlane.AMBIENT` is supported
   * (`unsupported-migration`). See `MeshNamespaceProps.migratingFrom`.
   *
   * @default - the namespace's, if `dataPlane` is not set
   */
  readonly migratingFrom?: DataPlane;

  /**
   * Waypoint that authorizes requests to the service, if it is ambient: `Waypoint.existing` or `Waypoint.none`. A managed waypoint can be set
   * only on the namespace (`unsupported-waypoint`). It is used for every Kubernetes Service of this service that is not headless, whether it
   * carries HTTP or not.
   *
   * @default - the namespace's, if one of the Kubernetes Services has a port of HTTP, HTTP/2 or gRPC and is not headless
   */
  readonly waypoint?: Waypoint;

  /**
   * Rollout stage of the service, if it is ahead of or behind the rest of its namespace. Errors: those of `MeshNamespaceProps.stage`, and
   * `token-not-observable`.
   *
   * @default - the namespace's
   */
  readonly stage?: RolloutStage;

  /**
   * Requires a JSON Web Token on every request.
   *
   * Emits a RequestAuthentication, and every grant then requires a token in addition to the caller's identity. The sidecar checks the token,
   * or the waypoint of an ambient service. Ports that are not HTTP cannot carry a token, so a grant of such a port is an error at synth
   * (`token-not-carried`). The token identifies the end user, the caller's identity the workload that sends the request; both must be
   * allowed.
   *
   * @default - no token is required
   * @see https://istio.io/latest/docs/reference/config/security/request_authentication/
   */
  readonly requireJwt?: JwtRequirement;
}

/** Properties of a `MeshService`: one identity, its pods, and the Kubernetes Services in front of them. */
export interface MeshServiceProps extends CommonServiceProps {
  /**
   * Name of the emitted ServiceAccount, which is the service's identity. It must distinguish callers: `default`, or an account that two
   * services share without declaring it (`sharedIdentity`), is an error at synth. Errors: `invalid-name`.
   *
   * @default - the service's name
   */
  readonly serviceAccountName?: string;

  /**
   * Whether pods mount a token for the Kubernetes API by default. The sidecar brings its own token.
   *
   * @default false
   */
  readonly automountServiceAccountToken?: boolean;

  /**
   * Whether the service's pods are deployed outside this App. If `false`, a selector that matches no workload of the App is an error at
   * synth.
   *
   * @default false
   */
  readonly deployedElsewhere?: boolean;

  /**
   * Target ports that the sidecar does not capture (`traffic.sidecar.istio.io/excludeInboundPorts`). Only NetworkPolicy is enforced there,
   * and a grant that needs more is an error at synth. Not available for an ambient service, because ztunnel captures every port.
   *
   * @default - none beyond Istio's own
   */
  readonly excludedInboundPorts?: number[];

  /** @internal */
  readonly _adoption?: Adoption;

  /** @internal */
  readonly _foreign?: ForeignDeclaration;
}
