import { intersect, isEmpty, NOTHING, setKey, subtract, union, type RequestSet } from '../eval/request-set';
import type { Answer } from '../eval/types';
import type { Explored } from '../report/enforced/explored';
import type { Both } from './both';

/** What is certain to be allowed, and what is not certain to be denied. */
export interface Levels {
  readonly allow: RequestSet;
  readonly possible: RequestSet;
}

export const DENIED: Levels = { allow: NOTHING, possible: NOTHING };

export function levelsOf({ allow, maybe }: Explored): Levels {
  return { allow, possible: isEmpty(maybe) ? allow : union(allow, maybe) };
}

/** Of several that answer for one: what any of them lets through, and what all of them do. */
export interface Range {
  readonly most: Levels;
  readonly least: Levels;
}

/** Of nobody: denied. */
export function rangeOf(all: readonly Levels[]): Range {
  if (all.length === 0) return { most: DENIED, least: DENIED };
  if (all.length === 1) return { most: all[0], least: all[0] };
  return {
    most: { allow: union(...all.map((l) => l.allow)), possible: union(...all.map((l) => l.possible)) },
    least: { allow: intersect(...all.map((l) => l.allow)), possible: intersect(...all.map((l) => l.possible)) },
  };
}

/** Requests that are answered in one way before and in another after. Denied, undetermined, allowed: up is broadening, down is narrowing. */
export interface Step {
  readonly from: Answer;
  readonly to: Answer;
  readonly requests: RequestSet;
}

export type Effect = 'broadening' | 'narrowing';

const RANK: Readonly<Record<Answer, number>> = { deny: 0, undetermined: 1, allow: 2 };

export function effectOf({ from, to }: Pick<Step, 'from' | 'to'>): Effect {
  return RANK[to] > RANK[from] ? 'broadening' : 'narrowing';
}

export function higher(a: Answer, b: Answer): Answer {
  return RANK[a] >= RANK[b] ? a : b;
}

export function lower(a: Answer, b: Answer): Answer {
  return RANK[a] <= RANK[b] ? a : b;
}

/**
 * Exactly what changes, none of it twice. Where several answer on one side, only what differs from all of them.
 *
 * INVARIANT: with the sides taken for each other the same sets come out, with `from` and `to` taken for each other.
 */
export function stepsBetween({ before, after }: Both<Range>): readonly Step[] {
  return [
    ...climbs(before.most, after.least),
    ...climbs(after.most, before.least).map(({ from, to, requests }): Step => ({ from: to, to: from, requests })),
  ];
}

function climbs(low: Levels, high: Levels): readonly Step[] {
  if (setKey(low.allow) === setKey(high.allow) && setKey(low.possible) === setKey(high.possible)) return [];
  const steps: readonly Step[] = [
    { from: 'deny', to: 'allow', requests: subtract(high.allow, low.possible) },
    { from: 'undetermined', to: 'allow', requests: intersect(high.allow, subtract(low.possible, low.allow)) },
    { from: 'deny', to: 'undetermined', requests: subtract(subtract(high.possible, high.allow), low.possible) },
  ];
  return steps.filter(({ requests }) => !isEmpty(requests));
}

/** What nobody can say on either side. */
export function undecidedIn({ before, after }: Both<Range>): RequestSet {
  const undecided = ({ most }: Range): RequestSet => subtract(most.possible, most.allow);
  return intersect(undecided(before), undecided(after));
}

/** Equal texts are equal changes. */
export function stepsKey(steps: readonly Step[]): string {
  return steps.map(({ from, to, requests }) => `${from} ${to} ${setKey(requests)}`).sort().join('\n');
}
