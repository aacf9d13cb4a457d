import { own } from '../own';
import type { Witness } from './types';

/**
 * A browser asks what it may send before it sends it, without credentials, and no proxy looks for any in that: whatever a preflight carries, it
 * has no token. So a request with both is in no universe, and a box that asks for a token and holds nothing but preflights is empty.
 *
 * https://www.envoyproxy.io/docs/envoy/latest/api-v3/extensions/filters/http/jwt_authn/v3/config.proto (`bypass_cors_preflight`)
 */
export function isPreflight({ method, headers }: Pick<Extract<Witness, { kind: 'http' }>, 'method' | 'headers'>): boolean {
  return method === PREFLIGHT_METHOD && PREFLIGHT_HEADERS.every((name) => (own(headers, name) ?? '') !== '');
}

export const PREFLIGHT_METHOD = 'OPTIONS';
export const PREFLIGHT_HEADERS = ['access-control-request-method', 'origin'] as const;
