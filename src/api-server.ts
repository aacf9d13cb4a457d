import type { CallStatement, ICallTarget } from './call-target';
import type { ICaller } from './caller';
import type { MeshService } from './mesh-service';
import type { CallerModel, MeshModel } from './model/model';

/**
 * The Kubernetes API server: as a caller of admission webhooks, conversion webhooks and aggregated APIs, or as a call target of controllers
 * and other clients.
 *
 * The API server has no mesh identity, and its addresses have no safe default. If it calls through a tunnel (`ClusterProps.apiServerAgents`),
 * its calls come from the tunnel's pods. It speaks its own TLS. A service that calls it is allowed egress to these addresses on ports 443 and
 * 6443, where the Service and the server listen, and its Sidecar lists `kubernetes.default`. What the service may do there is decided by
 * RBAC.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/
 * @see https://kubernetes.io/docs/tasks/run-application/access-api-from-pod/
 */
export class ApiServer implements ICaller, ICallTarget {
  /**
   * The API servers at the addresses of `ClusterProps.apiServerCidrs`; as callers, the pods of `ClusterProps.apiServerAgents` if there are
   * any. If neither is set, an error at synth (`missing-addresses`, `unknown-api-server`).
   */
  public static onControlPlane(): ApiServer {
    return new ApiServer();
  }

  /** Name of the caller in reports, `api-server`. */
  public readonly callerName = 'api-server';

  /** Name of the call target in reports, `api-server`. */
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
