import type { WaypointModel } from './model/model';
import { namespaceName, objectName, serviceName } from './private/names';
import { struct } from './private/arguments';
import { type WaypointSize, waypointSize } from './private/waypoint-size';

/** CPU and memory of a container, as Kubernetes quantities: `{ cpu: '100m', memory: '128Mi' }`. */
export interface WaypointResources {
  /**
   * Resource requests of the container.
   *
   * @default - istiod's
   */
  readonly requests?: Record<string, string>;

  /**
   * Resource limits of the container.
   *
   * @default - istiod's
   */
  readonly limits?: Record<string, string>;
}

/** Options of a waypoint that istiod deploys. */
export interface ManagedWaypointOptions {
  /**
   * Name of the waypoint's Gateway, and of the Deployment, Service and ServiceAccount that istiod creates for it. No service of the namespace
   * may have this name. Errors: `invalid-name`.
   *
   * @default waypoint
   */
  readonly name?: string;

  /**
   * Number of pods. While none of them is ready, requests to the services behind the waypoint fail: no traffic bypasses it.
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

/** Options of a waypoint that somebody else deploys. */
export interface ExistingWaypointOptions {
  /**
   * ServiceAccount of the waypoint's pods: the identity from which ambient pods accept its connections. Errors: `invalid-name`.
   *
   * @default - the waypoint's name, as istiod sets it
   */
  readonly serviceAccountName?: string;
}

/**
 * The proxy that authorizes requests to ambient services: ztunnel sees only connections, a waypoint sees methods, paths, hosts and headers.
 *
 * Every Kubernetes Service that is not headless sends its callers through the waypoint, including ingress gateways. The pods themselves
 * accept connections from the waypoint, and from callers that dial pods directly and were allowed whole ports (Prometheus, addresses,
 * sidecars). Calls from a sidecar, and calls that dial pods directly, bypass the waypoint: such a caller cannot be restricted to certain
 * requests, and is refused wherever it would have to be.
 *
 * @see https://istio.io/latest/docs/ambient/usage/waypoint/
 */
export class Waypoint {
  /**
   * A waypoint of the namespace itself: a Gateway of class `istio-waypoint`, which istiod deploys, with an AuthorizationPolicy that allows
   * nothing by default and NetworkPolicies for its pods.
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
   * A waypoint that already exists. Its owner is responsible for two things: that only its policies let requests through it, and that
   * NetworkPolicy lets its pods and its callers connect. If its manifests are given (`MeshProps.existingManifests`), the proof covers them.
   *
   * A waypoint in another namespace must admit this one: `allowedRoutes` of its Gateway's listener. Policies stay in the service's namespace.
   *
   * Errors: `invalid-name`.
   *
   * @param namespace Namespace of the waypoint's Gateway.
   * @param name Name of the waypoint's Gateway.
   * @param options Settings that differ from istiod's defaults.
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

  /** No waypoint: only whole ports can be granted, which ztunnel enforces. */
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
