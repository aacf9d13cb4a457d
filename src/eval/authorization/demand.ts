import { and, type Approximation, exact } from '../approximation';
import { ownRecord } from '../own';
import { type HeaderSet, http, type Pattern, type StringSet } from '../request-set';

/** What a condition asks of one string of the request; a header is `header <name>`. */
export interface Demand {
  readonly of: string;
  readonly in?: readonly Pattern[];
  readonly notIn?: readonly Pattern[];
}

/**
 * All of the demands at once: one box, however many strings they are about, because a rule is a box and intersecting its fields one by
 * one would ask the algebra for what is known. Two lists of values for one string are left to it.
 */
export function demanded(demands: readonly Demand[]): Approximation {
  const sets = new Map<string, Demand>();
  const rest: Demand[] = [];
  for (const demand of demands) {
    const known = sets.get(demand.of);
    if (known === undefined) sets.set(demand.of, demand);
    else if (known.in === undefined || demand.in === undefined) sets.set(demand.of, joined(known, demand));
    else rest.push(demand);
  }
  const one = exact(http(boxOf([...sets.values()])));
  return rest.length === 0 ? one : and([one, demanded(rest)]);
}

function joined(a: Demand, b: Demand): Demand {
  const positive = a.in ?? b.in;
  return { of: a.of, ...(positive === undefined ? {} : { in: positive }), notIn: [...(a.notIn ?? []), ...(b.notIn ?? [])] };
}

function boxOf(demands: readonly Demand[]): Parameters<typeof http>[0] {
  const strings: Record<string, StringSet> = {};
  const headers = ownRecord<HeaderSet>();
  for (const { of, ...set } of demands) {
    // A header that is absent is among no values, and so outside all that are excluded.
    if (of.startsWith('header ')) headers[of.slice('header '.length)] = set.in === undefined ? { ...set, absent: true } : set;
    else strings[of] = set;
  }
  return { ...strings, ...(Object.keys(headers).length > 0 ? { headers } : {}) };
}
