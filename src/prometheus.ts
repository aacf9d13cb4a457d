import type { ICaller } from './caller';
import type { CallerPods } from './caller-pods';
import type { CallerModel, MeshModel } from './model/model';
import { callerPods, type Identity, identityOf, type OutsidePods, principalOf } from './private/outside-caller';

/**
 * A Prometheus server as a caller, identified by its ServiceAccount. It needs a sidecar or a mesh certificate to scrape STRICT ports.
 *
 * A Prometheus without a mesh certificate has no identity: grant it by `Cidr` on a port declared with `PortMtls.permissive`.
 *
 * @see https://istio.io/latest/docs/ops/integrations/prometheus/#tls-settings
 */
export class Prometheus implements ICaller {
  /**
   * The Prometheus that runs under the given ServiceAccount.
   *
   * @param namespace Namespace of the Prometheus pods. Errors: `invalid-name`.
   * @param serviceAccount The ServiceAccount of the Prometheus pods. Errors: `invalid-name`.
   * @param pods How to select the Prometheus pods. Errors: `conflicting-pods`, `empty-selector`.
   */
  public static fromIdentity(namespace: string, serviceAccount: string, pods?: CallerPods): Prometheus {
    const identity = identityOf(namespace, serviceAccount);
    return new Prometheus(identity, callerPods('Prometheus', identity.namespace, pods));
  }

  /** Namespace and ServiceAccount, `monitoring/prometheus`. */
  public readonly callerName: string;

  private constructor(private readonly identity: Identity, private readonly pods: OutsidePods) {
    this.callerName = `${identity.namespace}/${identity.serviceAccount}`;
  }

  /** @internal */
  public _toCaller(mesh: MeshModel): CallerModel {
    return { kind: 'identity', role: 'prometheus', principal: principalOf(mesh, this.identity), ...this.pods };
  }
}
