import type { MeshModel } from './model/model';
import type { CallerDeclaration } from './resolve/declarations';

/**
 * A caller that may be allowed to call a service: a `MeshService`, a `MeshNamespace`, a `ServiceReference`, `IngressGateway`, `Prometheus`,
 * `SpiffeIdentity`, `Kubelet`, `Nodes`, `ApiServer`, `LoadBalancer`, `Cidr`, `Anyone`, or an `AccessRole`, which stands for its members.
 *
 * Other implementations are not supported: the proof depends on what each enforcement point can see of a caller, so a class from outside this
 * package is refused (`unsupported-caller`).
 */
export interface ICaller {
  /** Name of the caller in reports: `shop/frontend`, `10.0.0.0/8`, `anyone`. */
  readonly callerName: string;

  /** @internal */
  _toCaller(mesh: MeshModel): CallerDeclaration;
}
