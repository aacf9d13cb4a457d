import { type Approximation, exact, ofTri } from '../approximation';
import { http } from '../request-set';
import type { Tri } from '../tri';
import type { Caller, Destination, HttpRequest } from '../types';
import type { World } from '../world';

/** A connection that has reached the policies of the callee's proxy. */
export interface Connection {
  readonly world: World;
  readonly destination: Destination;
  readonly caller: Caller;
  /** Who the caller is behind TLS; undefined: nobody. */
  readonly principal?: string;
  /** A RequestAuthentication applies, so that a request may carry a principal of its own. */
  readonly tokens: boolean;
}

/**
 * One field of a rule: `principals` and `notPrincipals` are two. It is asked three ways, and the first two must not know the third:
 * bytes on a TCP chain, one HTTP request by plain string matching, all HTTP requests as a set.
 */
export interface Condition {
  /** `principals`, `request.headers[x-env]`. */
  readonly field: string;
  /** `principals [cluster.local/ns/shop/sa/frontend]`, for explanations. */
  readonly text: string;
  /** Only HTTP has it. On a TCP chain it costs ALLOW the whole rule, and other actions the condition. */
  readonly httpOnly: boolean;
  /** Its set of requests differs from caller to caller, and not only from destination to destination. */
  readonly perCaller: boolean;
  bytes(c: Connection): Tri;
  request(c: Connection, request: HttpRequest): Tri;
  requests(c: Connection): Approximation;
}

export function text(field: string, values: readonly string[]): string {
  return `${field} [${values.join(', ')}]`;
}

/** Decided by who connects. */
export function ofCaller(field: string, values: readonly string[], holds: (c: Connection) => Tri): Condition {
  return { field, text: text(field, values), httpOnly: false, perCaller: true, bytes: holds, request: holds, requests: (c) => ofTri(holds(c)) };
}

/** Decided by what is connected to. */
export function ofDestination(field: string, values: readonly string[], holds: (c: Connection) => Tri): Condition {
  return { ...ofCaller(field, values, holds), perCaller: false };
}

/** Decided by the request alone. */
export function ofRequest(
  field: string, values: readonly string[], holds: (request: HttpRequest) => Tri, box: Parameters<typeof http>[0],
): Condition {
  let set: Approximation | undefined;
  return {
    field,
    text: text(field, values),
    httpOnly: true,
    perCaller: false,
    bytes: () => 'no',
    request: (_c, request) => holds(request),
    requests: () => (set ??= exact(http(box))),
  };
}
