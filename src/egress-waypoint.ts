import { type ApiObject, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { Mesh } from './mesh';
import type { NamespaceModel, WaypointModel } from './model/model';
import { createObjects } from './private/api-objects';
import { instance, invalid, struct } from './private/arguments';
import { namespaceName, serviceName } from './private/names';
import type { Registry } from './private/registry';
import { waypointSize } from './private/waypoint-size';
import type { WaypointResources } from './waypoint';

/** Properties of an `EgressWaypoint`. */
export interface EgressWaypointProps {
  /** The mesh of the App. */
  readonly mesh: Mesh;

  /**
   * Name of the waypoint's Gateway, and of the objects that istiod creates for it. Errors: `invalid-name`.
   *
   * @default waypoint
   */
  readonly name?: string;

  /**
   * Number of pods. While none of them is ready, no ambient service can reach an external host.
   *
   * @default - istiod's: 1
   */
  readonly replicas?: number;

  /**
   * CPU and memory of the container. Errors: `invalid-quantity`.
   *
   * @default - istiod's
   */
  readonly resources?: WaypointResources;
}

/**
 * The egress waypoint for ambient services: decides which of them may reach which external host.
 *
 * ztunnel lets pods connect to any destination outside the mesh, and enforces neither `exportTo` nor `REGISTRY_ONLY`. Therefore NetworkPolicy
 * allows an ambient service out only to this waypoint, which knows the service's identity, and allows only the waypoint out to the hosts. For
 * each host that ambient services call (`ExternalHost`) it emits a ServiceEntry that uses the waypoint and an AuthorizationPolicy with
 * exactly the declared callers and ports.
 *
 * At most one per App (`duplicate-egress-waypoint`), in a chart with a namespace of its own. The Namespace is emitted, and nothing else may
 * be declared in it (`egress-waypoint-namespace`), because any pod there could use the waypoint's egress.
 *
 * Errors: `missing-namespace`, `other-app`, `unsupported-feature` (on platform `KUBERNETES`), `invalid-name`, `invalid-quantity`.
 *
 * @see https://istio.io/latest/docs/ambient/usage/waypoint/
 * @see https://istio.io/latest/docs/reference/config/networking/service-entry/
 */
export class EgressWaypoint extends Construct {
  /** Namespace of the waypoint: the chart's. */
  public readonly namespaceName: string;

  /** Name of the waypoint's Gateway. */
  public readonly name: string;

  /** @internal */
  public readonly _model: NamespaceModel;

  private readonly registry: Registry;
  private readonly waypoint: WaypointModel;
  private readonly objects: readonly ApiObject[];

  constructor(scope: Construct, id: string, props: EgressWaypointProps) {
    super(scope, id);
    const given = struct('props of EgressWaypoint', props);
    const mesh = instance('mesh', given.mesh, Mesh, 'pass the App\'s `Mesh`');
    this.registry = mesh._registry;
    if (mesh.node.root !== this.node.root) throw invalid('other-app', `\`${this.node.path}\` is given the Mesh of another App`, 'each App has a Mesh of its own');
    if (this.registry.mesh.platform === 'kubernetes') {
      throw invalid('unsupported-feature', 'platform `kubernetes` has no waypoints', 'leave it out, or set `platform` to `Platform.ISTIO`');
    }
    this.namespaceName = chartNamespace(this);
    this.name = serviceName('name of the waypoint', given.name ?? 'waypoint');
    this.waypoint = { namespace: this.namespaceName, name: this.name, serviceAccount: this.name, managed: true };
    this._model = { id: this.namespaceName, construct: this.node.path, owned: true, dataPlane: 'ambient', waypoint: this.waypoint };
    this.objects = createObjects(this, this.registry.platform.egressWaypointSlots(this.registry.mesh, {
      name: this.namespaceName,
      dataPlane: 'ambient',
      waypoint: this.waypoint,
      waypointOptions: waypointSize(given),
      labels: {},
      emitNamespace: true,
      podSecurity: { warn: 'restricted', audit: 'restricted' },
    }), () => this.registry.index());
    const namespace = this.namespaceObject;
    if (namespace !== undefined) this.node.defaultChild = namespace;
    this.registry.declareNamespace(this._model, this);
    this.registry.declareEgressWaypoint({ waypoint: this.waypoint, construct: this.node.path }, this);
  }

  /** The Namespace object. */
  public get namespaceObject(): ApiObject | undefined {
    return this.object('Namespace');
  }

  /** The NetworkPolicy that isolates every pod of the namespace. */
  public get defaultDeny(): ApiObject | undefined {
    return this.object('DefaultDeny');
  }

  /** The Gateway, from which istiod deploys the waypoint. */
  public get gateway(): ApiObject | undefined {
    return this.object('Waypoint');
  }

  /** The AuthorizationPolicy of the waypoint that allows nothing by default. */
  public get gatewayAllowNothing(): ApiObject | undefined {
    return this.object('WaypointAllowNothing');
  }

  /** The NetworkPolicy for inbound traffic: who may connect to the waypoint. */
  public get ingressPolicy(): ApiObject | undefined {
    return this.object('WaypointIngressPolicy');
  }

  /** The NetworkPolicy for outbound traffic: what the waypoint may connect to. */
  public get egressPolicy(): ApiObject | undefined {
    return this.object('WaypointEgressPolicy');
  }

  /**
   * The objects of a host that somebody calls through the waypoint, once.
   *
   * @internal
   */
  public _needHost(host: string): void {
    const id = `External-${host}`;
    if (this.node.tryFindChild(id) !== undefined) return;
    const { platform, mesh } = this.registry;
    createObjects(new Construct(this, id), platform.egressSlots(mesh, this.waypoint, host), () => this.registry.index());
  }

  private object(id: string): ApiObject | undefined {
    return this.objects.find((o) => o.node.id === id);
  }
}

function chartNamespace(scope: Construct): string {
  const { namespace } = Chart.of(scope);
  if (namespace === undefined) throw invalid('missing-namespace', `\`${scope.node.path}\` is in a chart without a namespace`, 'give the chart a `namespace` that nothing else uses');
  return namespaceName('namespace of the chart', namespace);
}
