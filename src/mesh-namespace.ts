import { type ApiObject, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import type { ICaller } from './caller';
import { DataPlane } from './data-plane';
import { Mesh } from './mesh';
import type { CallerModel, MeshModel } from './model/model';
import type { DeclaredNamespace } from './platforms/platform';
import { PodSecurityLevel, type PodSecurity } from './pod-security';
import { createObjects } from './private/api-objects';
import { flag, instance, invalid, member, struct } from './private/arguments';
import { namespaceName } from './private/names';
import { namespaceLabels } from './private/namespace-labels';
import type { Registry } from './private/registry';

/** A namespace that somebody else's synth owns. */
export interface MeshNamespaceReference {
  /** The mesh of the App. */
  readonly mesh: Mesh;
  /** Name of the namespace. Errors: `invalid-name`. */
  readonly name: string;
  /**
   * How its pods take part in the mesh.
   *
   * @default - `DataPlane.SIDECAR`, on platform `KUBERNETES` `DataPlane.NONE`
   */
  readonly dataPlane?: DataPlane;
}

/** A namespace that this App owns. */
export interface MeshNamespaceProps {
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
   * Further labels of the Namespace. Errors: `invalid-label`, `reserved-label` (what another property, this library or Kubernetes sets).
   *
   * @default - none
   */
  readonly labels?: Record<string, string>;

  /**
   * Whether the Namespace object itself is emitted. Without it, whoever owns it must set the labels that the mesh needs
   * (`istio-injection` or `istio.io/rev`).
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

/**
 * A namespace in which nothing is allowed until a service declares it.
 *
 * Emits the Namespace with its mesh labels, a NetworkPolicy that isolates every pod in both directions, and on Istio a PeerAuthentication
 * that requires mutual TLS and an AuthorizationPolicy that allows nothing. As a caller it stands for every identity of the namespace.
 *
 * Pods of the namespace that no `MeshService` selects can neither call nor be called. It cannot hold back pods on the host network, and
 * NetworkPolicy needs a network plugin that enforces it. In the file order of `kubectl apply -f` it must come before what lives in it:
 * declare it in the chart of its services, or make their charts depend on its chart.
 *
 * @see https://kubernetes.io/docs/concepts/services-networking/network-policies/#default-policies
 * @see https://istio.io/latest/docs/ops/best-practices/security/#use-default-deny-patterns
 */
export class MeshNamespace extends Construct implements ICaller {
  /**
   * A namespace that somebody else's synth owns and isolates: emits nothing of its own, and lets this App declare services in it.
   *
   * Its isolation must be given to the proof with `MeshProps.existingManifests`: without it nothing shows that anything is denied there,
   * and the proof is refuted.
   */
  public static fromName(scope: Construct, id: string, reference: MeshNamespaceReference): MeshNamespace {
    return new ReferencedNamespace(scope, id, reference);
  }

  /** Name of the namespace. */
  public readonly name: string;

  /** What reports call it: its name. */
  public readonly callerName: string;

  /** How its pods take part in the mesh. */
  public readonly dataPlane: DataPlane;

  /** @internal */
  public readonly _registry: Registry;

  private readonly objects: readonly ApiObject[];

  constructor(scope: Construct, id: string, props: MeshNamespaceProps) {
    super(scope, id);
    const given = struct('props of MeshNamespace', props);
    const mesh = instance('mesh', given.mesh, Mesh, 'pass the App\'s `Mesh`');
    this._registry = mesh._registry;
    if (mesh.node.root !== this.node.root) throw invalid('other-app', `\`${this.node.path}\` is given the Mesh of another App`, 'each App has a Mesh of its own');
    this.name = namespaceName('namespace', given.name ?? chartNamespace(this));
    this.callerName = this.name;
    this.dataPlane = dataPlaneOf(mesh._registry.mesh, given.dataPlane);
    const owned = this._owned();
    this.objects = owned ? this.emit(given) : [];
    const namespace = this.namespaceObject;
    if (namespace !== undefined) this.node.defaultChild = namespace;
    this._registry.declareNamespace({ id: this.name, construct: this.node.path, owned, dataPlane: this.dataPlane }, this);
  }

  /** The Namespace, if it is emitted. */
  public get namespaceObject(): ApiObject | undefined {
    return this.objects.find((o) => o.kind === 'Namespace');
  }

  /** The NetworkPolicy that isolates every pod, if the namespace is owned. */
  public get defaultDeny(): ApiObject | undefined {
    return this.objects.find((o) => o.kind === 'NetworkPolicy');
  }

  /** The PeerAuthentication that requires mutual TLS, if the namespace is owned and in the mesh. */
  public get peerAuthentication(): ApiObject | undefined {
    return this.objects.find((o) => o.kind === 'PeerAuthentication');
  }

  /** The AuthorizationPolicy that allows nothing, if the namespace is owned and in the mesh. */
  public get allowNothing(): ApiObject | undefined {
    return this.objects.find((o) => o.kind === 'AuthorizationPolicy');
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
   * that it does not matter which of them is declared first.
   *
   * @internal
   */
  public _needHost(host: string): void {
    const id = `External-${host}`;
    if (this.node.tryFindChild(id) !== undefined) return;
    const { platform, mesh } = this._registry;
    createObjects(new Construct(this, id), platform.externalSlots(mesh, this.name, host), () => this._registry.index());
  }

  /** @internal */
  protected _owned(): boolean {
    return true;
  }

  private emit(given: Partial<MeshNamespaceProps>): ApiObject[] {
    const declared: DeclaredNamespace = {
      name: this.name,
      dataPlane: this.dataPlane,
      labels: given.labels === undefined ? {} : namespaceLabels('labels', given.labels),
      emitNamespace: flag('emitNamespace', given.emitNamespace, true),
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

export function dataPlaneOf(mesh: MeshModel, given: DataPlane | undefined): DataPlane {
  if (given === undefined || given === null) return mesh.platform === 'kubernetes' ? DataPlane.NONE : DataPlane.SIDECAR;
  const dataPlane = member('dataPlane', given, DataPlane);
  if (dataPlane === DataPlane.SIDECAR && mesh.platform === 'kubernetes') {
    throw invalid('unsupported-feature', 'platform `kubernetes` has no sidecars', 'leave `dataPlane` out, or set `platform` to `Platform.ISTIO`');
  }
  return dataPlane;
}

function podSecurity(given: PodSecurity | undefined): DeclaredNamespace['podSecurity'] {
  const levels = struct('podSecurity', given);
  return {
    warn: member('podSecurity.warn', levels.warn ?? PodSecurityLevel.RESTRICTED, PodSecurityLevel),
    audit: member('podSecurity.audit', levels.audit ?? PodSecurityLevel.RESTRICTED, PodSecurityLevel),
    ...(levels.enforce === undefined ? {} : { enforce: member('podSecurity.enforce', levels.enforce, PodSecurityLevel) }),
  };
}
