import type { ICaller } from './caller';
import type { CallerModel, MeshModel } from './model/model';

/**
 * Whatever calls from a node of the cluster: node agents, pods on the host network, and clients of Services of type NodePort or LoadBalancer
 * to whom a node lends its address.
 *
 * They have no mesh identity, so that the port must take plaintext (`PortMtls.permissive`), and cannot be told from each other. A pod's own node
 * reaches it whatever NetworkPolicy says. For probes see `Kubelet`.
 *
 * @see https://kubernetes.io/docs/concepts/services-networking/network-policies/#networkpolicy-and-hostnetwork-pods
 */
export class Nodes implements ICaller {
  /** Everything at the addresses of `ClusterProps.nodeCidrs`; without them an error at synth (`missing-addresses`). */
  public static all(): Nodes {
    return new Nodes();
  }

  /** `nodes`. */
  public readonly callerName = 'nodes';

  private constructor() {}

  /** @internal */
  public _toCaller(mesh: MeshModel): CallerModel {
    return { kind: 'addresses', role: 'nodes', cidrs: mesh.cluster.nodeCidrs, except: [] };
  }
}
