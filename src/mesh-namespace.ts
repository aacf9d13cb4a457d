import { type ApiObject, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import type { ICaller } from './caller';
import { DataPlane } from './data-plane';
import type { ForeignPods, ForeignPodsOptions } from './foreign-pods';
import { Mesh } from './mesh';
import type { MeshNamespaceProps, MeshNamespaceReference } from './mesh-namespace-props';
import type { MeshService } from './mesh-service';
import type { CallerModel, NamespaceModel } from './model/model';
import type { DeclaredNamespace } from './platforms/platform';
import { namespaceAccessLog } from './private/access-log';
import { createObjects } from './private/api-objects';
import { flag, instance, invalid, struct } from './private/arguments';
import { dataPlaneOf, migrationOf } from './private/data-planes';
import { addForeignPods } from './private/foreign/add';
import { namespaceName } from './private/names';
import { namespaceLabels } from './private/namespace-labels';
import { ownersWordOf } from './private/owners-word';
import { podSecurity } from './private/pod-security';
import type { Registry } from './private/registry';
import { namespaceStage } from './private/stages';
import { namespaceStewardship } from './private/stewardship';
import { Waypoint } from './waypoint';

/**
 * A namespace in which all traffic is denied until a service allows it.
 *
 * Emits the Namespace with its mesh labels, a NetworkPolicy that isolates every pod in both directions and, on Istio, a PeerAuthentication
 * that requires mutual TLS and an AuthorizationPolicy that allows nothing. A managed waypoint adds its Gateway, an AuthorizationPolicy that
 * allows nothing through the waypoint, and NetworkPolicies for the waypoint's pods. Used as a caller, the namespace stands for every identity
 * in it.
 *
 * Pods of the namespace that no `MeshService` selects can neither call nor be called. Not guaranteed: pods on the host network cannot be
 * isolated, and NetworkPolicy needs a network plugin that enforces it. `kubectl apply -f` needs the Namespace before the objects in it:
 * declare it in the chart of its services, or make their charts depend on its chart.
 *
 * @see https://kubernetes.io/docs/concepts/services-networking/network-policies/#default-policies
 * @see https://istio.io/latest/docs/ops/best-practices/security/#use-default-deny-patterns
 */
export class MeshNamespace extends Construct implements ICaller {
  /**
   * References a namespace that another App owns and isolates, so that this App can declare services in it. Emits nothing of its own.
   *
   * The proof needs evidence that the namespace allows nothing by default: either the owner's `contract` or the owner's manifests
   * (`MeshProps.existingManifests`). Without it the proof is refuted. The names of all emitted objects derive from service names, so two Apps
   * that share a namespace never write the same object.
   *
   * @param scope Construct under which it is created.
   * @param id Construct id.
   * @param reference The namespace, and what its owner says of it.
   */
  public static fromName(scope: Construct, id: string, reference: MeshNamespaceReference): MeshNamespace {
    return new ReferencedNamespace(scope, id, reference);
  }

  /** Name of the namespace. */
  public readonly name: string;

  /** Name of the namespace as a caller in reports: its name. */
  public readonly callerName: string;

  /** Data plane of the namespace's pods. */
  public readonly dataPlane: DataPlane;

  /** @internal */
  public readonly _registry: Registry;

  /** @internal */
  public readonly _model: NamespaceModel;

  private readonly objects: readonly ApiObject[];

  constructor(scope: Construct, id: string, props: MeshNamespaceProps) {
    super(scope, id);
    const given = struct('props of MeshNamespace', props);
    const mesh = instance('mesh', given.mesh, Mesh, 'pass the App\'s `Mesh`');
    this._registry = mesh._registry;
    if (mesh.node.root !== this.node.root) throw invalid('other-app', `\`${this.node.path}\` is given the Mesh of another App`, 'each App has a Mesh of its own');
    this.name = namespaceName('namespace', given.name ?? chartNamespace(this));
    this.callerName = this.name;
    const owned = this._owned();
    const said = owned ? undefined : ownersWordOf(this.node.path, this.name, given);
    this.dataPlane = dataPlaneOf(mesh._registry.mesh, (said?.dataPlane as DataPlane | undefined) ?? given.dataPlane);
    const waypoint = this.waypointOf(given.waypoint, owned);
    const migratingFrom = migrationOf(this.node.path, given.migratingFrom, this.dataPlane);
    this._model = {
      id: this.name,
      construct: this.node.path,
      owned,
      ...(!owned || flag('emitNamespace', given.emitNamespace, true) ? {} : { writesObject: false }),
      dataPlane: this.dataPlane,
      ...(waypoint === undefined ? {} : { waypoint: waypoint._toModel(this.name) }),
      ...(migratingFrom === undefined ? {} : { migratingFrom }),
      ...(owned ? namespaceAccessLog(this, waypoint !== undefined, given.accessLogProviders) : {}),
      ...namespaceStewardship(given),
      ...(owned ? namespaceStage(mesh._registry.mesh, given) : {}),
      ...said,
    };
    this.objects = owned ? this.emit(given, waypoint) : [];
    const namespace = this.namespaceObject;
    if (namespace !== undefined) this.node.defaultChild = namespace;
    this._registry.declareNamespace(this._model, this);
  }

  /** The Namespace object, if it is emitted. */
  public get namespaceObject(): ApiObject | undefined {
    return this.object('Namespace');
  }

  /** The NetworkPolicy that isolates every pod, if this App owns the namespace and the rollout stage includes it. */
  public get defaultDeny(): ApiObject | undefined {
    return this.object('DefaultDeny');
  }

  /** The PeerAuthentication, if this App owns the namespace and it is in the mesh. Requires mutual TLS; at an earlier rollout stage permits it. */
  public get peerAuthentication(): ApiObject | undefined {
    return this.object('PeerAuthentication');
  }

  /** The AuthorizationPolicy that allows nothing, if this App owns the namespace and it is in the mesh. */
  public get allowNothing(): ApiObject | undefined {
    return this.object('AllowNothing');
  }

  /** The Telemetry with the access log providers of the namespace's proxies, if `accessLogProviders` is set. */
  public get accessLog(): ApiObject | undefined {
    return this.object('AccessLog');
  }

  /** The Gateway of the managed waypoint, if there is one. */
  public get waypointGateway(): ApiObject | undefined {
    return this.object('Waypoint');
  }

  /** The ConfigMap with the replicas and resources of the managed waypoint, if they are set. */
  public get waypointOptions(): ApiObject | undefined {
    return this.object('WaypointOptions');
  }

  /** The AuthorizationPolicy of the managed waypoint that allows nothing by default. */
  public get waypointAllowNothing(): ApiObject | undefined {
    return this.object('WaypointAllowNothing');
  }

  /** The NetworkPolicy for inbound traffic of the managed waypoint: who may connect to it. */
  public get waypointIngressPolicy(): ApiObject | undefined {
    return this.object('WaypointIngressPolicy');
  }

  /** The NetworkPolicy for outbound traffic of the managed waypoint: what it may connect to. */
  public get waypointEgressPolicy(): ApiObject | undefined {
    return this.object('WaypointEgressPolicy');
  }

  /**
   * Admits pods that this App does not create, such as certificate solvers, pods made by operators, and hooks. They get the policies of a
   * service and none of its other objects. Without this call such pods can neither call nor be called, and may fail to start.
   *
   * The returned service is used like any other: `allowFrom` declares who may call the pods, `calls` what they call. No manifest shows that
   * the pods carry the declared labels and names and take part in the mesh as declared: that is the assumption
   * `foreign-pods-are-as-declared`. Where no proxy is in front of them, NetworkPolicy alone decides, by pods.
   *
   * Errors: `missing-reason`, `invalid-name`, `wrong-type`; at synth `overlapping-selector`, `unknown-api-server`, `job-never-ends`,
   * `foreign-pods-by-address`.
   *
   * @param id Construct id below the namespace, and the name that the policies derive from.
   * @param pods The kind of pods.
   * @param options Why they are admitted, and who is responsible.
   */
  public addForeignPods(id: string, pods: ForeignPods, options: ForeignPodsOptions): MeshService {
    return addForeignPods(this, id, pods, options);
  }

  /** @internal */
  public _toCaller(): CallerModel {
    return { kind: 'namespace', namespace: this.name };
  }

  /**
   * Objects of services that were declared before the namespace: `kubectl apply -f` needs the Namespace first. Only within one chart,
   * since a dependency between charts would rename their files.
   *
   * @internal
   */
  public _precede(later: readonly ApiObject[]): void {
    const namespace = this.namespaceObject;
    if (namespace === undefined) return;
    const chart = Chart.of(this);
    for (const object of [...this.objects, ...later]) {
      if (object !== namespace && Chart.of(object) === chart) object.addDependency(namespace);
    }
  }

  /**
   * The objects that let the namespace's services reach an external host: once per host, here rather than with one of its callers, so
   * that it does not matter which of them is declared first. In a namespace of others once per caller: see `Platform.externalSlots`.
   *
   * @internal
   */
  public _needHost(host: string, caller: string): void {
    const tenant = this._model.owned ? undefined : caller;
    const id = tenant === undefined ? `External-${host}` : `External-${tenant}-${host}`;
    if (this.node.tryFindChild(id) !== undefined) return;
    const { platform, mesh } = this._registry;
    createObjects(new Construct(this, id), platform.externalSlots(mesh, this.name, host, tenant), () => this._registry.index());
  }

  /**
   * A ServiceAccount that services of the namespace share or come from: once, however many.
   *
   * @internal
   */
  public _needAccount(serviceAccount: string): void {
    const id = `Account-${serviceAccount}`;
    if (this.node.tryFindChild(id) !== undefined) return;
    const { platform } = this._registry;
    createObjects(new Construct(this, id), platform.accountSlots(this.name, serviceAccount), () => this._registry.index());
  }

  /** @internal */
  protected _owned(): boolean {
    return true;
  }

  private waypointOf(value: Waypoint | undefined, owned: boolean): Waypoint | undefined {
    if (value === undefined || value === null) return undefined;
    const waypoint = instance('waypoint', value, Waypoint, 'write `Waypoint.managed()` or `Waypoint.existing(namespace, name)`');
    if (waypoint._kind === 'managed' && !owned) {
      throw invalid('unsupported-waypoint', `\`${this.node.path}\` belongs to somebody else and is given a managed waypoint`, 'name the one it has with `Waypoint.existing`');
    }
    return waypoint._kind === 'none' ? undefined : waypoint;
  }

  private emit(given: Partial<MeshNamespaceProps>, waypoint: Waypoint | undefined): ApiObject[] {
    const { dataPlane, migratingFrom, stage, waypoint: declaredWaypoint, accessLogProviders, writesObject } = this._model;
    const declared: DeclaredNamespace = {
      name: this.name,
      dataPlane,
      ...(migratingFrom === undefined ? {} : { migratingFrom }),
      ...(stage === undefined ? {} : { stage }),
      ...(accessLogProviders === undefined ? {} : { accessLogProviders }),
      ...(waypoint === undefined ? {} : { waypoint: declaredWaypoint, waypointOptions: waypoint._size }),
      labels: given.labels === undefined ? {} : namespaceLabels('labels', given.labels),
      emitNamespace: writesObject !== false,
      podSecurity: podSecurity(given.podSecurity),
    };
    const { platform, mesh } = this._registry;
    const enforced = declared.podSecurity.enforce;
    if (enforced !== undefined && enforced !== 'privileged' && this.dataPlane === DataPlane.SIDECAR && !mesh.istioCni) {
      this._registry.report({
        code: 'pod-security-needs-cni',
        construct: this.node.path,
        message: `Pod Security \`${enforced}\` would refuse the \`istio-init\` container of every pod with a sidecar`,
        repair: 'install istio-cni and set `istioCni` on the Mesh, or leave `enforce` out',
      });
    }
    return createObjects(this, platform.namespaceSlots(mesh, declared), () => this._registry.index());
  }

  /** By slot: another object of the same kind is none of these. */
  private object(id: string): ApiObject | undefined {
    return this.objects.find((o) => o.node.id === id);
  }
}

/** Only referred to: nothing is emitted for it. */
class ReferencedNamespace extends MeshNamespace {
  /** @internal */
  protected override _owned(): boolean {
    return false;
  }
}

function chartNamespace(scope: Construct): string {
  const namespace = Chart.of(scope).namespace;
  if (namespace === undefined) {
    throw invalid('missing-namespace', `\`${scope.node.path}\` has no \`name\` and its chart no namespace`, 'give `namespace` to the chart, or `name`');
  }
  return namespace;
}
