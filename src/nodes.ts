import type { ICaller } from './caller';
import type { CallerModel, MeshModel } from './model/model';

/**
 * Everything that calls from a node of the cluster: node agents, pods on the host network, and clients of NodePort or LoadBalancer Services
 * whose address is replaced by a node's (source NAT).
 *
 * Such callers have no mesh identity, so the port must accept plaintext (`PortMtls.permissive`), and they cannot be told apart. A pod's own
 * node reaches the pod whatever NetworkPolicy says. For probes see `Kubelet`.
 *
 * @see https://kubernetes.io/docs/concepts/services-networking/network-policies/#networkpolicy-and-hostnetwork-pods
 */
export class Nodes implements ICaller {
  /** Everything at the addresses of `ClusterProps.nodeCidrs`; if they are not set, an error at synth (`missing-addresses`). */
  public static all(): Nodes {
    return new Nodes();
  }

  /** Name of the caller in reports, `nodes`. */
  public readonly callerName = 'nodes';

  private constructor() {}

  /** @internal */
  public _toCaller(mesh: MeshModel): CallerModel {
    return { kind: 'addresses', role: 'nodes', cidrs: mesh.cluster.nodeCidrs, except: [] };
  }
}
