import type { MeshModel } from './model/model';
import type { CallerDeclaration } from './resolve/declarations';

/**
 * Something that may call a service: a `MeshService`, a `MeshNamespace`, a `ServiceReference`, `IngressGateway`, `Prometheus`,
 * `SpiffeIdentity`, `Kubelet`, `Nodes`, `ApiServer`, `LoadBalancer`, `Cidr`, `Anyone`, or an `AccessRole`, which stands for those who hold it.
 *
 * The set is closed: what each enforcement point can see of a caller is part of the proof, so a class from outside this package is
 * refused (`unsupported-caller`).
 */
export interface ICaller {
  /** What reports call it: `shop/frontend`, `10.0.0.0/8`, `anyone`. */
  readonly callerName: string;

  /** @internal */
  _toCaller(mesh: MeshModel): CallerDeclaration;
}
