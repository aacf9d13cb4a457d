import type { Answer, Caller, Destination, Request } from '../types';
import type { World } from '../world';
import type { PairDecision, QuestionAnswer } from './answer';
import { callersOf } from './callers';
import { decide } from './decide';
import { destinationsOf, type Destinations } from './destinations';
import { QuestionError, type QuestionProblem } from './error';
import { gatewayPortsOf } from './gateway-ports';
import { planeOf } from '../ztunnel/hbone';
import { hostPairs, hostPairsThrough } from './hosts';
import { type HostQuestion, type Question, type TargetQuestion, targetText } from './question';
import { completeRequest } from './request';

/**
 * Answers a question for every workload it stands for. They must agree: where one would be answered differently, nobody who asks about
 * all of them can be told `allow` or `deny`.
 *
 * Throws a `QuestionError` with all that is wrong with the question.
 */
export function ask(world: World, question: Question): QuestionAnswer {
  const problems: QuestionProblem[] = [];
  const { to } = question;
  if (to.kind === 'host') return askHost(world, question, to);
  const pairs = collecting(problems, () => pairsOf(world, { ...question, to }));
  const request = collecting(problems, () => requestOf(question));
  if (pairs === undefined || request === undefined) throw new QuestionError(...problems);

  if ('unknown' in pairs) return { question, answer: 'undetermined', text: pairs.unknown, decisions: [] };
  const decisions = pairs.pairs.map((pair) => ({ ...pair, decision: decide(world, pair.caller, pair.destination, request, pair.via) }));
  return { question, decisions, ...agreement(decisions) };
}

function askHost(world: World, question: Question, to: HostQuestion): QuestionAnswer {
  const problems: QuestionProblem[] = [];
  const callers = collecting(problems, () => callersOf(world, question.from));
  const request = collecting(problems, () => requestOf(question));
  const gateways = collecting(problems, () => (question.via === undefined ? undefined : gatewayPortsOf(world, question.via)));
  const decisions = collecting(problems, () => (gateways === undefined || 'unknown' in gateways
    ? hostPairs(world, callers ?? [], to, request ?? {})
    : hostPairsThrough(world, callers ?? [], gateways.destinations, to, request ?? {})));
  if (decisions === undefined || problems.length > 0) throw new QuestionError(...problems);
  if (gateways !== undefined && 'unknown' in gateways) return { question, answer: 'undetermined', text: gateways.unknown, decisions: [] };
  return { question, decisions, ...agreement(decisions) };
}

/** A question about a Service or a pod. */
export interface PlaceQuestion extends Omit<Question, 'request' | 'to'> {
  readonly to: TargetQuestion;
}

/** Every caller that is meant against everything that answers; or why nobody can say. */
export type Pairs = { readonly pairs: readonly Omit<PairDecision, 'decision'>[] } | { readonly unknown: string };

export function pairsOf(world: World, { from, to, via }: PlaceQuestion): Pairs {
  const problems: QuestionProblem[] = [];
  const callers = collecting(problems, () => callersOf(world, from));
  const targets = collecting<Destinations>(problems, () => destinationsOf(world, to, via !== undefined));
  const gateways = collecting(problems, () => (via === undefined ? { destinations: [undefined] } : gatewayPortsOf(world, via, to)));
  if (callers === undefined || targets === undefined || gateways === undefined) throw new QuestionError(...problems);
  if ('unknown' in targets) return targets;
  if ('unknown' in gateways) return gateways;
  const dialledBy = (caller: Caller): readonly Destination[] => {
    const own = planeOf(world, caller) === 'gateway' ? destinationsOf(world, to, true) : targets;
    return 'unknown' in own ? [] : own.destinations;
  };
  const pairs = callers.flatMap((caller) => gateways.destinations.flatMap((gateway) => dialledBy(caller).map((destination) => (
    { caller, destination, ...(gateway === undefined ? {} : { via: gateway }) }))));
  const met = pairs.filter((pair) => isMet(world, pair));
  return met.length > 0 ? { pairs: met } : { unknown: `only WorkloadEntries serve ${targetText(to)}, and ${callers.map((c) => c.name).join(', ')} has no proxy, without which nobody is sent to them` };
}

/** Where a Service leads is known to kube-proxy, too, and of machines it knows nothing: who has no proxy is sent to pods alone. */
function isMet(world: World, { caller, destination: { workload, service }, via }: Omit<PairDecision, 'decision'>): boolean {
  return workload.apart !== 'machine' || service === undefined || via !== undefined || planeOf(world, caller) !== 'none';
}

export function agreement(decisions: readonly PairDecision[]): { readonly answer: Answer; readonly text: string } {
  const [first, ...others] = decisions;
  if (others.every((d) => d.decision.answer === first.decision.answer)) return { answer: first.decision.answer, text: first.decision.text };
  const each = decisions.map(({ caller, via, destination, decision }) => (
    `${caller.name} -> ${via === undefined ? '' : `${via.workload.id}:${via.port} -> `}${destination.workload.id}:${destination.port}: ${decision.answer}`));
  return { answer: 'undetermined', text: `not all workloads are answered alike: ${[...new Set(each)].sort().join('; ')}` };
}

function requestOf({ request, to, via }: Question): Request {
  if (via !== undefined && request !== undefined && request.host === undefined) {
    throw new QuestionError({ message: 'a request through a gateway needs a host, by which its routes are found', repair: 'say its `host`, as in `shop.example.com`' });
  }
  return request === undefined ? {} : { http: completeRequest(request, to) };
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
