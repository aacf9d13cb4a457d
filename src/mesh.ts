import type { ApiObject } from 'cdk8s';
import { Construct, type IConstruct } from 'constructs';
import type { AcknowledgedObjectOptions } from './acknowledged-object-options';
import type { Assumption } from './assumption';
import type { ClusterProps } from './cluster';
import type { ClusterProfile } from './cluster-profile';
import type { Consent } from './consent';
import type { Delivery } from './delivery';
import type { ExceptionOptions } from './exception-options';
import type { ExternalCa } from './external-ca';
import type { IGuardrail } from './guardrail';
import type { OutboundTrafficPolicy, PathNormalization, Platform, ProxyHost } from './mesh-facts';
import { MeshReport } from './mesh-report';
import { acknowledge, acknowledgeApiObject, acknowledgeObject } from './private/acknowledge';
import { flag, optionalList, struct, text } from './private/arguments';
import { registeredGuardrail } from './private/guardrails/registered';
import { existingManifestPaths, meshModel } from './private/mesh-model';
import { Registry } from './private/registry';
import { Synthesis } from './private/synthesis';
import { wrapSynth } from './private/synth-wrap';
import type { TrustDomainMigration } from './trust-domain-migration';

/** Properties of a `Mesh`: facts about the installed mesh and its cluster, and what the proof may assume. A wrong fact makes the proof wrong. */
export interface MeshProps {
  /**
   * Platform that enforces access.
   *
   * @default Platform.ISTIO
   */
  readonly platform?: Platform;

  /**
   * Version of the installed mesh, `1.31`. It determines which features may be used; a minor version that was never tested is an error
   * (`unsupported-version`).
   *
   * @default '1.31'
   */
  readonly version?: string;

  /**
   * Istio revision or revision tag that injects the sidecars.
   *
   * @default - the default revision, selected by `istio-injection: enabled`
   * @see https://istio.io/latest/docs/setup/upgrade/canary/#stable-revision-labels
   */
  readonly revision?: string;

  /**
   * Trust domain of the mesh's identities. Errors: `invalid-trust-domain`.
   *
   * @default 'cluster.local'
   */
  readonly trustDomain?: string;

  /**
   * Former or additional trust domains that the mesh treats as its own.
   *
   * @default - none
   * @see https://istio.io/latest/docs/tasks/security/authorization/authz-td-migration/
   */
  readonly trustDomainAliases?: string[];

  /**
   * Former trust domain of the mesh, while pods may still present it: an alias of `trustDomain` until its last day. Errors:
   * `invalid-trust-domain`, `missing-reason`, `invalid-date`; at synth `missing-as-of`, `trust-domain-migration-in-ambient`.
   *
   * @default - none
   * @see https://istio.io/latest/docs/tasks/security/authorization/authz-td-migration/
   */
  readonly trustDomainMigration?: TrustDomainMigration;

  /**
   * Root namespace of the mesh. Policies in it apply to the whole mesh.
   *
   * @default 'istio-system'
   */
  readonly rootNamespace?: string;

  /**
   * Path normalization that the mesh applies before it compares paths.
   *
   * @default PathNormalization.BASE
   */
  readonly pathNormalization?: PathNormalization;

  /**
   * How sidecars without a Sidecar object handle destinations that nobody declared.
   *
   * @default OutboundTrafficPolicy.ALLOW_ANY
   */
  readonly outboundTrafficPolicy?: OutboundTrafficPolicy;

  /**
   * Whether istio-cni sets up traffic redirection, so that pods need no privileged init container.
   *
   * @default - the profile's: `true` on OpenShift; else `false`
   * @see https://istio.io/latest/docs/setup/additional-setup/cni/
   */
  readonly istioCni?: boolean;

  /**
   * Whether sidecars are native sidecars, that is, init containers that keep running. A Job then ends when its own containers end, and the
   * application's init containers have network and identity. Istio injects native sidecars by itself (`ENABLE_NATIVE_SIDECARS: auto`) once
   * the kubelet of every node is 1.33 or later; the pod annotation `sidecar.istio.io/nativeSidecar` overrides it.
   *
   * @default - unknown: a Job with a sidecar is an error at synth (`job-never-ends`), and init containers are an assumption
   * @see https://istio.io/latest/blog/2023/native-sidecars/
   */
  readonly nativeSidecars?: boolean;

  /**
   * Which side must declare an edge before it is granted.
   *
   * @default Consent.CALLEE
   */
  readonly consent?: Consent;

  /**
   * Known facts of the cluster's Kubernetes distribution: `ClusterProfile.eks()`. Values in `cluster` and `istioCni` take precedence. Errors:
   * `contradicting-profile`, `wrong-type`.
   *
   * @default - nothing
   */
  readonly profile?: ClusterProfile;

  /**
   * Facts about the cluster.
   *
   * @default - the profile's; without a profile, kube-dns in kube-system, the domain `cluster.local`, and no known addresses
   */
  readonly cluster?: ClusterProps;

  /**
   * Services that every proxy must be able to reach for its own purposes.
   *
   * @default - none
   */
  readonly proxyHosts?: ProxyHost[];

  /**
   * Certificate authority outside the cluster that issues the proxies' certificates.
   *
   * @default - none: proxies get their certificates from istiod, or from one of `proxyHosts`
   */
  readonly externalCa?: ExternalCa;

  /**
   * Access log providers that the mesh configures for all proxies: `meshConfig.defaultProviders.accessLogging`, or those named by a Telemetry
   * of the root namespace. An empty list means none.
   *
   * @default - unknown: a namespace cannot set its own `accessLogProviders` (`unknown-access-log`)
   */
  readonly accessLogProviders?: string[];

  /**
   * Assumptions of the proof that somebody has read and confirms. They stay in every report.
   *
   * @default - none
   */
  readonly acknowledge?: Assumption[];

  /**
   * Rules about what may be declared at all. `addGuardrails` adds more. Errors: `duplicate-guardrail`, `invalid-guardrail-id`.
   *
   * @default - none
   */
  readonly guardrails?: IGuardrail[];

  /**
   * Day for which the App is synthesised, `2026-11-30` (UTC). What has expired by that day is not emitted, and reports list it. If anything
   * has `expires` and this is missing, synth fails (`missing-as-of`): reading the machine's clock would make the output change from one day
   * to the next.
   *
   * What was applied stays in the cluster until the output of a later synth is applied: schedule a synth with the current day.
   *
   * Errors: `invalid-date`.
   *
   * @default - none
   */
  readonly asOf?: string;

  /**
   * Maximum number of days after `asOf` on which emergency access (`MeshService.breakGlass`) may end: 1 to 31. Errors: `invalid-days`.
   *
   * @default 7
   */
  readonly breakGlassMaxDays?: number;

  /**
   * Order in which a deployment tool is told to apply and prune the objects.
   *
   * @default Delivery.none()
   */
  readonly delivery?: Delivery;

  /**
   * Environment that the App is for, `prod`. It is written into the contract, and contracts of another environment are refused
   * (`foreign-contract`). Two environments that share a trust domain are a finding of `mesh-access contracts`, because each accepts the
   * other's workload identities as its own.
   *
   * @default - none: contracts that name an environment are refused
   */
  readonly environment?: string;

  /**
   * Files or directories with the YAML of objects that the cluster already has, relative to the working directory. They are included in the
   * proof and not emitted. An object of the App replaces an existing one of the same kind and name.
   *
   * @default - none: the proof covers the App alone
   */
  readonly existingManifests?: string[];

  /**
   * Whether synth proves its output. Without the proof the same objects are emitted, but nothing confirms that they match the declaration.
   *
   * @default true
   */
  readonly prove?: boolean;

  /**
   * Directory for the files that are not manifests: index, contract, exceptions, guardrails, requirements on the mesh, access table and
   * proof.
   *
   * @default - `mesh-access.out` beside the App's output directory: `dist` → `mesh-access.out`, `dist/prod` → `mesh-access.out/prod`, any
   * other `out` → `mesh-access.out/out`
   */
  readonly outputDirectory?: string;
}

/**
 * The service mesh that an App declares access for. Each App has exactly one, created before everything that belongs to it.
 *
 * Emits no manifests. It holds the facts that the emitted objects depend on, and validates the App: all mistakes of a run are reported at
 * once with stable codes, and every object of the App (whoever made it) is read back in the form in which it will be written and compared
 * with the declaration. Nothing is written while there is an error or the proof is refuted.
 *
 * Denies nothing by itself: isolation comes with `MeshNamespace`. It cannot check that the given facts are those of the cluster.
 *
 * Errors: `duplicate-mesh`, and those of the properties.
 */
export class Mesh extends Construct {
  /**
   * Returns the mesh of the App that a construct belongs to. Errors: `missing-mesh`.
   *
   * @param scope Any construct of the App.
   */
  public static of(scope: IConstruct): Mesh {
    return Registry.of(scope).construct;
  }

  /** @internal */
  public readonly _registry: Registry;
  /** @internal */
  public readonly _synthesis: Synthesis;

  constructor(scope: Construct, id: string, props: MeshProps = {}) {
    super(scope, id);
    const given = struct('props of Mesh', props);
    const options = {
      existingManifests: existingManifestPaths(given.existingManifests),
      prove: flag('prove', given.prove, true),
      outputDirectory: given.outputDirectory === undefined ? undefined : text('outputDirectory', given.outputDirectory),
    };
    this._registry = Registry.create(this, meshModel(this.node.path, given));
    this._synthesis = new Synthesis(this._registry, this.node.root, options);
    this.addGuardrails(...optionalList('guardrails', given.guardrails, (_, guardrail) => guardrail as IGuardrail) ?? []);
    this.node.addValidation({ validate: () => this._synthesis.validate() });
    wrapSynth(this.node.root, this._synthesis);
  }

  /**
   * Adds rules about what may be declared at all. They are checked whenever the App is validated, against everything declared before or after
   * this call.
   *
   * Errors: `duplicate-guardrail`, `invalid-guardrail-id`, `wrong-type`; at synth `guardrail` for their findings, `guardrail-failed`.
   *
   * @param guardrails Guardrails, each with an id of its own.
   */
  public addGuardrails(...guardrails: IGuardrail[]): void {
    for (const guardrail of guardrails) this._registry.addGuardrail(registeredGuardrail('guardrail', guardrail));
  }

  /**
   * Acknowledges an assumption of the proof for the whole mesh, like `MeshProps.acknowledge`, and states why. The assumption and the
   * statement stay in every report. After `expires` the assumption counts as not acknowledged.
   *
   * Errors: `missing-reason`, `invalid-date`, `wrong-type`, at synth `missing-as-of`.
   *
   * @param assumption The assumption that holds for the mesh.
   * @param options The reason, the last day, and who is responsible.
   */
  public acknowledge(assumption: Assumption, options: ExceptionOptions): void {
    acknowledge(this, assumption, options);
  }

  /**
   * Acknowledges one object that somebody else wrote, by kind, namespace and name. It covers no other object. There are two sorts:
   *
   * - **A policy that opens more than is declared**: NetworkPolicy, AuthorizationPolicy, PeerAuthentication, RequestAuthentication, Sidecar,
   *   DestinationRule, ServiceEntry or VirtualService. Without the acknowledged policies the App must be proved as ever. With them no
   *   declared call may be denied. Whatever they open in addition is computed, and every report, `proof.json` and `exceptions.json` list it.
   *   An acknowledged policy that opens nothing refutes the proof. Nothing is excused at a service in quarantine.
   * - **An object that the proof does not evaluate** and that may undo what is enforced at declared pods: an EnvoyFilter or WasmPlugin of
   *   their proxies, a policy of the network plugin, settings of the mesh, or pods of a kind that is not read. The same goes for objects
   *   that may put other endpoints in the place of a declared service: an EndpointSlice, a WorkloadEntry, a WorkloadGroup. Its effect is the
   *   assumption `Assumption.UNREAD_OBJECTS`. A MeshConfig that contradicts `MeshProps` cannot be acknowledged.
   *
   * Until the object is acknowledged the proof is refuted, and names it. After `expires` it is refuted again.
   *
   * Errors: `missing-reason`, `invalid-date`, `wrong-type`, at synth `missing-as-of`, `unknown-object`, `own-object`.
   *
   * @param kind Kind of the object, `NetworkPolicy`.
   * @param name The object's `metadata.name`, exactly as in the manifest.
   * @param options The object's namespace; the reason, the last day, and who is responsible.
   */
  public acknowledgeObject(kind: string, name: string, options: AcknowledgedObjectOptions): void {
    acknowledgeObject(this, { kind, name }, options);
  }

  /**
   * `acknowledgeObject` for an object of the App: `IncludedObjects.of(chart).find('NetworkPolicy', 'redis')`.
   *
   * Errors: those of `acknowledgeObject`, `own-object`.
   *
   * @param object The object, which something else than this library put into the App.
   * @param options The reason, the last day, and who is responsible.
   */
  public acknowledgeApiObject(object: ApiObject, options: ExceptionOptions): void {
    acknowledgeApiObject(this, object, options);
  }

  /**
   * Returns the result of the proof for the App as declared so far, whether or not `prove` is set. Does not throw when the proof is refuted.
   *
   * Errors: all those that synth would report.
   */
  public report(): MeshReport {
    return MeshReport._of(this._synthesis.report());
  }
}
