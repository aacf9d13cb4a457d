import type { ICaller } from './caller';
import type { CallerPods } from './caller-pods';
import { GATEWAY_NAME } from './model/data-plane-labels';
import type { CallerModel, MeshModel } from './model/model';
import { flag, struct } from './private/arguments';
import { objectName, serviceName } from './private/names';
import { callerPods, type Identity, identityOf, type OutsidePods, principalOf } from './private/outside-caller';

/** Options of an ingress gateway as a caller: its pods, and how it routes requests. */
export interface IngressGatewayOptions extends CallerPods {
  /**
   * Whether the gateway sends requests through the waypoint of a Service that has one and carries the label `istio.io/ingress-use-waypoint`,
   * as Istio's gateways do. A gateway that dials pods directly (another product, or a gateway in a sidecar) bypasses the waypoint, so it can
   * be granted whole ports of ambient services but no individual requests (`gateway-without-waypoint`).
   *
   * @default true
   * @see https://istio.io/latest/docs/reference/config/labels/#IoIstioIngressUseWaypoint
   */
  readonly usesWaypoints?: boolean;
}

/** Options of a gateway that Istio deploys for a Gateway object. */
export interface DeployedGatewayOptions {
  /**
   * The Gateway's `gatewayClassName`: one of Istio's own classes, or one of yours with the controller `istio.io/gateway-controller`. Errors:
   * `invalid-name`.
   *
   * @default istio
   */
  readonly gatewayClassName?: string;

  /**
   * ServiceAccount of the gateway's pods, if an annotation (`gateway.istio.io/service-account`, `gateway.istio.io/name-override`) or istiod's
   * settings change it. Errors: `invalid-name`.
   *
   * @default - `<name>-<class>`, as in `edge-istio`
   */
  readonly serviceAccountName?: string;
}

/**
 * An ingress gateway as a caller, identified by its ServiceAccount.
 *
 * Emits nothing: `IngressGatewayPods` isolates the gateway's pods. The gateway's own routes decide which requests reach it, so grant it only
 * the paths it publishes.
 */
export class IngressGateway implements ICaller {
  /**
   * The gateway that runs under the given ServiceAccount.
   *
   * @param namespace Namespace of the gateway's pods. Errors: `invalid-name`.
   * @param serviceAccount The gateway's ServiceAccount. For a gateway that Istio deploys for a Gateway object, `fromGateway` derives it.
   * Errors: `invalid-name`.
   * @param options The gateway's pods. Errors: `conflicting-pods`, `empty-selector`.
   * @see https://istio.io/latest/docs/tasks/traffic-management/ingress/gateway-api/#automated-deployment
   */
  public static fromIdentity(namespace: string, serviceAccount: string, options?: IngressGatewayOptions): IngressGateway {
    const identity = identityOf(namespace, serviceAccount);
    const usesWaypoints = flag('usesWaypoints', struct('options of IngressGateway', options).usesWaypoints, true);
    return new IngressGateway(identity, callerPods('IngressGateway', identity.namespace, options), usesWaypoints, identity.serviceAccount);
  }

  /**
   * The gateway that Istio deploys for a Gateway object of the Gateway API. Its pods carry the object's name as a label, and its identity
   * derives from the object's name and class.
   *
   * @param namespace Namespace of the Gateway. Errors: `invalid-name`.
   * @param name Name of the Gateway. Errors: `invalid-name`.
   * @param options Settings of a gateway that is not deployed in the default way.
   * @see https://istio.io/latest/docs/tasks/traffic-management/ingress/gateway-api/#automated-deployment
   */
  public static fromGateway(namespace: string, name: string, options?: DeployedGatewayOptions): IngressGateway {
    const given = struct('options of IngressGateway.fromGateway', options);
    const gateway = serviceName('name of the gateway', name);
    const usual = (): string => `${gateway}-${objectName('gatewayClassName', given.gatewayClassName ?? 'istio')}`;
    const identity = identityOf(namespace, given.serviceAccountName ?? usual());
    return new IngressGateway(identity, callerPods('IngressGateway', identity.namespace, { podLabels: { [GATEWAY_NAME]: gateway } }), true, gateway);
  }

  /** Namespace and ServiceAccount, `istio-ingress/edge-istio`. */
  public readonly callerName: string;

  private constructor(
    private readonly identity: Identity,
    private readonly pods: OutsidePods,
    private readonly usesWaypoints: boolean,
    /**
     * Name that the policies of the gateway's pods derive from.
     *
     * @internal
     */
    public readonly _name: string,
  ) {
    this.callerName = `${identity.namespace}/${identity.serviceAccount}`;
  }

  /** @internal */
  public _toCaller(mesh: MeshModel): Extract<CallerModel, { kind: 'identity' }> {
    return { kind: 'identity', role: 'ingress-gateway', principal: principalOf(mesh, this.identity), ...this.pods, ...(this.usesWaypoints ? {} : { usesWaypoints: false }) };
  }
}
