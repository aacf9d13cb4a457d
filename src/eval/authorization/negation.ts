import { type Approximation, without } from '../approximation';
import { ANY_HTTP } from '../request-set';
import { not } from '../tri';
import type { Condition, Connection } from './condition';
import { demanded } from './demand';

/**
 * `notX` is NOT(any of the values). It holds, too, where there is nothing to compare: no identity, no header. In an ALLOW that is how
 * plaintext gets in.
 */
export function negated(field: string, positive: Condition, values: readonly string[]): Condition {
  const demand = positive.demand?.in && { of: positive.demand.of, notIn: positive.demand.in };
  const { connection } = positive;
  // The others are constants for the most part.
  let last: readonly [of: Approximation, is: Approximation] | undefined;
  return {
    field,
    values,
    httpOnly: positive.httpOnly,
    perCaller: positive.perCaller,
    ...(demand === undefined ? {} : { demand }),
    ...(positive.rewritten === undefined ? {} : { rewritten: positive.rewritten }),
    ...(connection === undefined ? {} : { connection: (c: Connection) => not(connection(c)) }),
    bytes: (c) => not(positive.bytes(c)),
    request: (c, request) => not(positive.request(c, request)),
    requests: (c) => {
      if (demand !== undefined && positive.rewritten?.(c) !== true) return demanded([demand]);
      const of = positive.requests(c);
      if (last?.[0] !== of) last = [of, without(ANY_HTTP, of)];
      return last[1];
    },
  };
}
