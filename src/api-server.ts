import type { CallStatement, ICallTarget } from './call-target';
import type { ICaller } from './caller';
import type { MeshService } from './mesh-service';
import type { CallerModel, MeshModel } from './model/model';

/**
 * The Kubernetes API server: as a caller for admission webhooks, conversion webhooks and aggregated APIs, as a target for controllers and
 * whatever else asks it.
 *
 * It has no mesh identity, and there is no safe default for its addresses. Where it calls through a tunnel (`ClusterProps.apiServerAgents`) it comes
 * as the tunnel's pods. It speaks TLS of its own. Calling it, a service is let out to these
 * addresses on ports 443 and 6443, where Service and server listen, and its Sidecar knows `kubernetes.default`; what it may do there is RBAC's
 * business.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/
 * @see https://kubernetes.io/docs/tasks/run-application/access-api-from-pod/
 */
export class ApiServer implements ICaller, ICallTarget {
  /**
   * API servers at the addresses of `ClusterProps.apiServerCidrs`, and as callers the pods of `ClusterProps.apiServerAgents`, if there are any;
   * without either an error at synth (`missing-addresses`, `unknown-api-server`).
   */
  public static onControlPlane(): ApiServer {
    return new ApiServer();
  }

  /** `api-server`. */
  public readonly callerName = 'api-server';

  /** `api-server`. */
  public readonly targetName = 'api-server';

  private constructor() {}

  /** @internal */
  public _toCaller(mesh: MeshModel): CallerModel {
    const { apiServerAgents: agents, apiServerCidrs, podCidrs } = mesh.cluster;
    return agents === undefined
      ? { kind: 'addresses', role: 'api-server', cidrs: apiServerCidrs, except: [] }
      : { kind: 'addresses', role: 'api-server', cidrs: podCidrs, except: [], agents };
  }

  /** @internal */
  public _recordCall(caller: MeshService, said: CallStatement): void {
    caller._registry.declareApiServerCall({ caller: caller.id, construct: caller.node.path, ...said });
  }
}
