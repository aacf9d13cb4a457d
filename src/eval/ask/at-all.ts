import { portUniverse } from '../destinations';
import { prepare } from '../prepare';
import { formatSet, intersect, isEmpty, NOTHING, setKey, union, ANY_HTTP, type RequestSet } from '../request-set';
import type { Answer, Caller, Destination, LayerSet } from '../types';
import type { World } from '../world';
import type { QuestionAnswer } from './answer';
import { agreement, pairsOf } from './ask';
import { callersOf } from './callers';
import { decide } from './decide';
import { hostPairs } from './hosts';
import type { HostQuestion, Question } from './question';
import { completeRequest } from './request';

/**
 * May the caller do anything at all there? `allow`: at least one request, `deny`: none whatever. `ask` without a request is about raw TCP,
 * which a port that speaks HTTP refuses from everybody.
 */
export function askAtAll(world: World, { from, to }: Omit<Question, 'request'>): QuestionAnswer {
  if (to.kind === 'host') return askHostAtAll(world, { from, to });
  const question = { from, to };
  const pairs = pairsOf(world, question);
  if ('unknown' in pairs) return { question, answer: 'undetermined', text: pairs.unknown, decisions: [] };
  const decisions = pairs.pairs.map(({ caller, destination }) => {
    const { answer, set } = atAll(world, caller, destination);
    // Nothing is allowed, so that any request shows why.
    const universe = prepare(world, destination).waypoint?.universe ?? portUniverse(world, destination);
    const isHttp = setKey(universe) === setKey(ANY_HTTP);
    const decision = decide(world, caller, destination, isHttp ? { http: completeRequest({}, to) } : {});
    return { caller, destination, decision: answer === 'deny' ? decision : { answer, text: `${answer}: ${formatSet(set)}`, layers: [] } };
  });
  return { question, decisions, ...agreement(decisions) };
}

function askHostAtAll(world: World, question: Pick<Question, 'from'> & { readonly to: HostQuestion }): QuestionAnswer {
  const decisions = hostPairs(world, callersOf(world, question.from), question.to);
  return { question, decisions, ...agreement(decisions) };
}

function atAll(world: World, caller: Caller, destination: Destination): { readonly answer: Answer; readonly set: RequestSet } {
  const maybePod = caller.pod && caller.namespace === undefined;
  const explored = prepare(world, destination).explore(maybePod ? { ...caller, pod: false } : caller);
  if (!maybePod) return answerOf(explored.allow, explored.maybe);
  // As in `decide`: its own side is not the question, and what admits a pod or an outsider only is not certain.
  const inside = prepare(world, destination).explore(caller).layers;
  const layers = explored.layers.map((layer, i) => layer.layer === 'ingress-policy' ? either(layer, inside[i]) : layer);
  const allow = intersect(...layers.map((l) => l.allow));
  return answerOf(allow, isEmpty(allow) ? intersect(...layers.map((l) => union(l.allow, l.maybe))) : NOTHING);
}

function either(a: LayerSet, b: LayerSet): LayerSet {
  return { ...a, allow: intersect(a.allow, b.allow), maybe: union(a.allow, a.maybe, b.allow, b.maybe) };
}

function answerOf(allow: RequestSet, maybe: RequestSet): { readonly answer: Answer; readonly set: RequestSet } {
  if (!isEmpty(allow)) return { answer: 'allow', set: allow };
  return isEmpty(maybe) ? { answer: 'deny', set: NOTHING } : { answer: 'undetermined', set: maybe };
}
