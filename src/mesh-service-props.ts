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

/** What is said of a service, whether its workloads are declared or adopted. */
export interface CommonServiceProps extends Stewardship {
  /**
   * The namespace it lives in.
   *
   * @default - the `MeshNamespace` declared for the chart's namespace, before or after the service; without one an error at synth
   * (`undeclared-namespace`)
   */
  readonly namespace?: MeshNamespace;

  /**
   * Name of the Kubernetes Service, and of what is emitted for it. Errors: `invalid-name`.
   *
   * @default - the construct's id
   */
  readonly name?: string;

  /**
   * Ports of the Kubernetes Service that is emitted.
   *
   * @default - none: no Kubernetes Service is emitted, and nobody can be allowed to call it unless by another one
   */
  readonly ports?: ServicePort[];

  /**
   * Documents of what it offers. They grant nothing and decide nothing: reports list which of their operations nobody may call, and which
   * grants on its HTTP ports go beyond them.
   *
   * @default - none: nothing is known about its operations
   */
  readonly apis?: Api[];

  /**
   * Further Kubernetes Services in front of the same pods.
   *
   * @default - none
   */
  readonly additionalServices?: KubernetesService[];

  /**
   * Whether the Kubernetes Service has no cluster address of its own.
   *
   * @default false
   */
  readonly headless?: boolean;

  /**
   * Labels that its pods carry and no others of the namespace. Errors: `invalid-label`, `empty-selector`.
   *
   * @default - `app.kubernetes.io/name` with the name; of adopted workloads the labels that they select their pods by, or all share
   */
  readonly podLabels?: Record<string, string>;

  /**
   * Why ports are kept from the sidecar, who answers for it, and until when. Annotations of pods are the user's: past `expires` the ports are
   * still excluded, and reports say that the day is past. Errors: `missing-reason`, `invalid-date`, `empty-list` (without ports), at synth
   * `missing-as-of`.
   *
   * @default - nothing is said
   */
  readonly excludedInboundPortsBecause?: ExceptionOptions;

  /**
   * Why it runs under the ServiceAccount of other services, who answers for it, and until when. Without it that is an error at synth
   * (`shared-service-account`); `default` cannot be shared (`default-service-account`).
   *
   * @default - it has its ServiceAccount for itself
   */
  readonly sharedIdentity?: SharedIdentity;

  /**
   * How its pods take part in the mesh. Where that differs from the namespace's they must say so by labels, which `podLabels` of the
   * service has. A sidecar needs a namespace that injects, so that it is possible in a `SIDECAR` namespace only.
   *
   * @default - as its namespace's
   */
  readonly dataPlane?: DataPlane;

  /**
   * Whether its Jobs end their sidecars themselves, once they are done: by `POST http://localhost:15020/quitquitquit`. Without it, and without
   * native sidecars (`MeshProps.nativeSidecars`), a Job with a sidecar is an error at synth (`job-never-ends`).
   *
   * @default false
   * @see https://istio.io/latest/docs/reference/commands/pilot-agent/
   */
  readonly endsItsProxy?: boolean;

  /**
   * What its pods were before, while they become what `dataPlane` says: `DataPlane.SIDECAR` beside `DataPlane.AMBIENT`, and nothing else
   * (`unsupported-migration`). See `MeshNamespaceProps.migratingFrom`.
   *
   * @default - its namespace's, where `dataPlane` is left out
   */
  readonly migratingFrom?: DataPlane;

  /**
   * What decides about requests to it, if it is ambient: `Waypoint.existing`, or `Waypoint.none`; a managed one is the namespace's
   * (`unsupported-waypoint`). It stands before each of its Kubernetes Services that is not headless, HTTP or not.
   *
   * @default - the namespace's, if one of its Kubernetes Services has a port of HTTP, HTTP/2 or gRPC and is not headless
   */
  readonly waypoint?: Waypoint;

  /**
   * How far it is, if it is put under management before or after the rest of its namespace. Errors: as of `MeshNamespaceProps.stage`, and
   * `token-not-observable`.
   *
   * @default - as its namespace
   */
  readonly stage?: RolloutStage;

  /**
   * That every request carries a token of somebody's. Emits a RequestAuthentication, and lets every grant ask for the token beside its
   * caller. Its proxy checks it: the sidecar, or the waypoint of an ambient service; a port that is not HTTP carries none, so that a grant of
   * it is an error at synth (`token-not-carried`). The token says who the end user is, the caller's identity who sends the request, and both must
   * be allowed.
   *
   * @default - tokens are nobody's concern
   * @see https://istio.io/latest/docs/reference/config/security/request_authentication/
   */
  readonly requireJwt?: JwtRequirement;
}

/** One service: one identity, its pods, and the Kubernetes Services in front of them. */
export interface MeshServiceProps extends CommonServiceProps {
  /**
   * Name of the ServiceAccount, which is emitted: the service's identity. `default`, or one that two services share without saying so
   * (`sharedIdentity`), cannot tell callers apart and is an error at synth. Errors: `invalid-name`.
   *
   * @default - the name
   */
  readonly serviceAccountName?: string;

  /**
   * Whether pods get a token for the Kubernetes API by default. The sidecar brings its own.
   *
   * @default false
   */
  readonly automountServiceAccountToken?: boolean;

  /**
   * Whether its pods come from somewhere else than this App. Otherwise a selector that matches no workload of the App is an error at
   * synth.
   *
   * @default false
   */
  readonly deployedElsewhere?: boolean;

  /**
   * Target ports that the sidecar does not capture (`traffic.sidecar.istio.io/excludeInboundPorts`): only NetworkPolicy decides there,
   * and a grant that needs more is an error at synth. An ambient service has none: ztunnel takes every port.
   *
   * @default - none beyond Istio's own
   */
  readonly excludedInboundPorts?: number[];

  /** @internal */
  readonly _adoption?: Adoption;

  /** @internal */
  readonly _foreign?: ForeignDeclaration;
}
