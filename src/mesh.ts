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
import { acknowledge, acknowledgeObject } from './private/acknowledge';
import { flag, optionalList, struct, text } from './private/arguments';
import { registeredGuardrail } from './private/guardrails/registered';
import { existingManifestPaths, meshModel } from './private/mesh-model';
import { Registry } from './private/registry';
import { Synthesis } from './private/synthesis';
import { wrapSynth } from './private/synth-wrap';
import type { TrustDomainMigration } from './trust-domain-migration';

/** Facts of the installed mesh and of its cluster, and what the proof may take for granted. A wrong fact makes a wrong proof. */
export interface MeshProps {
  /**
   * What enforces the access.
   *
   * @default Platform.ISTIO
   */
  readonly platform?: Platform;

  /**
   * Version of the installed mesh, `1.31`. Features are gated by it; a minor that was never checked is an error (`unsupported-version`).
   *
   * @default '1.31'
   */
  readonly version?: string;

  /**
   * Revision or revision tag that injects the sidecars.
   *
   * @default - the default revision, by `istio-injection: enabled`
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
   * Former or further trust domains that the mesh treats as its own.
   *
   * @default - none
   * @see https://istio.io/latest/docs/tasks/security/authorization/authz-td-migration/
   */
  readonly trustDomainAliases?: string[];

  /**
   * The trust domain that the mesh had, while pods may still show it: an alias of `trustDomain` until its day. Errors:
   * `invalid-trust-domain`, `missing-reason`, `invalid-date`; at synth `missing-as-of`, `trust-domain-migration-in-ambient`.
   *
   * @default - none
   * @see https://istio.io/latest/docs/tasks/security/authorization/authz-td-migration/
   */
  readonly trustDomainMigration?: TrustDomainMigration;

  /**
   * Namespace whose policies hold for the whole mesh.
   *
   * @default 'istio-system'
   */
  readonly rootNamespace?: string;

  /**
   * How the mesh rewrites paths before it compares them.
   *
   * @default PathNormalization.BASE
   */
  readonly pathNormalization?: PathNormalization;

  /**
   * What sidecars without a scope of their own do with destinations nobody declared.
   *
   * @default OutboundTrafficPolicy.ALLOW_ANY
   */
  readonly outboundTrafficPolicy?: OutboundTrafficPolicy;

  /**
   * Whether istio-cni sets up the redirection, so that pods need no privileged init container.
   *
   * @default - the profile's: `true` on OpenShift; else `false`
   * @see https://istio.io/latest/docs/setup/additional-setup/cni/
   */
  readonly istioCni?: boolean;

  /**
   * Whether sidecars are native ones, that is init containers that keep running: a Job then ends with its own containers, and init containers
   * of the application have network and identity. Istio injects them so by itself (`ENABLE_NATIVE_SIDECARS: auto`) once every node's kubelet is
   * 1.33 or later; pods say otherwise by the annotation `sidecar.istio.io/nativeSidecar`.
   *
   * @default - unknown: a Job with a sidecar is an error at synth (`job-never-ends`), and init containers are an assumption
   * @see https://istio.io/latest/blog/2023/native-sidecars/
   */
  readonly nativeSidecars?: boolean;

  /**
   * Who must state an edge before it is granted.
   *
   * @default Consent.CALLEE
   */
  readonly consent?: Consent;

  /**
   * What is known of the cluster by its distribution: `ClusterProfile.eks()`. What `cluster` and `istioCni` say wins. Errors:
   * `contradicting-profile`, `wrong-type`.
   *
   * @default - nothing
   */
  readonly profile?: ClusterProfile;

  /**
   * Facts of the cluster.
   *
   * @default - the profile's; without one kube-dns in kube-system, the domain `cluster.local`, and nothing known about addresses
   */
  readonly cluster?: ClusterProps;

  /**
   * Services that every proxy must reach on its own account.
   *
   * @default - none
   */
  readonly proxyHosts?: ProxyHost[];

  /**
   * What proxies ask for their certificates, if that is outside the cluster.
   *
   * @default - none: they ask istiod, or one of `proxyHosts`
   */
  readonly externalCa?: ExternalCa;

  /**
   * Whom its proxies log to by themselves: `meshConfig.defaultProviders.accessLogging`, or what a Telemetry of the root namespace names;
   * empty: nobody.
   *
   * @default - unknown: a namespace cannot have `accessLogProviders` of its own (`unknown-access-log`)
   */
  readonly accessLogProviders?: string[];

  /**
   * Assumptions that somebody has read and stands by. They stay in every report.
   *
   * @default - none
   */
  readonly acknowledge?: Assumption[];

  /**
   * Rules about what may be declared at all; `addGuardrails` adds further ones. Errors: `duplicate-guardrail`, `invalid-guardrail-id`.
   *
   * @default - none
   */
  readonly guardrails?: IGuardrail[];

  /**
   * The day for which the App is synthesised, `2026-11-30` (UTC): what has expired by then is not emitted, and reports list it. Where
   * something has `expires` and this is missing, synth fails (`missing-as-of`): a clock of the machine's own would give other bytes tomorrow.
   *
   * What was applied stays in the cluster until the next synth is applied: schedule one, with that day.
   *
   * Errors: `invalid-date`.
   *
   * @default - none
   */
  readonly asOf?: string;

  /**
   * How many days after `asOf` access for an emergency (`MeshService.breakGlass`) may end at most: 1 to 31. Errors: `invalid-days`.
   *
   * @default 7
   */
  readonly breakGlassMaxDays?: number;

  /**
   * In which order a deployment tool is told to apply and prune the objects.
   *
   * @default Delivery.none()
   */
  readonly delivery?: Delivery;

  /**
   * The environment that the App is for, `prod`. It stands in the contract: contracts of another environment are refused
   * (`foreign-contract`), and two environments that share a trust domain are a finding of `mesh-access contracts`, since what runs in one
   * of them has an identity that the other takes for its own.
   *
   * @default - none: contracts that name an environment are refused
   */
  readonly environment?: string;

  /**
   * Files or directories of YAML that the cluster has already, relative to the working directory. They take part in the proof and are not
   * emitted; an object of the App replaces the one of its kind and name.
   *
   * @default - none: the App is all there is
   */
  readonly existingManifests?: string[];

  /**
   * Whether synth proves its output. Without it the objects are the same and nothing vouches for them.
   *
   * @default true
   */
  readonly prove?: boolean;

  /**
   * Where synth writes what is no manifest: index, contract, exceptions, guardrails, requirements on the mesh, access table and proof.
   *
   * @default - `mesh-access.out` beside the App's output directory: `dist` → `mesh-access.out`, `dist/prod` → `mesh-access.out/prod`,
   * any other `out` → `mesh-access.out/out`
   */
  readonly outputDirectory?: string;
}

/**
 * The mesh that an App declares access for: one per App, before everything that belongs to it.
 *
 * Emits nothing into the manifests. Holds the facts that the objects depend on, and validates the App: every mistake of a run is reported
 * at once with a stable code, and every object of the App (whoever made it) is read back as it will be written and compared with what was
 * declared. Nothing is written while there is an error or the proof is refuted.
 *
 * Denies nothing by itself: isolation comes with `MeshNamespace`. It cannot know whether the facts given are those of the cluster.
 *
 * Errors: `duplicate-mesh`, and those of the properties.
 */
export class Mesh extends Construct {
  /** The mesh of the App that a construct belongs to. Errors: `missing-mesh`. */
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
   * Rules about what may be declared at all, asked whenever the App is judged, whatever is declared before or after this.
   *
   * Errors: `duplicate-guardrail`, `invalid-guardrail-id`, `wrong-type`; at synth `guardrail` for what they find, `guardrail-failed`.
   *
   * @param guardrails Each with an id of its own.
   */
  public addGuardrails(...guardrails: IGuardrail[]): void {
    for (const guardrail of guardrails) this._registry.addGuardrail(registeredGuardrail('guardrail', guardrail));
  }

  /**
   * Stand by an assumption for the whole mesh, as with `MeshProps.acknowledge`, and say why. It stays in every report, with what was said;
   * after `expires` it is not acknowledged any more.
   *
   * Errors: `missing-reason`, `invalid-date`, `wrong-type`, at synth `missing-as-of`.
   *
   * @param assumption What holds.
   * @param options Why, until when, and who says so.
   */
  public acknowledge(assumption: Assumption, options: ExceptionOptions): void {
    acknowledge(this, assumption, options);
  }

  /**
   * Stand by one object that nobody here evaluates and that may undo what is enforced at declared pods: an EnvoyFilter or WasmPlugin of their
   * proxies, a policy of the network plugin, settings of the mesh, pods of a kind that is not read; or that puts others where a declared
   * service is: an EndpointSlice, a WorkloadEntry, a WorkloadGroup. Until then the proof is refuted, and names it. What the object does remains
   * an assumption (`Assumption.UNREAD_OBJECTS`), in every report with what was said; after `expires` it refutes again. A MeshConfig that
   * contradicts what `MeshProps` states cannot be stood by.
   *
   * Errors: `missing-reason`, `invalid-date`, `wrong-type`, at synth `missing-as-of`.
   *
   * @param kind `EnvoyFilter`.
   * @param name `metadata.name`, as it is in the manifest.
   * @param options Its namespace; why, until when, and who says so.
   */
  public acknowledgeObject(kind: string, name: string, options: AcknowledgedObjectOptions): void {
    acknowledgeObject(this, { kind, name }, options);
  }

  /**
   * What the proof says about the App as declared so far, whether or not `prove` is set. Does not throw when the proof is refuted.
   *
   * Errors: those that synth would report, all of them.
   */
  public report(): MeshReport {
    return MeshReport._of(this._synthesis.report());
  }
}
