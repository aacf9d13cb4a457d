import { NONE, UNDECIDED } from '../approximation';
import type { Condition, Connection } from './condition';

/**
 * `requestPrincipals`, `request.auth.*`: claims of a validated token. Without a RequestAuthentication there are none, so that the
 * positive form never holds; with one, what a token carries is not modelled.
 */
export function ofToken(field: string, values: readonly string[]): Condition {
  return {
    field,
    values,
    httpOnly: true,
    perCaller: false,
    bytes: () => 'no',
    request: (c: Connection) => (c.tokens ? 'unknown' : 'no'),
    requests: (c: Connection) => (c.tokens ? UNDECIDED : NONE),
  };
}
