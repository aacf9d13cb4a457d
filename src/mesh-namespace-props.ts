import type { DataPlane } from './data-plane';
import type { Mesh } from './mesh';
import type { MeshContract } from './mesh-contract';
import type { Observation } from './observation';
import type { PodSecurity } from './pod-security';
import type { RolloutStage } from './rollout-stage';
import type { NamespaceStewardship } from './stewardship';
import type { Waypoint } from './waypoint';

/** A namespace that somebody else's synth owns. */
export interface MeshNamespaceReference extends NamespaceStewardship {
  /** The mesh of the App. */
  readonly mesh: Mesh;
  /** Name of the namespace. Errors: `invalid-name`. */
  readonly name: string;

  /**
   * The contract of its owner's App, which says how its pods take part in the mesh, which waypoint they use, and that nothing is allowed
   * there by itself. The proof rests on that (the assumption `namespace-is-isolated-by-its-owner`), and so needs none of the owner's
   * manifests.
   *
   * Errors: `unknown-namespace`, `unproved-contract`, `other-app`; `conflicting-contract` beside `dataPlane` or `waypoint`.
   *
   * @default - none: its isolation must be given to the proof with `MeshProps.existingManifests`
   */
  readonly contract?: MeshContract;

  /**
   * How its pods take part in the mesh.
   *
   * @default - as the contract says, without one `DataPlane.SIDECAR`, on platform `KUBERNETES` `DataPlane.NONE`
   */
  readonly dataPlane?: DataPlane;

  /**
   * The waypoint that its ambient services use: `Waypoint.existing`, since a managed one would be emitted (`unsupported-waypoint`).
   *
   * @default - as the contract says, without one none
   */
  readonly waypoint?: Waypoint;
}

/** A namespace that this App owns. */
export interface MeshNamespaceProps extends NamespaceStewardship {
  /** The mesh of the App. */
  readonly mesh: Mesh;

  /**
   * Name of the namespace.
   *
   * @default - the chart's namespace; without one an error (`missing-namespace`)
   */
  readonly name?: string;

  /**
   * How its pods take part in the mesh.
   *
   * @default - `DataPlane.SIDECAR`, on platform `KUBERNETES` `DataPlane.NONE`
   */
  readonly dataPlane?: DataPlane;

  /**
   * What its pods were before, while they become what `dataPlane` says: `DataPlane.SIDECAR` beside `DataPlane.AMBIENT`, and nothing else
   * (`unsupported-migration`). The policies of both are there, and the proof is for either end of the way: all pods as they were, and all
   * as they will be. Leave it out once no pod has a sidecar any more.
   *
   * A caller that may still have a sidecar cannot be granted requests of an ambient service: move callers before callees.
   *
   * @default - it does not move
   * @see https://istio.io/latest/docs/ambient/migrate/
   */
  readonly migratingFrom?: DataPlane;

  /**
   * What decides about requests to its ambient services. A service uses it if one of its Kubernetes Services has a port of HTTP, HTTP/2
   * or gRPC and is not headless; `MeshServiceProps.waypoint` says otherwise for one of them.
   *
   * @default - none: only whole ports of its ambient services can be granted
   */
  readonly waypoint?: Waypoint;

  /**
   * How far it is, if it is in use already and put under management step by step. What its services do not say themselves
   * (`MeshServiceProps.stage`) they take from it. Reports say what is not enforced yet, and the verdict is no more than `PROVED_SO_FAR`.
   *
   * Errors: `unsupported-feature` (before `NETWORK_POLICY`, on platform `KUBERNETES`), at synth `stage-while-migrating`,
   * `stage-below-baseline`, `stage-behind-waypoint`.
   *
   * @default RolloutStage.DONE
   */
  readonly stage?: RolloutStage;

  /**
   * How it is looked at before its authorization is enforced.
   *
   * @default - everybody is allowed explicitly
   */
  readonly observation?: Observation;

  /**
   * Whom its proxies log to, beside those of the mesh: names of `meshConfig.extensionProviders`. Emits a Telemetry, which decides about no
   * access; the proof holds whatever Telemetry is there to it. What a line says, a dry run's result for one, is the provider's format.
   *
   * Errors: `empty-list`, `unknown-access-log` (a namespace's list replaces the mesh's, which `MeshProps.accessLogProviders` must state),
   * `access-log-without-proxy` (ztunnel logs by itself).
   *
   * @default - as the mesh does
   * @see https://istio.io/latest/docs/tasks/observability/logs/telemetry-api/
   */
  readonly accessLogProviders?: string[];

  /**
   * Further labels of the Namespace. Errors: `invalid-label`, `reserved-label` (what another property, this library or Kubernetes sets).
   *
   * @default - none
   */
  readonly labels?: Record<string, string>;

  /**
   * Whether the Namespace object itself is emitted. Without it, whoever owns it must set the labels that the mesh needs
   * (`istio-injection` or `istio.io/rev`, `istio.io/dataplane-mode`).
   *
   * @default true
   */
  readonly emitNamespace?: boolean;

  /**
   * Labels of Pod Security admission.
   *
   * @default - warn and audit at `RESTRICTED`
   */
  readonly podSecurity?: PodSecurity;
}
