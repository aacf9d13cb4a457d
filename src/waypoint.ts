import type { WaypointModel } from './model/model';
import { namespaceName, objectName, serviceName } from './private/names';
import { struct } from './private/arguments';
import { type WaypointSize, waypointSize } from './private/waypoint-size';

/** CPU and memory of a container, as Kubernetes quantities: `{ cpu: '100m', memory: '128Mi' }`. */
export interface WaypointResources {
  /**
   * What is set aside for it.
   *
   * @default - istiod's
   */
  readonly requests?: Record<string, string>;

  /**
   * What it may not exceed.
   *
   * @default - istiod's
   */
  readonly limits?: Record<string, string>;
}

/** A waypoint that istiod deploys. */
export interface ManagedWaypointOptions {
  /**
   * Name of its Gateway, and of the Deployment, Service and ServiceAccount that istiod makes for it: no service of the namespace may
   * have it. Errors: `invalid-name`.
   *
   * @default waypoint
   */
  readonly name?: string;

  /**
   * How many pods it has. While none of them is ready, requests to the services behind it fail: nothing goes round it.
   *
   * @default - istiod's: 1
   */
  readonly replicas?: number;

  /**
   * CPU and memory of its container. Errors: `invalid-quantity`.
   *
   * @default - istiod's
   */
  readonly resources?: WaypointResources;
}

/** A waypoint that somebody else deploys. */
export interface ExistingWaypointOptions {
  /**
   * The ServiceAccount that its pods run under: the identity that ambient pods take its connections from. Errors: `invalid-name`.
   *
   * @default - the name, which istiod gives it
   */
  readonly serviceAccountName?: string;
}

/**
 * The proxy that decides about requests to ambient services: ztunnel sees connections, the waypoint methods, paths, hosts and headers.
 *
 * Every Kubernetes Service that is not headless sends its callers through the waypoint, ingress gateways too. The pods themselves take
 * connections from the waypoint, and from those who dial pods and were allowed whole ports (Prometheus, addresses, sidecars). A sidecar
 * does not go through waypoints, nor does what dials pods: such a caller cannot be held to requests and is refused where it should be.
 *
 * @see https://istio.io/latest/docs/ambient/usage/waypoint/
 */
export class Waypoint {
  /**
   * A waypoint of the namespace's own: a Gateway of class `istio-waypoint`, which istiod deploys, with an AuthorizationPolicy that allows
   * nothing by itself and NetworkPolicies for its pods.
   *
   * Errors: `invalid-name`, `invalid-quantity`, `wrong-type`.
   *
   * @see https://gateway-api.sigs.k8s.io/geps/gep-1867/
   */
  public static managed(options?: ManagedWaypointOptions): Waypoint {
    const given = struct('options of Waypoint.managed', options);
    return new Waypoint('managed', { name: serviceName('name of the waypoint', given.name ?? DEFAULT_NAME), ...waypointSize(given) });
  }

  /**
   * A waypoint that is there already. That nothing but its policies lets requests through it, and that NetworkPolicy lets its pods and its
   * callers connect, is its owner's business; with its manifests (`MeshProps.existingManifests`) the proof covers it.
   *
   * One in another namespace must let this one use it: `allowedRoutes` of its Gateway's listener. Policies stay with the service.
   *
   * Errors: `invalid-name`.
   *
   * @param namespace Namespace of its Gateway.
   * @param name Name of its Gateway.
   * @param options What differs from what istiod gives it.
   * @see https://istio.io/latest/docs/ambient/usage/waypoint/#usewaypointnamespace
   */
  public static existing(namespace: string, name: string, options?: ExistingWaypointOptions): Waypoint {
    const given = struct('options of Waypoint.existing', options);
    const gateway = serviceName('name of the waypoint', name);
    return new Waypoint('existing', {
      namespace: namespaceName('namespace of the waypoint', namespace),
      name: gateway,
      serviceAccount: objectName('serviceAccountName', given.serviceAccountName ?? gateway),
    });
  }

  /** No waypoint: only whole ports can be granted, which ztunnel decides about. */
  public static none(): Waypoint {
    return new Waypoint('none', { name: DEFAULT_NAME });
  }

  private constructor(
    /** @internal */
    public readonly _kind: 'managed' | 'existing' | 'none',
    private readonly given: { readonly namespace?: string; readonly name: string; readonly serviceAccount?: string } & WaypointSize,
  ) {}

  /**
   * As a service of this namespace uses it; undefined: none.
   *
   * @internal
   */
  public _toModel(namespace: string): WaypointModel | undefined {
    if (this._kind === 'none') return undefined;
    const { name, serviceAccount = name } = this.given;
    return { namespace: this.given.namespace ?? namespace, name, serviceAccount, managed: this._kind === 'managed' };
  }

  /** @internal */
  public get _size(): WaypointSize {
    const { replicas, resources } = this.given;
    return { ...(replicas === undefined ? {} : { replicas }), ...(resources === undefined ? {} : { resources }) };
  }
}

/** As in `istioctl waypoint apply`. */
const DEFAULT_NAME = 'waypoint';
