import type { ICaller } from './caller';
import type { CallerPods } from './caller-pods';
import type { CallerModel, MeshModel } from './model/model';
import { flag, struct } from './private/arguments';
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

/**
 * An ingress gateway as a caller, known by the identity it runs under.
 *
 * The gateway's own routes decide what reaches it; grant it only the paths it publishes.
 */
export class IngressGateway implements ICaller {
  /**
   * The gateway that runs under this service account.
   *
   * @param namespace Namespace of the gateway's pods. Errors: `invalid-name`.
   * @param serviceAccount Its ServiceAccount; a Gateway API gateway named `edge` on class `istio` runs under `edge-istio`. Errors: `invalid-name`.
   * @param options Its pods; a Gateway API gateway's carry `gateway.networking.k8s.io/gateway-name`. Errors: `conflicting-pods`, `empty-selector`.
   * @see https://istio.io/latest/docs/tasks/traffic-management/ingress/gateway-api/#automated-deployment
   */
  public static fromIdentity(namespace: string, serviceAccount: string, options?: IngressGatewayOptions): IngressGateway {
    const identity = identityOf(namespace, serviceAccount);
    const usesWaypoints = flag('usesWaypoints', struct('options of IngressGateway', options).usesWaypoints, true);
    return new IngressGateway(identity, callerPods('IngressGateway', identity.namespace, options), usesWaypoints);
  }

  /** `istio-ingress/edge-istio`: namespace and service account. */
  public readonly callerName: string;

  private constructor(private readonly identity: Identity, private readonly pods: OutsidePods, private readonly usesWaypoints: boolean) {
    this.callerName = `${identity.namespace}/${identity.serviceAccount}`;
  }

  /** @internal */
  public _toCaller(mesh: MeshModel): CallerModel {
    return { kind: 'identity', role: 'ingress-gateway', principal: principalOf(mesh, this.identity), ...this.pods, ...(this.usesWaypoints ? {} : { usesWaypoints: false }) };
  }
}
