import type { ICaller } from './caller';
import type { CallerModel, MeshModel } from './model/model';

/**
 * Load balancers that check the health of pods directly: those with container-native backends (GKE) or `ip` targets (AWS).
 *
 * Load balancers have no mesh identity, so the port must accept plaintext (`PortMtls.permissive`). On an HTTP port of a service with sidecars
 * the grant can be restricted to the path of the health check. On GKE and Azure everybody's load balancers use the same addresses, and on GKE
 * client traffic arrives from them too: such a grant admits every client of a load balancer, and reports list it.
 *
 * Not needed for load balancers that check nodes: for a Service with `externalTrafficPolicy: Local` kube-proxy answers in place of the pods;
 * for any other Service a check reaches pods from a node (`Nodes`).
 *
 * @see https://kubernetes.io/docs/tutorials/services/source-ip/#source-ip-for-services-with-type-loadbalancer
 */
export class LoadBalancer implements ICaller {
  /**
   * The load balancers at the addresses of `ClusterProps.loadBalancerCidrs`, or of the profile; if neither gives them, an error at synth
   * (`missing-addresses`).
   */
  public static healthChecks(): LoadBalancer {
    return new LoadBalancer();
  }

  /** Name of the caller in reports, `load-balancer`. */
  public readonly callerName = 'load-balancer';

  private constructor() {}

  /** @internal */
  public _toCaller(mesh: MeshModel): CallerModel {
    return { kind: 'addresses', role: 'load-balancer', cidrs: mesh.cluster.loadBalancerCidrs ?? [], except: [] };
  }
}
