import type { OpeningKind } from './opening-kinds';
import type { RoleId } from './role';
import type { ServiceId } from './service';

/** An assumption that somebody stands by, of one service or of the whole mesh. */
export interface AcknowledgementModel {
  readonly assumption: string;
  /** Left out: the whole mesh. */
  readonly service?: ServiceId;
  /** `EnvoyFilter shop/odd`, which is not read; left out: not one object alone. */
  readonly object?: string;
  /** API group of that object; left out: any. */
  readonly group?: string;
  readonly reason: string;
  readonly expires?: string;
  readonly owner?: string;
  readonly construct: string;
}

/** Somebody else's policy that opens more than is declared, and that somebody stands by. Which kinds: `./opening-kinds`. */
export interface AcknowledgedPolicyModel {
  readonly kind: OpeningKind;
  readonly namespace: string;
  readonly name: string;
  readonly reason: string;
  readonly expires?: string;
  readonly owner?: string;
  readonly construct: string;
}

/** Declared until a day that is past: not in the model, only listed. */
export interface ExpiredModel {
  /** `the grant of shop/frontend to shop/catalog`. */
  readonly what: string;
  /** Of a membership and of a grant to a role: that role. */
  readonly role?: RoleId;
  /** The last day on which it held. */
  readonly expires: string;
  readonly construct: string;
  readonly reason?: string;
  readonly owner?: string;
}

/** Somebody else's object that was in the App and is not emitted. */
export interface RemovedModel {
  /** `AuthorizationPolicy shop/allow-all`. */
  readonly what: string;
  readonly reason: string;
  readonly construct: string;
}
