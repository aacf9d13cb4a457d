import { type Approximation, ofTri, UNDECIDED } from '../approximation';
import type { Pattern } from '../request-set';
import type { TokenRule } from '../tokens/rule';
import type { Tri } from '../tri';
import type { Caller, Destination, HttpRequest } from '../types';
import type { World } from '../world';
import { type Demand, demanded } from './demand';

/** A connection that has reached the policies of the callee's proxy. */
export interface Connection {
  readonly world: World;
  readonly destination: Destination;
  readonly caller: Caller;
  /** Who the caller is behind TLS; undefined: nobody. */
  readonly principal?: string;
  /** Of the RequestAuthentications that apply: whose tokens a request may carry. */
  readonly tokens: readonly TokenRule[];
  /**
   * What the proxy takes for the peer's address; left out: the address. `none`: behind HBONE there is none, at a waypoint. `forwards`: the address,
   * of somebody who may be trusted to say for whom it asks, which the mesh's `numTrustedProxies` say.
   */
  readonly peer?: 'none' | 'unknown' | 'forwards' | undefined;
  /** Of a gateway whose settings are known: how many proxies before it are trusted to say for whom they ask. */
  readonly trusted?: number | undefined;
  /** At a waypoint, the addresses of what was dialled; left out: the pod's own. Empty: not known. */
  readonly dialled?: readonly string[] | undefined;
}

/**
 * One field of a rule: `principals` and `notPrincipals` are two. It is asked three ways, and the first two must not know the third:
 * bytes on a TCP chain, one HTTP request by plain string matching, all HTTP requests as a set.
 */
export interface Condition {
  /** `principals`, `request.headers[x-env]`. */
  readonly field: string;
  readonly values: readonly string[];
  /** Only HTTP has it. On a TCP chain it costs ALLOW the whole rule, and other actions the condition. */
  readonly httpOnly: boolean;
  /** Its set of requests differs from caller to caller, and not only from destination to destination. */
  readonly perCaller: boolean;
  /** It holds for these identities, and never for another caller. */
  readonly only?: readonly string[];
  /** Its truth, where no request can change it. */
  connection?(c: Connection): Tri;
  /** It is about one string of the request, and this is what its set of requests comes from. */
  readonly demand?: Demand;
  /** That string is not what the caller sent, so that the demand says nothing. */
  rewritten?(c: Connection): boolean;
  bytes(c: Connection): Tri;
  request(c: Connection, request: HttpRequest): Tri;
  requests(c: Connection): Approximation;
}

/** `principals [cluster.local/ns/shop/sa/frontend]`, for explanations. */
export function conditionText({ field, values }: Condition): string {
  return `${field} [${values.join(', ')}]`;
}

/** Decided by who connects. `only`: the identities for which it may hold. */
export function ofCaller(field: string, values: readonly string[], holds: (c: Connection) => Tri, only?: readonly string[]): Condition {
  const condition = {
    field,
    values,
    httpOnly: false,
    perCaller: true,
    connection: holds,
    bytes: holds,
    request: holds,
    requests: (c: Connection) => ofTri(holds(c)),
  };
  // There are as many of them as edges: a spread would give each a shape of its own.
  return only === undefined ? condition : Object.assign(condition, { only });
}

/** Decided by what is connected to. */
export function ofDestination(field: string, values: readonly string[], holds: (c: Connection) => Tri): Condition {
  return { ...ofCaller(field, values, holds), perCaller: false };
}

/** Decided by one string of the request alone, unless what is done about tokens before may set it or take it out. */
export function ofRequest(
  field: string, values: readonly string[], holds: (request: HttpRequest) => Tri, of: string, patterns: readonly Pattern[],
): Condition {
  const demand: Demand = { of, in: patterns };
  const rewritten = ({ tokens }: Connection): boolean => tokens.some((rule) => rule.rewrites.includes(of));
  return {
    field,
    values,
    httpOnly: true,
    perCaller: false,
    demand,
    rewritten,
    bytes: () => 'no',
    request: (c, request) => (rewritten(c) ? 'unknown' : holds(request)),
    requests: (c) => (rewritten(c) ? UNDECIDED : demanded([demand])),
  };
}
