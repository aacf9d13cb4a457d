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
import { narrowing } from './private/narrowing';
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
 * A service of the mesh. It denies all traffic by default: nobody may call it and it may call nobody until a grant or a call is declared.
 *
 * Emits a ServiceAccount, the Kubernetes Services, and one NetworkPolicy per direction. On Istio it also emits an AuthorizationPolicy that
 * lists exactly the declared callers, a Sidecar that lists exactly the hosts the service may call, and a PeerAuthentication where a port
 * departs from mutual TLS. An ambient service has no Sidecar. An ambient service behind a waypoint has, in addition, one AuthorizationPolicy
 * per Kubernetes Service that says who may send which requests; its pods then accept connections from the waypoint instead of from the
 * callers. A service that requires tokens has a RequestAuthentication. The API objects are created as soon as the service and its namespace
 * are both declared; their content is computed when cdk8s renders them, so later grants are included.
 *
 * The workload itself is not emitted: its pods must carry `podLabels` and run under `serviceAccountName`. DNS and, on Istio, the control
 * plane stay reachable. NetworkPolicy sees pods and ports, never identities or requests, and cannot block traffic from the pod's own node.
 *
 * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/
 * @see https://istio.io/latest/docs/reference/config/networking/sidecar/
 * @see https://kubernetes.io/docs/concepts/services-networking/network-policies/
 */
export class MeshService extends Construct implements ICaller, ICallTarget {
  /**
   * Declares a service for workloads that already exist in the App: Deployment, StatefulSet, DaemonSet, ReplicaSet, Job, CronJob, Argo
   * Rollout or Pod, made by cdk8s-plus (any version), an L1, an `ApiObject`, an `Include` or a Helm chart. Several workloads form one service
   * (for example stable and canary).
   *
   * The workloads are read in the form in which cdk8s will write them, when the App is synthesised, and are not changed. The service's
   * identity is the ServiceAccount they run under; its pods are selected by the labels that the workloads select by; its ports are those of
   * the App's Kubernetes Services that route to these pods, with the protocol each port states (`appProtocol`, or the prefix of the port's
   * name; a port that states no protocol can be granted only as a whole). No ServiceAccount is emitted, and no Kubernetes Service unless
   * `ports` are given.
   *
   * Errors: `unsupported-workload`, `unsupported-list`, `unsupported-service`, `other-app`, `empty-list`; at synth `several-service-accounts`,
   * `default-service-account`, `no-shared-labels`, `unlisted-workload`, `shared-kubernetes-service` and other errors about the workloads.
   *
   * @param scope Construct under which the service's own objects are created.
   * @param id Construct id, and the service's name if `props` has none.
   * @param workloads The workloads that make the service's pods. A construct stands for everything below it: from a chart with several
   * workloads, pass the single workload.
   * @param props Settings that the workloads do not state themselves.
   */
  public static fromWorkloads(scope: Construct, id: string, workloads: IConstruct[], props: AdoptedServiceProps = {}): MeshService {
    const given = struct('props of MeshService.fromWorkloads', props);
    const path = scope.node.path === '' ? id : `${scope.node.path}/${id}`;
    return new MeshService(scope, id, { ...given, _adoption: Adoption.of(path, scope.node.root, workloads, given) });
  }

  /** Namespace and name, `shop/catalog`. */
  public readonly id: string;

  /** Name of the Kubernetes Service. */
  public readonly name: string;

  /** Namespace of the service. */
  public readonly namespaceName: string;

  /** Name of the service as a caller in reports: its id. */
  public readonly callerName: string;

  /** Name of the service as a call target in reports: its id. */
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
   * Labels that the service's pods must carry, as a copy: the labels that select the pods and, if the service sets its own `dataPlane`, the
   * labels that choose the data plane (`istio.io/dataplane-mode`, `sidecar.istio.io/inject`). The latter are never used in selectors.
   */
  public get podLabels(): Record<string, string> {
    const { service: { podLabels, dataPlane }, ownDataPlane, adoption } = this.declaration;
    const own = this.adoption === undefined || adoption?.ownPodLabels ? podLabels : this.adoption.podLabels();
    return { ...own, ...(ownDataPlane ? dataPlaneLabels(this._registry.mesh, dataPlane) : {}) };
  }

  /** Name of the ServiceAccount that the service's pods must run under. For adopted workloads, the one they run under at the time of the call. */
  public get serviceAccountName(): string {
    const { service: { serviceAccount }, adoption } = this.declaration;
    return this.adoption === undefined || adoption?.ownServiceAccount ? serviceAccount : this.adoption.serviceAccountName();
  }

  /**
   * The ServiceAccount, if one is emitted for this service alone. Like all other objects of the service, undefined until the namespace is
   * declared.
   */
  public get serviceAccount(): ApiObject | undefined {
    return this.object('ServiceAccount');
  }

  /** The Kubernetes Service, if one is emitted. */
  public get kubernetesService(): ApiObject | undefined {
    return this.object('Service');
  }

  /** The NetworkPolicy for inbound traffic: who may call the service. */
  public get ingressPolicy(): ApiObject | undefined {
    return this.object('IngressPolicy');
  }

  /** The NetworkPolicy for outbound traffic: what the service may call. */
  public get egressPolicy(): ApiObject | undefined {
    return this.object('EgressPolicy');
  }

  /** The AuthorizationPolicy for connections to the service's pods, on Istio. Behind a waypoint it allows the waypoint. */
  public get authorizationPolicy(): ApiObject | undefined {
    return this.object('Callers');
  }

  /** The dry-run AuthorizationPolicy of an early rollout stage: records the requests that `authorizationPolicy` would refuse once enforced. */
  public get observedPolicy(): ApiObject | undefined {
    return this.object('Observed');
  }

  /** The AuthorizationPolicy bound to the Kubernetes Service, if it is behind a waypoint: who may send which requests. */
  public get waypointPolicy(): ApiObject | undefined {
    return this.object('WaypointCallers');
  }

  /** The RequestAuthentication of the service's pods, if it requires tokens and the pods have sidecars. */
  public get requestAuthentication(): ApiObject | undefined {
    return this.object('Tokens');
  }

  /** The RequestAuthentication bound to the Kubernetes Services, if the service requires tokens and is behind a waypoint. */
  public get waypointRequestAuthentication(): ApiObject | undefined {
    return this.object('WaypointTokens');
  }

  /** The Sidecar that lists the hosts the service may call, if its pods have sidecars. */
  public get sidecar(): ApiObject | undefined {
    return this.object('Sidecar');
  }

  /**
   * Allows a caller to call this service.
   *
   * Grants are additive, and repeating one has no effect. Each enforcement layer (NetworkPolicy, AuthorizationPolicy, Sidecar) receives the
   * part it can enforce, on the target ports.
   *
   * Errors: `unsupported-caller`, `other-app`, `empty-list`, `missing-reason`, `contradicting-conditions`, `unknown-option`; at synth
   * `unknown-port`, `impossible-request`, `protocol-cannot-carry`, `source-address-not-seen` and errors for whatever the platform cannot express.
   *
   * @param caller Who may call. The service itself is allowed as a caller.
   * @param options What the caller may do, under which conditions and until when.
   */
  public allowFrom(caller: ICaller, options: AllowOptions = {}): Grant {
    return this.grant(caller, options);
  }

  /**
   * Allows the service's pods to call each other, as those of a StatefulSet do. A service that calls its own Kubernetes Service allows itself
   * with `allowFrom`.
   *
   * Peers dial each other by pod address. A sidecar can route such calls only if a headless Kubernetes Service leads to the port
   * (`peers-by-address`). In ambient mode only whole ports of a headless Service can be granted, because these calls do not pass a waypoint
   * (`http-on-headless`).
   *
   * @param options What the peers may do.
   */
  public allowPeers(options: AllowOptions = {}): Grant {
    return this.grant(this, options, true);
  }

  /**
   * Allows a Prometheus to scrape the service's metrics, either with a certificate of the mesh or in plaintext on a port that no proxy
   * captures.
   *
   * Errors: `wrong-type`, `other-app`, `invalid-date`; at synth those of `allowFrom`, and `scrape-without-sidecar`,
   * `scrape-of-captured-port`, `scrape-through-tunnel`, `caller-without-pods`.
   *
   * @param prometheus The Prometheus that scrapes. In plaintext it is recognised by its pods alone, and its `CallerPods.dataPlane` may be
   * `NONE`.
   * @param scrape What is scraped, and how.
   */
  public allowScrapes(prometheus: Prometheus, scrape: Scrape): Grant {
    return allowScrapes(this, prometheus, scrape);
  }

  /**
   * Keeps the service's former ServiceAccount valid until a given day. Use it when a ServiceAccount is renamed, or when pods move off
   * `default`.
   *
   * Until that day every policy that admits this service admits both identities, the service's own policies apply to its pods under either
   * account, and the former ServiceAccount is still emitted if it was emitted here. Any other pod that runs under the former account has the
   * former identity as well: under `default` these are all pods of the namespace without an account of their own. NetworkPolicy alone keeps
   * them out then (at a waypoint it keeps out only those that may not connect to the waypoint at all), and reports list it. The proof covers
   * both end states: every pod under the former account, and every pod under the new one. If another service keeps using the former account,
   * both services share it until that day and both must declare this (`sharedIdentity`). If several services leave the same account, each
   * declares `sharedUntilThen`.
   *
   * Errors: `invalid-name`, `missing-reason`, `invalid-date`; at synth `missing-as-of`, `migration-to-itself`, `former-account-taken`,
   * `former-account-shared`.
   *
   * @param migration The former account, the reason, and the last day.
   * @returns this service, for chaining
   */
  public migrateIdentity(migration: IdentityMigration): MeshService {
    declareMigration(this, this._registry, this.adoption !== undefined, migration);
    return this;
  }

  /**
   * Isolates the service immediately: nobody may call it and it may call nobody, whatever was granted. Grants to and from it are not emitted
   * at either end, and reports list them; a grant to its whole namespace stays in force for the other services. Removing this call restores
   * the previous state.
   *
   * Emits a NetworkPolicy and, on Istio, AuthorizationPolicies that deny everything at the pods and at their waypoint; a DENY policy takes
   * precedence over every ALLOW policy. DNS is blocked as well. Two connections stay open: from the proxy to istiod, which delivers the
   * denial, and the kubelet's probes, so that pods are not restarted and can be inspected.
   *
   * Not guaranteed: traffic from the pod's own node still reaches the pod. Open connections end within Envoy's drain time (45 s by default),
   * or at once at ztunnel; outside the mesh and on ports that bypass the proxy the network plugin decides when they end.
   *
   * Errors: `missing-reason`, `invalid-date`; at synth `missing-as-of`, `quarantine-of-shared-identity`.
   *
   * @param options The reason, and the day by which the quarantine should end.
   * @see https://kubernetes.io/docs/concepts/services-networking/network-policies/#networkpolicy-s-impact-on-existing-connections
   */
  public quarantine(options: QuarantineOptions): void {
    declareQuarantine(this, this._registry, options);
  }

  /**
   * Grants emergency access: an additional grant with a reason, an owner and a near last day.
   *
   * Emits separate objects beside those of the service: a NetworkPolicy and, on Istio, one ALLOW policy at the pods and one for each
   * Kubernetes Service behind a waypoint. They carry the label `cdk8s-mesh-access/break-glass` and annotations with the reason, the last day
   * and the owner. Deleting everything with that label closes the access before the next synth; the caller's egress rule is in the caller's
   * own objects and then leads nowhere. Reports list emergency access first, and guardrails see it. Mutual TLS is required as before. A
   * service in quarantine stays closed (`break-glass-in-quarantine`). Under `Consent.BOTH` the caller does not have to declare the call.
   *
   * Errors: those of `allowFrom`, and `missing-owner`, `invalid-date`, `duplicate-break-glass`; at synth `missing-as-of`,
   * `break-glass-too-long`, `break-glass-in-quarantine`.
   *
   * @param caller Who may call.
   * @param options What is allowed, why, until when, and who is responsible.
   */
  public breakGlass(caller: ICaller, options: BreakGlassOptions): void {
    declareBreakGlass(this, this._registry, caller, options);
  }

  /**
   * Declares that this service calls another service, or a host outside the cluster.
   *
   * For a service of the mesh this grants nothing: the callee's `allowFrom` does. Under `Consent.BOTH` both statements are required. For an
   * `ExternalHost` this statement is what opens the egress.
   *
   * Errors: `unsupported-target`, `other-app`, `missing-reason`, `invalid-date`, `unknown-option`.
   *
   * @param target What the service calls.
   * @param options Reason, last day and owner of the call.
   * @returns this service, for chaining
   */
  public calls(target: ICallTarget, options: CallOptions = {}): MeshService {
    const given = narrowing('options of calls', options, { reason: true, expires: true, owner: true });
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
   * Acknowledges an assumption of the proof for this service: somebody has checked that it holds, and states why.
   *
   * The assumption and the statement stay in every report. After `expires` the assumption counts as not acknowledged. An assumption counts as
   * acknowledged once it is acknowledged for every service it concerns, or for the whole mesh.
   *
   * Errors: `missing-reason`, `invalid-date`, `wrong-type`, at synth `missing-as-of`.
   *
   * @param assumption The assumption that holds for this service.
   * @param options The reason, the last day, and who is responsible.
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
   * The service with what it inherits from its namespace, which may have been declared later.
   *
   * @internal
   */
  public _declaredIn(namespace: NamespaceConstruct): ServiceModel {
    const { mesh } = this._registry;
    return withPortsInForce(inherited(this.declaration, namespace._model), ({ expires }) => !isPast(mesh, expires));
  }

  private grant(caller: ICaller, options: AllowOptions, peers?: true): Grant {
    const given = narrowing('options of allowFrom', options, { access: true, when: true, reason: true, expires: true, owner: true });
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
      ...(peers === undefined ? {} : { peers }),
      construct: this.node.path,
    });
    return new Grant(this, caller, reason, expires, owner.owner);
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
