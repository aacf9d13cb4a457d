import type { ICaller } from './caller';
import type { CallerPods } from './caller-pods';
import type { CallerModel, CallerPodsModel, MeshModel } from './model/model';
import { callerPods, type Identity, identityOf, principalOf } from './private/outside-caller';

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
   * @param pods Its pods; a Gateway API gateway's carry `gateway.networking.k8s.io/gateway-name`. Errors: `conflicting-pods`, `empty-selector`.
   * @see https://istio.io/latest/docs/tasks/traffic-management/ingress/gateway-api/#automated-deployment
   */
  public static fromIdentity(namespace: string, serviceAccount: string, pods?: CallerPods): IngressGateway {
    const identity = identityOf(namespace, serviceAccount);
    return new IngressGateway(identity, callerPods('IngressGateway', identity.namespace, pods));
  }

  /** `istio-ingress/edge-istio`: namespace and service account. */
  public readonly callerName: string;

  private constructor(private readonly identity: Identity, private readonly pods: CallerPodsModel | undefined) {
    this.callerName = `${identity.namespace}/${identity.serviceAccount}`;
  }

  /** @internal */
  public _toCaller(mesh: MeshModel): CallerModel {
    return { kind: 'identity', role: 'ingress-gateway', principal: principalOf(mesh, this.identity), pods: this.pods };
  }
}
