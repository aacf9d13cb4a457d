import type { ICaller } from './caller';
import type { CallerModel, MeshModel } from './model/model';

/**
 * The Kubernetes API server, for admission webhooks, conversion webhooks and aggregated APIs.
 *
 * It has no mesh identity, and there is no safe default for its addresses. It speaks TLS of its own to the webhook.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/
 */
export class ApiServer implements ICaller {
  /** API servers at the addresses of `ClusterProps.apiServerCidrs`; without them an error at synth. */
  public static onControlPlane(): ApiServer {
    return new ApiServer();
  }

  /** `api-server`. */
  public readonly callerName = 'api-server';

  private constructor() {}

  /** @internal */
  public _toCaller(mesh: MeshModel): CallerModel {
    return { kind: 'addresses', role: 'api-server', cidrs: mesh.cluster.apiServerCidrs, except: [] };
  }
}
