import { type ApiObject, Chart } from 'cdk8s';
import { Construct, type IConstruct } from 'constructs';
import { Access } from './access';
import type { AdoptedServiceProps } from './adopted-service';
import type { AllowOptions, CallOptions } from './allow-options';
import type { Assumption } from './assumption';
import type { BreakGlassOptions } from './break-glass-options';
import type { CallStatement, ICallTarget } from './call-target';
import type { ICaller } from './caller';
import type { ExceptionOptions } from './exception-options';
import { Grant } from './grant';
import type { IdentityMigration } from './identity-migration';
import { MeshNamespace } from './mesh-namespace';
import type { MeshServiceProps } from './mesh-service-props';
import { isPast } from './model/in-force';
import type { CallerModel, ServiceModel } from './model/model';
import { acknowledge } from './private/acknowledge';
import { Adoption } from './private/adoption';
import { createObjects } from './private/api-objects';
import { declareBreakGlass } from './private/break-glass';
import { instance, invalid, optionalList, optionalReason, show, struct } from './private/arguments';
import { declaredCaller, refuseOtherApp } from './private/callers';
import { allowScrapes } from './private/scrapes';
import { conditions } from './private/conditions';
import { dataPlaneLabels } from './private/data-planes';
import { optionalDay } from './private/dates';
import { optionalOwner } from './private/exceptions';
import { declareMigration } from './private/identity-migration';
import { namespaceName, objectName, serviceName } from './private/names';
import { declareQuarantine } from './private/quarantine';
import { emitsSharedAccount } from './private/shared-identity';
import { type NamespaceConstruct, Registry } from './private/registry';
import { serviceDeclaration } from './private/service-declaration';
import type { Prometheus } from './prometheus';
import type { QuarantineOptions } from './quarantine-options';
import type { Scrape } from './scrape';
import type { ServiceDeclaration } from './resolve/declarations';
import { inherited } from './resolve/inherited';
import { withPortsInForce } from './resolve/ports-in-force';

const EVERYTHING = [Access.all()._declaration];

/**
 * A service of the mesh, that nobody may call and that may call nobody until it is said.
 *
 * Emits a ServiceAccount, its Kubernetes Services, and one NetworkPolicy per direction; on Istio also an AuthorizationPolicy with exactly
 * the declared callers, a Sidecar with exactly the hosts it may call, and a PeerAuthentication where a port departs from mutual TLS. An
 * ambient service has no Sidecar; one behind a waypoint has an AuthorizationPolicy per Kubernetes Service as well, with who may send which
 * requests, and its pods take connections from the waypoint instead. One that requires tokens has a RequestAuthentication as well. The
 * objects are there when the service and its namespace are declared, their content when cdk8s renders them: later grants are in it.
 *
 * Its workload is the user's: pods must carry `podLabels` and run under `serviceAccountName`. DNS, and on Istio the control plane, stay
 * reachable. NetworkPolicy sees pods and ports, never identities or requests; and it cannot cut what runs on the pod's own node.
 *
 * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/
 * @see https://istio.io/latest/docs/reference/config/networking/sidecar/
 * @see https://kubernetes.io/docs/concepts/services-networking/network-policies/
 */
export class MeshService extends Construct implements ICaller, ICallTarget {
  /**
   * A service made of workloads that are there already: Deployment, StatefulSet, DaemonSet, ReplicaSet, Job, CronJob, Argo Rollout or Pod,
   * of cdk8s-plus in any version, an L1, an `ApiObject`, an `Include` or a Helm chart. Several are one service (stable and canary).
   *
   * They are read, as cdk8s will write them, when the App is synthesised, and nothing of them is changed: the service is the ServiceAccount
   * that they run under, its pods are picked by the labels that they select by, and its ports are those of the Kubernetes Services of the
   * App that lead to them, with the protocols that those state (`appProtocol`, or the beginning of the port's name; a port that states
   * none can be granted as a whole). Neither ServiceAccount nor Kubernetes Service is emitted, unless `ports` ask for one.
   *
   * Errors: `unsupported-workload`, `unsupported-service`, `other-app`, `empty-list`; at synth `several-service-accounts`,
   * `default-service-account`, `no-shared-labels`, `unlisted-workload`, `shared-kubernetes-service` and others of the workloads.
   *
   * @param scope Where the service's own objects go.
   * @param id Construct id, and the name if `props` has none.
   * @param workloads What makes its pods. All that is below a construct is meant: of a chart with many workloads pass the one.
   * @param props What the workloads do not say.
   */
  public static fromWorkloads(scope: Construct, id: string, workloads: IConstruct[], props: AdoptedServiceProps = {}): MeshService {
    const given = struct('props of MeshService.fromWorkloads', props);
    const path = scope.node.path === '' ? id : `${scope.node.path}/${id}`;
    return new MeshService(scope, id, { ...given, _adoption: Adoption.of(path, scope.node.root, workloads, given) });
  }

  /** `shop/catalog`: namespace and name. */
  public readonly id: string;

  /** Name of the Kubernetes Service. */
  public readonly name: string;

  /** Namespace it lives in. */
  public readonly namespaceName: string;

  /** What reports call it: its id. */
  public readonly callerName: string;

  /** What reports call it: its id. */
  public readonly targetName: string;

  /** @internal */
  public readonly _registry: Registry;

  private readonly declaration: ServiceDeclaration;
  private readonly adoption: Adoption | undefined;

  constructor(scope: Construct, id: string, props: MeshServiceProps = {}) {
    super(scope, id);
    const given = struct('props of MeshService', props);
    this._registry = Registry.of(this);
    this.name = serviceName('service name', given.name ?? id);
    this.namespaceName = this.findNamespace(given.namespace);
    this.id = `${this.namespaceName}/${this.name}`;
    this.callerName = this.targetName = this.id;
    this.adoption = given._adoption;
    const serviceAccount = objectName('service account name', given.serviceAccountName ?? this.name);
    this.declaration = serviceDeclaration(
      { id: this.id, construct: this.node.path, namespace: this.namespaceName, name: this.name, serviceAccount },
      given,
      this._registry.mesh,
    );
    this._registry.declareService(this.declaration);
    const needsAccount = emitsSharedAccount(given);
    this._registry.withNamespace(this.namespaceName, (namespace, late) => {
      if (needsAccount) namespace._needAccount?.(serviceAccount);
      const { platform, mesh } = this._registry;
      const objects = createObjects(this, platform.serviceSlots(mesh, this._declaredIn(namespace), namespace._model), () => this._registry.index());
      if (late) namespace._precede?.(objects);
    });
  }

  /**
   * Labels that its pods must carry: a copy. Those that select them, and with a `dataPlane` of its own those that set it
   * (`istio.io/dataplane-mode`, `sidecar.istio.io/inject`), by which nothing selects.
   */
  public get podLabels(): Record<string, string> {
    const { service: { podLabels, dataPlane }, ownDataPlane, adoption } = this.declaration;
    const own = this.adoption === undefined || adoption?.ownPodLabels ? podLabels : this.adoption.podLabels();
    return { ...own, ...(ownDataPlane ? dataPlaneLabels(this._registry.mesh, dataPlane) : {}) };
  }

  /** The ServiceAccount that its pods must run under; of adopted workloads the one that they run under as they stand now. */
  public get serviceAccountName(): string {
    const { service: { serviceAccount }, adoption } = this.declaration;
    return this.adoption === undefined || adoption?.ownServiceAccount ? serviceAccount : this.adoption.serviceAccountName();
  }

  /** The ServiceAccount, if it is emitted for this service alone. Undefined until the namespace is declared, as are the other objects. */
  public get serviceAccount(): ApiObject | undefined {
    return this.object('ServiceAccount');
  }

  /** The Kubernetes Service, if it is emitted. */
  public get kubernetesService(): ApiObject | undefined {
    return this.object('Service');
  }

  /** The NetworkPolicy with who may call it. */
  public get ingressPolicy(): ApiObject | undefined {
    return this.object('IngressPolicy');
  }

  /** The NetworkPolicy with whom it may call. */
  public get egressPolicy(): ApiObject | undefined {
    return this.object('EgressPolicy');
  }

  /** The AuthorizationPolicy with who may connect to its pods, on Istio: behind a waypoint that is the waypoint. */
  public get authorizationPolicy(): ApiObject | undefined {
    return this.object('Callers');
  }

  /** The AuthorizationPolicy that only records whom the one with its callers would refuse, before the stage at which it does. */
  public get observedPolicy(): ApiObject | undefined {
    return this.object('Observed');
  }

  /** The AuthorizationPolicy with who may send which requests to its Kubernetes Service, if that is behind a waypoint. */
  public get waypointPolicy(): ApiObject | undefined {
    return this.object('WaypointCallers');
  }

  /** The RequestAuthentication of its pods, if it requires tokens and they have sidecars. */
  public get requestAuthentication(): ApiObject | undefined {
    return this.object('Tokens');
  }

  /** The RequestAuthentication that is bound to its Kubernetes Services, if it requires tokens and they are behind a waypoint. */
  public get waypointRequestAuthentication(): ApiObject | undefined {
    return this.object('WaypointTokens');
  }

  /** The Sidecar with the hosts it may call, if its pods have sidecars. */
  public get sidecar(): ApiObject | undefined {
    return this.object('Sidecar');
  }

  /**
   * Allow a caller. Grants add up and may be repeated; each layer gets its part of it, on the target ports.
   *
   * Errors: `unsupported-caller`, `other-app`, `empty-list`, `missing-reason`, `contradicting-conditions`; at synth `unknown-port`,
   * `protocol-cannot-carry`, `source-address-not-seen` and what the platform cannot express.
   *
   * @param caller Who may call; the service itself is possible too.
   * @param options What it may do.
   */
  public allowFrom(caller: ICaller, options: AllowOptions = {}): Grant {
    const given = struct('options of allowFrom', options);
    const access = optionalList('access', given.access, (what, v) => instance(what, v, Access, 'write `Access.http(…)`, `Access.ports(…)` and the like'));
    const reason = optionalReason('allowFrom', given.reason);
    const expires = optionalDay('expires', given.expires);
    const owner = optionalOwner(given.owner);
    const when = conditions(this.node.path, given.when);
    this._registry.declareGrant({
      callee: this.id,
      caller: declaredCaller(this, 'allows', caller),
      access: access === undefined ? EVERYTHING : access.map((a) => a._declaration),
      ...(when === undefined ? {} : { when }),
      ...(reason === undefined ? {} : { reason }),
      ...(expires === undefined ? {} : { expires }),
      ...owner,
      construct: this.node.path,
    });
    return new Grant(this, caller, reason, expires, owner.owner);
  }

  /**
   * Let its pods call each other, as those of a StatefulSet do: `allowFrom` with the service itself. They dial each other by address, which a
   * sidecar knows by a headless Service alone; in ambient only whole ports of it can be granted, since no waypoint is on that way
   * (`http-on-headless`).
   *
   * @param options What they may do.
   */
  public allowPeers(options: AllowOptions = {}): Grant {
    return this.allowFrom(this, options);
  }

  /**
   * Let a Prometheus scrape its metrics: with a certificate of the mesh, or in plaintext where no proxy captures.
   *
   * Errors: `wrong-type`, `other-app`, `invalid-date`; at synth as of `allowFrom`, and `scrape-without-sidecar`, `scrape-of-captured-port`,
   * `scrape-through-tunnel`, `caller-without-pods`.
   *
   * @param prometheus Who scrapes. In plaintext it is known by its pods alone: `CallerPods.dataPlane` may be `NONE`.
   * @param scrape What, and how it comes.
   */
  public allowScrapes(prometheus: Prometheus, scrape: Scrape): Grant {
    return allowScrapes(this, prometheus, scrape);
  }

  /**
   * Take who shows an account that its pods ran under for the service, until a day. For a ServiceAccount that is renamed, or for pods that
   * leave `default`.
   *
   * While it holds, whatever admits this service admits both identities; its own policies hold for its pods under either; and the former
   * ServiceAccount stays, if it was emitted here. Whoever else runs under the former account has the former identity: under `default` that is
   * every pod of the namespace without an account of its own, which NetworkPolicy alone then keeps out (from a waypoint only those that may
   * not connect to it at all), and reports list it. Both states are proved: every pod under the former account, and every pod under the
   * lasting one. An account that another service keeps is shared with that one until then, which both have to say (`sharedIdentity`), and so
   * is one that several leave (`sharedUntilThen`).
   *
   * Errors: `invalid-name`, `missing-reason`, `invalid-date`; at synth `missing-as-of`, `migration-to-itself`, `former-account-taken`,
   * `former-account-shared`.
   *
   * @param migration Which account, why, and until when.
   * @returns the service, for the next statement
   */
  public migrateIdentity(migration: IdentityMigration): MeshService {
    declareMigration(this, this._registry, this.adoption !== undefined, migration);
    return this;
  }

  /**
   * Cut it off now: nobody may call it, and it may call nobody, whatever was granted. Grants to it and by it are not emitted, at neither end,
   * and reports list them; a grant to its whole namespace stays for the others. Take the line back, and everything is as it was.
   *
   * Emits a NetworkPolicy, and on Istio AuthorizationPolicies that deny everything, at its pods and its waypoint: a denial holds against
   * every other policy that allows. Names (DNS) are cut off, too. What stays open: its proxy's way to istiod, by which the denial arrives,
   * and the kubelet's probes, so that pods are not restarted and can be looked at.
   *
   * Not cut by it: what runs on a pod's own node reaches the pod. Connections that are open already end within the time that Envoy drains
   * them (45 s by default), at ztunnel at once; outside the mesh and on ports past the proxy the network plugin decides about them.
   *
   * Errors: `missing-reason`, `invalid-date`; at synth `missing-as-of`, `quarantine-of-shared-identity`.
   *
   * @param options Why, and until when it is meant to be.
   * @see https://kubernetes.io/docs/concepts/services-networking/network-policies/#networkpolicy-s-impact-on-existing-connections
   */
  public quarantine(options: QuarantineOptions): void {
    declareQuarantine(this, this._registry, options);
  }

  /**
   * Let somebody in for an emergency: a grant beside the others, with a reason, an owner and a last day that is near.
   *
   * Emits objects of its own beside those of the service: a NetworkPolicy, and on Istio an ALLOW at its pods and one for each Service behind
   * its waypoint. They carry the label `cdk8s-mesh-access/break-glass` and say in annotations why they are there, until when and for whom:
   * delete what carries the label, and the way in is closed before the next synth. A caller's own way out is in its own objects, and leads
   * nowhere then. Reports begin with it, and guardrails see it. Mutual TLS is asked for as before; what is in quarantine stays closed
   * (`break-glass-in-quarantine`). Under `Consent.BOTH` the caller need not state it.
   *
   * Errors: those of `allowFrom`, and `missing-owner`, `invalid-date`, `duplicate-break-glass`; at synth `missing-as-of`,
   * `break-glass-too-long`, `break-glass-in-quarantine`.
   *
   * @param caller Who may call.
   * @param options What for, why, until when, and who answers for it.
   */
  public breakGlass(caller: ICaller, options: BreakGlassOptions): void {
    declareBreakGlass(this, this._registry, caller, options);
  }

  /**
   * State that it calls another service or a host outside the cluster.
   *
   * For a service of the mesh this grants nothing: the callee's `allowFrom` does. Under `Consent.BOTH` both must be said. For an
   * `ExternalHost` it is what opens the way.
   *
   * Errors: `unsupported-target`, `other-app`, `missing-reason`, `invalid-date`.
   *
   * @param target What it calls.
   * @param options What is said about it.
   * @returns the service, for the next statement
   */
  public calls(target: ICallTarget, options: CallOptions = {}): MeshService {
    const given = struct('options of calls', options);
    const reason = optionalReason('calls', given.reason);
    const expires = optionalDay('expires', given.expires);
    if (typeof target?._recordCall !== 'function') {
      throw invalid('unsupported-target', `\`${this.node.path}\` calls ${show(target)}`, 'pass a MeshService or an ExternalHost');
    }
    target._recordCall(this, {
      ...(reason === undefined ? {} : { reason }),
      ...(expires === undefined ? {} : { expires }),
      ...optionalOwner(given.owner),
    });
    return this;
  }

  /**
   * Stand by an assumption as far as it is about this service: that somebody has looked, and why it holds. It stays in every report, with
   * what was said; after `expires` it is not acknowledged any more. Acknowledged is an assumption once it is for all that it concerns, or
   * for the whole mesh.
   *
   * Errors: `missing-reason`, `invalid-date`, `wrong-type`, at synth `missing-as-of`.
   *
   * @param assumption What holds of this service.
   * @param options Why, until when, and who says so.
   */
  public acknowledge(assumption: Assumption, options: ExceptionOptions): void {
    acknowledge(this, assumption, options, { service: this.id });
  }

  /** @internal */
  public _toCaller(): CallerModel {
    return { kind: 'service', service: this.id };
  }

  /** @internal */
  public _recordCall(caller: MeshService, said: CallStatement): void {
    refuseOtherApp(this, caller);
    this._registry.declareCall({ caller: caller.id, callee: this.id, construct: caller.node.path, ...said });
  }

  /**
   * As it is in its namespace, which may have been declared later.
   *
   * @internal
   */
  public _declaredIn(namespace: NamespaceConstruct): ServiceModel {
    const { mesh } = this._registry;
    return withPortsInForce(inherited(this.declaration, namespace._model), ({ expires }) => !isPast(mesh, expires));
  }

  private findNamespace(given: MeshNamespace | undefined): string {
    if (given !== undefined && given !== null) {
      const namespace = instance('namespace', given, MeshNamespace, 'pass a MeshNamespace');
      refuseOtherApp(this, namespace);
      return namespace.name;
    }
    const { namespace } = Chart.of(this);
    if (namespace === undefined) {
      throw invalid('missing-namespace', `\`${this.node.path}\` has no \`namespace\` and its chart none either`, 'give `namespace` to the chart, or a MeshNamespace');
    }
    return namespaceName('namespace of the chart', namespace);
  }

  private object(id: string): ApiObject | undefined {
    return this.node.tryFindChild(id) as ApiObject | undefined;
  }
}
