import type { ICaller } from './caller';
import type { CallerPods } from './caller-pods';
import type { CallerModel, MeshModel } from './model/model';
import { callerPods, type Identity, identityOf, type OutsidePods, principalOf } from './private/outside-caller';

/**
 * A Prometheus that scrapes, known by the identity it runs under: it needs a sidecar or a mesh certificate for STRICT ports.
 *
 * A Prometheus without one has no identity: grant it by `Cidr` on a port declared with `PortMtls.permissive`.
 *
 * @see https://istio.io/latest/docs/ops/integrations/prometheus/#tls-settings
 */
export class Prometheus implements ICaller {
  /**
   * The Prometheus that runs under this service account.
   *
   * @param namespace Namespace of its pods. Errors: `invalid-name`.
   * @param serviceAccount Its ServiceAccount. Errors: `invalid-name`.
   * @param pods Its pods. Errors: `conflicting-pods`, `empty-selector`.
   */
  public static fromIdentity(namespace: string, serviceAccount: string, pods?: CallerPods): Prometheus {
    const identity = identityOf(namespace, serviceAccount);
    return new Prometheus(identity, callerPods('Prometheus', identity.namespace, pods));
  }

  /** `monitoring/prometheus`: namespace and service account. */
  public readonly callerName: string;

  private constructor(private readonly identity: Identity, private readonly pods: OutsidePods) {
    this.callerName = `${identity.namespace}/${identity.serviceAccount}`;
  }

  /** @internal */
  public _toCaller(mesh: MeshModel): CallerModel {
    return { kind: 'identity', role: 'prometheus', principal: principalOf(mesh, this.identity), ...this.pods };
  }
}
