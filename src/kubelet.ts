import type { ICaller } from './caller';
import type { CallerModel, MeshModel } from './model/model';

/**
 * The kubelets of the cluster's nodes as callers, for probes on a port that the mesh does not rewrite.
 *
 * Kubelets have no mesh identity: every process on a node can call in the same way. HTTP probes of pods with injected sidecars go through the
 * sidecar's agent and need no grant.
 *
 * @see https://istio.io/latest/docs/ops/configuration/mesh/app-health-check/
 */
export class Kubelet implements ICaller {
  /** The kubelets at the addresses of `ClusterProps.nodeCidrs`; if they are not set, an error at synth. */
  public static onNodes(): Kubelet {
    return new Kubelet();
  }

  /** Name of the caller in reports, `kubelet`. */
  public readonly callerName = 'kubelet';

  private constructor() {}

  /** @internal */
  public _toCaller(mesh: MeshModel): CallerModel {
    return { kind: 'addresses', role: 'kubelet', cidrs: mesh.cluster.nodeCidrs, except: [] };
  }
}
