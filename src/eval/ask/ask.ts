import type { Answer, Caller, Destination, Request } from '../types';
import type { World } from '../world';
import type { PairDecision, QuestionAnswer } from './answer';
import { callersOf } from './callers';
import { decide } from './decide';
import { destinationsOf, type Destinations } from './destinations';
import { QuestionError, type QuestionProblem } from './error';
import type { Question } from './question';
import { completeRequest } from './request';

/**
 * Answers a question for every workload it stands for. They must agree: where one would be answered differently, nobody who asks about
 * all of them can be told `allow` or `deny`.
 *
 * Throws a `QuestionError` with all that is wrong with the question.
 */
export function ask(world: World, question: Question): QuestionAnswer {
  const problems: QuestionProblem[] = [];
  const callers = collecting(problems, () => callersOf(world, question.from));
  const to = collecting<Destinations>(problems, () => destinationsOf(world, question.to));
  const http = question.request === undefined ? undefined : collecting(problems, () => completeRequest(question.request!, question.to));
  if (callers === undefined || to === undefined || problems.length > 0) throw new QuestionError(...problems);

  if ('unknown' in to) return { question, answer: 'undetermined', text: to.unknown, decisions: [] };
  const request: Request = http === undefined ? {} : { http };
  const decisions = callers.flatMap((caller) => to.destinations.map((destination) => ({ caller, destination, decision: decide(world, caller, destination, request) })));
  return { question, decisions, ...agreement(decisions) };
}

function agreement(decisions: readonly PairDecision[]): { readonly answer: Answer; readonly text: string } {
  const [first, ...others] = decisions;
  if (others.every((d) => d.decision.answer === first.decision.answer)) return first.decision;
  const each = decisions.map(({ caller, destination, decision }) => `${pairName(caller, destination)}: ${decision.answer}`);
  return { answer: 'undetermined', text: `not all workloads are answered alike: ${[...new Set(each)].sort().join('; ')}` };
}

function pairName(caller: Caller, { workload, port }: Destination): string {
  return `${caller.name} -> ${workload.id}:${port}`;
}

function collecting<T>(problems: QuestionProblem[], run: () => T): T | undefined {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof QuestionError)) throw error;
    problems.push(...error.problems);
    return undefined;
  }
}
