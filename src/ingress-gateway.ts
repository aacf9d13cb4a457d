import type { ICaller } from './caller';
import type { CallerPods } from './caller-pods';
import { GATEWAY_NAME } from './model/data-plane-labels';
import type { CallerModel, MeshModel } from './model/model';
import { flag, struct } from './private/arguments';
import { objectName, serviceName } from './private/names';
import { callerPods, type Identity, identityOf, type OutsidePods, principalOf } from './private/outside-caller';

/** The pods of an ingress gateway, and what it does. */
export interface IngressGatewayOptions extends CallerPods {
  /**
   * Whether it sends requests through the waypoint of a Service that has one and says `istio.io/ingress-use-waypoint`, as gateways of
   * Istio do. One that dials the pods (another product, a gateway in a sidecar) goes past the waypoint, so that it can be granted whole
   * ports of ambient services and no requests (`gateway-without-waypoint`).
   *
   * @default true
   * @see https://istio.io/latest/docs/reference/config/labels/#IoIstioIngressUseWaypoint
   */
  readonly usesWaypoints?: boolean;
}

/** A gateway that Istio deploys for a Gateway object. */
export interface DeployedGatewayOptions {
  /**
   * Its `gatewayClassName`: one of Istio's own or, with the controller `istio.io/gateway-controller`, of yours. Errors: `invalid-name`.
   *
   * @default istio
   */
  readonly gatewayClassName?: string;

  /**
   * The ServiceAccount of its pods, where an annotation (`gateway.istio.io/service-account`, `gateway.istio.io/name-override`) or istiod's
   * settings give it another. Errors: `invalid-name`.
   *
   * @default - `<name>-<class>`, as in `edge-istio`
   */
  readonly serviceAccountName?: string;
}

/**
 * An ingress gateway as a caller, known by the identity it runs under.
 *
 * Its pods are isolated by whoever owns them (`IngressGatewayPods`). The gateway's own routes decide what reaches it; grant it only the
 * paths it publishes.
 */
export class IngressGateway implements ICaller {
  /**
   * The gateway that runs under this service account.
   *
   * @param namespace Namespace of the gateway's pods. Errors: `invalid-name`.
   * @param serviceAccount Its ServiceAccount. Of a gateway that Istio deploys for a Gateway object `fromGateway` knows it. Errors: `invalid-name`.
   * @param options Its pods. Errors: `conflicting-pods`, `empty-selector`.
   * @see https://istio.io/latest/docs/tasks/traffic-management/ingress/gateway-api/#automated-deployment
   */
  public static fromIdentity(namespace: string, serviceAccount: string, options?: IngressGatewayOptions): IngressGateway {
    const identity = identityOf(namespace, serviceAccount);
    const usesWaypoints = flag('usesWaypoints', struct('options of IngressGateway', options).usesWaypoints, true);
    return new IngressGateway(identity, callerPods('IngressGateway', identity.namespace, options), usesWaypoints, identity.serviceAccount);
  }

  /**
   * The gateway that Istio deploys for a Gateway object of the Gateway API: its pods carry the object's name as a label, and its identity
   * follows from name and class.
   *
   * @param namespace Namespace of the Gateway. Errors: `invalid-name`.
   * @param name Name of the Gateway. Errors: `invalid-name`.
   * @param options Where it is deployed otherwise than usual.
   * @see https://istio.io/latest/docs/tasks/traffic-management/ingress/gateway-api/#automated-deployment
   */
  public static fromGateway(namespace: string, name: string, options?: DeployedGatewayOptions): IngressGateway {
    const given = struct('options of IngressGateway.fromGateway', options);
    const gateway = serviceName('name of the gateway', name);
    const usual = (): string => `${gateway}-${objectName('gatewayClassName', given.gatewayClassName ?? 'istio')}`;
    const identity = identityOf(namespace, given.serviceAccountName ?? usual());
    return new IngressGateway(identity, callerPods('IngressGateway', identity.namespace, { podLabels: { [GATEWAY_NAME]: gateway } }), true, gateway);
  }

  /** `istio-ingress/edge-istio`: namespace and service account. */
  public readonly callerName: string;

  private constructor(
    private readonly identity: Identity,
    private readonly pods: OutsidePods,
    private readonly usesWaypoints: boolean,
    /**
     * What policies of its pods are named after.
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
