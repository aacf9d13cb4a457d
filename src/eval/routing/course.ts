import { and, type Approximation, exact } from '../approximation';
import { ANY_HTTP, isEmpty, NOTHING, type RequestSet, subtract, union } from '../request-set';
import { some, type Tri } from '../tri';
import type { Answer, HttpRequest, RuleRef } from '../types';

/** One rule of a route: which requests it takes, and what becomes of them. */
export interface Step {
  readonly ref: RuleRef;
  /** The rule that delegates to it; left out: none. */
  readonly by?: RuleRef;
  /** `on`: they arrive as they were sent, at what was dialled; `ends`: the proxy answers them; `elsewhere`: anything else. */
  readonly effect: 'on' | 'ends' | 'elsewhere';
  /** `may send it to reviews-v2`. */
  readonly text: string;
  /** Why it is not known what it takes; left out: it is. */
  readonly doubt?: string;
  /** As a set. */
  readonly takes: Approximation;
  /** One request; it must not know the set. */
  matches(http: HttpRequest): Tri;
}

/** The rules that a proxy goes by for one host. What none of them takes is answered with 404. */
export interface Course {
  readonly steps: readonly Step[];
  /** The first that takes a request decides. Otherwise the most specific one does, of which nothing is known here. */
  readonly ordered: boolean;
}

export interface Outcome {
  readonly answer: Answer;
  readonly text: string;
  readonly because: readonly RuleRef[];
}

export function outcomeOf({ steps, ordered }: Course, http: HttpRequest): Outcome {
  const possible: { readonly step: Step; readonly holds: Tri }[] = [];
  for (const step of steps) {
    const holds = step.matches(http);
    if (holds !== 'no') possible.push({ step, holds });
    if (holds === 'yes' && ordered) break;
  }
  const because = possible.flatMap(({ step }) => refsOf(step));
  if (possible.length === 0) return { answer: 'deny', text: 'no route takes it: the proxy answers with 404', because: steps.flatMap(refsOf) };
  const isTaken = some(possible.map((p) => p.holds)) === 'yes';
  const isAll = (effect: Step['effect']): boolean => possible.every(({ step }) => step.effect === effect);
  if (isAll('on') && isTaken) return { answer: 'allow', text: 'routes send it where it was dialled', because };
  if (isAll('ends')) return { answer: 'deny', text: 'the proxy answers it by itself', because };
  const unsure = possible.find(({ step, holds }) => holds === 'unknown' && step.doubt !== undefined)?.step.doubt;
  const other = possible.find(({ step }) => step.effect !== 'on')?.step;
  return { answer: 'undetermined', text: unsure ?? other?.text ?? 'may take it or not', because };
}

export function refsOf({ ref, by }: Pick<Step, 'ref' | 'by'>): readonly RuleRef[] {
  return by === undefined ? [ref] : [ref, by];
}

/** Of all requests: those that arrive, and those that may. */
export function setsOfCourse({ steps, ordered }: Course): { readonly allow: RequestSet; readonly maybe: RequestSet } {
  let rest = exact(ANY_HTTP);
  const allowed: RequestSet[] = [];
  const possible: RequestSet[] = [];
  const away: RequestSet[] = [];
  for (const { effect, takes } of steps) {
    const taken = and([rest, takes]);
    if (effect === 'on') allowed.push(taken.must);
    else away.push(taken.may);
    if (effect !== 'ends') possible.push(taken.may);
    if (ordered) rest = { must: subtract(rest.must, taken.may), may: subtract(rest.may, taken.must) };
  }
  const on = allowed.length === 0 ? NOTHING : union(...allowed);
  const allow = ordered || away.length === 0 ? on : subtract(on, union(...away));
  return { allow, maybe: possible.length === 0 ? NOTHING : subtract(union(...possible), allow) };
}

/** Rules that are not for a gateway alone, or another port. */
export function taking({ steps }: Course): readonly Step[] {
  return steps.filter(({ takes }) => !isEmpty(takes.may));
}

/** Everything arrives. */
export function changesNothing(course: Course): boolean {
  const steps = taking(course);
  return steps.every((s) => s.effect === 'on') && steps.some((s) => s.takes.must === ANY_HTTP);
}
