import type { ICaller } from './caller';
import type { CallerModel, MeshModel } from './model/model';

/**
 * Load balancers that ask pods themselves whether they are healthy: those with container-native backends (GKE) or `ip` targets (AWS).
 *
 * They have no mesh identity, so that the port must take plaintext (`PortMtls.permissive`); on an HTTP port of a service with sidecars a grant
 * can be held to the path that they ask for. On GKE and Azure the same addresses serve everybody's load balancers, and on GKE also what
 * clients send through them: such a grant lets every client of a load balancer in, and reports list it.
 *
 * Needed by none that asks nodes: of a Service with `externalTrafficPolicy: Local` kube-proxy answers for its pods, of any other Service a
 * check comes to pods from a node (`Nodes`).
 *
 * @see https://kubernetes.io/docs/tutorials/services/source-ip/#source-ip-for-services-with-type-loadbalancer
 */
export class LoadBalancer implements ICaller {
  /** Load balancers at the addresses of `ClusterProps.loadBalancerCidrs`, or of the profile; without them an error at synth (`missing-addresses`). */
  public static healthChecks(): LoadBalancer {
    return new LoadBalancer();
  }

  /** `load-balancer`. */
  public readonly callerName = 'load-balancer';

  private constructor() {}

  /** @internal */
  public _toCaller(mesh: MeshModel): CallerModel {
    return { kind: 'addresses', role: 'load-balancer', cidrs: mesh.cluster.loadBalancerCidrs ?? [], except: [] };
  }
}
