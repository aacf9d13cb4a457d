import type { DataPlane } from './data-plane';
import type { Mesh } from './mesh';
import type { MeshContract } from './mesh-contract';
import type { Observation } from './observation';
import type { PodSecurity } from './pod-security';
import type { RolloutStage } from './rollout-stage';
import type { NamespaceStewardship } from './stewardship';
import type { Waypoint } from './waypoint';

/** Properties of a namespace that another App owns. */
export interface MeshNamespaceReference extends NamespaceStewardship {
  /** The mesh of the App. */
  readonly mesh: Mesh;
  /** Name of the namespace. Errors: `invalid-name`. */
  readonly name: string;

  /**
   * Contract of the owner's App. It states which data plane and waypoint the namespace uses, and that nothing is allowed there by default.
   * The proof relies on this (the assumption `namespace-is-isolated-by-its-owner`) and then needs none of the owner's manifests.
   *
   * Errors: `unknown-namespace`, `unproved-contract`, `other-app`; `conflicting-contract` if `dataPlane` or `waypoint` is given too.
   *
   * @default - none: the namespace's isolation must be shown to the proof with `MeshProps.existingManifests`
   */
  readonly contract?: MeshContract;

  /**
   * Data plane of the namespace's pods.
   *
   * @default - the contract's; without a contract `DataPlane.SIDECAR`, on platform `KUBERNETES` `DataPlane.NONE`
   */
  readonly dataPlane?: DataPlane;

  /**
   * Waypoint of the namespace's ambient services: only `Waypoint.existing`, because a managed one would have to be emitted
   * (`unsupported-waypoint`).
   *
   * @default - the contract's; without a contract none
   */
  readonly waypoint?: Waypoint;
}

/** Properties of a namespace that this App owns. */
export interface MeshNamespaceProps extends NamespaceStewardship {
  /** The mesh of the App. */
  readonly mesh: Mesh;

  /**
   * Name of the namespace.
   *
   * @default - the chart's namespace; if it has none, an error (`missing-namespace`)
   */
  readonly name?: string;

  /**
   * Data plane of the namespace's pods.
   *
   * @default - `DataPlane.SIDECAR`, on platform `KUBERNETES` `DataPlane.NONE`
   */
  readonly dataPlane?: DataPlane;

  /**
   * Former data plane of the namespace's pods, while they move to `dataPlane`. Only a move from `DataPlane.SIDECAR` to `DataPlane.AMBIENT` is
   * supported (`unsupported-migration`). The policies of both data planes are emitted, and the proof covers both end states: all pods with
   * sidecars, and all pods ambient. Remove this property once no pod has a sidecar any more.
   *
   * A caller that may still have a sidecar cannot be granted individual requests of an ambient service: move callers before callees.
   *
   * @default - no migration
   * @see https://istio.io/latest/docs/ambient/migrate/
   */
  readonly migratingFrom?: DataPlane;

  /**
   * Waypoint that authorizes requests to the namespace's ambient services. A service uses it if one of its Kubernetes Services has a port of
   * HTTP, HTTP/2 or gRPC and is not headless; `MeshServiceProps.waypoint` overrides this for one service.
   *
   * @default - none: only whole ports of the ambient services can be granted
   */
  readonly waypoint?: Waypoint;

  /**
   * Rollout stage of a namespace that is already in use and is brought under management step by step. Services without their own
   * `MeshServiceProps.stage` inherit it. Reports list what is not enforced yet, and the verdict is at best `PROVED_SO_FAR`.
   *
   * Errors: `unsupported-feature` (before `NETWORK_POLICY`, on platform `KUBERNETES`), at synth `stage-while-migrating`,
   * `stage-below-baseline`, `stage-behind-waypoint`.
   *
   * @default RolloutStage.DONE
   */
  readonly stage?: RolloutStage;

  /**
   * How the namespace is observed before its authorization is enforced.
   *
   * @default - everybody is allowed explicitly
   */
  readonly observation?: Observation;

  /**
   * Access log providers of the namespace's proxies in addition to the mesh's: names in `meshConfig.extensionProviders`. Emits a Telemetry,
   * which grants no access; the proof checks that any Telemetry present leaves these providers in effect. The format of a log line, including
   * how it shows dry-run results, is defined by the provider.
   *
   * Errors: `empty-list`, `unknown-access-log` (a namespace's list replaces the mesh's, which `MeshProps.accessLogProviders` must state),
   * `access-log-without-proxy` (ztunnel writes its own log).
   *
   * @default - the mesh's
   * @see https://istio.io/latest/docs/tasks/observability/logs/telemetry-api/
   */
  readonly accessLogProviders?: string[];

  /**
   * Additional labels of the Namespace object. Errors: `invalid-label`, `reserved-label` (a label that another property, this library or
   * Kubernetes sets).
   *
   * @default - none
   */
  readonly labels?: Record<string, string>;

  /**
   * Whether the Namespace object itself is emitted. If `false`, its owner must set the labels that the mesh needs (`istio-injection` or
   * `istio.io/rev`, `istio.io/dataplane-mode`).
   *
   * @default true
   */
  readonly emitNamespace?: boolean;

  /**
   * Pod Security admission labels of the Namespace.
   *
   * @default - warn and audit at `RESTRICTED`
   */
  readonly podSecurity?: PodSecurity;
}
