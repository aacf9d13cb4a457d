import type { ICaller } from './caller';
import type { CallerModel, MeshModel } from './model/model';

/**
 * The kubelets of the cluster's nodes, for probes on a port that the mesh does not rewrite.
 *
 * They have no mesh identity: every process on a node can call like them. HTTP probes of injected pods go through the sidecar's agent
 * and need no grant.
 *
 * @see https://istio.io/latest/docs/ops/configuration/mesh/app-health-check/
 */
export class Kubelet implements ICaller {
  /** Kubelets at the addresses of `ClusterProps.nodeCidrs`; without them an error at synth. */
  public static onNodes(): Kubelet {
    return new Kubelet();
  }

  /** `kubelet`. */
  public readonly callerName = 'kubelet';

  private constructor() {}

  /** @internal */
  public _toCaller(mesh: MeshModel): CallerModel {
    return { kind: 'addresses', role: 'kubelet', cidrs: mesh.cluster.nodeCidrs, except: [] };
  }
}
