import type { MeshService } from './mesh-service';

/**
 * What is said about a call, judged.
 *
 * @internal
 */
export interface CallStatement {
  readonly reason?: string;
  readonly expires?: string;
  readonly owner?: string;
}

/**
 * What a service may state that it calls: a `MeshService`, a `ServiceReference`, an `ExternalHost` or the `ApiServer`. The set is closed
 * (`unsupported-target`).
 */
export interface ICallTarget {
  /** What reports call it: `shop/catalog`, `api.payments.example`. */
  readonly targetName: string;

  /** @internal */
  _recordCall(caller: MeshService, said: CallStatement): void;
}
