import type { Tri } from '../tri';
import type { HttpRequest, Request, RuleRef } from '../types';

/** A port of a Service, or of anything else that has a host. */
export interface Backend {
  readonly namespace: string;
  readonly name: string;
  /** Left out: the only one that it has. */
  readonly port?: number;
  /** Something else than a Service of this cluster. */
  readonly external?: string;
}

/** What becomes of a request that a rule takes. */
export type Act
  = | { readonly kind: 'ends'; readonly text: string }
    | { readonly kind: 'doubt'; readonly text: string }
  /** To one of these, as it is then. */
    | { readonly kind: 'send'; readonly backends: readonly Backend[]; readonly request: Request };

/** A rule of some route that a gateway goes by. */
export interface GatewayRule {
  readonly ref: RuleRef;
  /** Of the Gateway API: the more specific one wins, element by element. Left out: the first of its object does. */
  readonly rank?: readonly number[];
  /** Of several objects for one host, it comes after all that take less. */
  readonly isForAll: boolean;
  /** `undefined`: a connection. */
  takes(http: HttpRequest | undefined): Tri;
  act(http: HttpRequest | undefined): Act;
}
