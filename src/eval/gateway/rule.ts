import type { Approximation } from '../approximation';
import type { Tri } from '../tri';
import type { HttpRequest, RuleRef } from '../types';
import type { Changes } from './changes';

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
  /** To one of these if anywhere; none: nobody knows where. */
    | { readonly kind: 'doubt'; readonly text: string; readonly backends: readonly Backend[] }
  /** To one of these, as it is then. */
    | { readonly kind: 'send'; readonly backends: readonly Backend[]; readonly changes: Changes };

/** A rule of some route that a gateway goes by. */
export interface GatewayRule {
  readonly ref: RuleRef;
  /** The rule that delegates to it; left out: none. */
  readonly by?: RuleRef;
  /** Of the Gateway API: the more specific one wins, element by element. Left out: the first of its object does. */
  readonly rank?: readonly number[];
  /** Of several objects for one host, it comes after all that take less. */
  readonly isForAll: boolean;
  /** Why it is not known what it takes; left out: it is. */
  readonly doubt?: string;
  /** As a set. */
  readonly set: Approximation;
  readonly act: Act;
  /** One request; it must not know the set. `undefined`: a connection. */
  takes(http: HttpRequest | undefined): Tri;
}
