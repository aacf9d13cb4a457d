import type { MeshService } from './mesh-service';

/**
 * What is stated about a call, after validation.
 *
 * @internal
 */
export interface CallStatement {
  readonly reason?: string;
  readonly expires?: string;
  readonly owner?: string;
}

/**
 * A target that a service may declare calls to: a `MeshService`, a `ServiceReference`, an `ExternalHost` or the `ApiServer`. Other
 * implementations are not supported (`unsupported-target`).
 */
export interface ICallTarget {
  /** Name of the target in reports: `shop/catalog`, `api.payments.example`. */
  readonly targetName: string;

  /** @internal */
  _recordCall(caller: MeshService, said: CallStatement): void;
}
