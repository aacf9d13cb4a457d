import type { RequestSet } from '../eval/request-set';
import type { Layer, RuleRef } from '../eval/types';
import type { Protocol } from '../manifest/kinds';
import type { EdgeModel, ServiceModel } from '../model/model';
import type { Statement } from './types';

/** One difference between what is declared and what is enforced, before it is put into words. */
export interface Gap {
  readonly statement: Exclude<Statement, 'as-assumed'>;
  readonly layer?: Layer;
  /** Who calls, in words; for egress the service itself. */
  readonly caller: string;
  /** What is called, in words, `shop/catalog`, `203.0.113.10`. */
  readonly callee: string;
  readonly port?: number;
  readonly protocol: Protocol;
  /** Too much, or missing. */
  readonly requests: RequestSet;
  /** It is not certain that it is let through (or works): that counts against it, too. */
  readonly undecided: boolean;
  readonly because: readonly RuleRef[];
  /** Whose declaration it is about. */
  readonly service: ServiceModel;
  readonly edge?: EdgeModel;
  /** One request of `requests`, in words, on which the concrete evaluator agreed; undefined: whole connections. */
  readonly request?: string;
  /** It is about what is recorded, and nothing is refused yet. */
  readonly observed?: boolean;
  /** It is about a port that a proxy takes for what it is not declared to be. */
  readonly readAs?: 'http' | 'tcp';
  /** Where another one than usual helps. */
  readonly repair?: string;
}

export interface Tally {
  destinations: number;
  callerClasses: number;
  decisions: number;
}
