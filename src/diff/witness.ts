import { ask, parseCaller, parseTarget, QuestionError } from '../eval/ask';
import { portProtocolAt, type Answer, type Decision, type Layer, type Prepared, type World } from '../eval';
import { decisionOf } from '../eval/layers/combined';
import { ANY_BYTES, ANY_HTTP, formatWitness, intersect, witness, type RequestSet, type Witness as Found } from '../eval/request-set';
import { ANY_HOST } from '../eval/request-set/universe';
import { canBeSent, requestOf } from '../eval/sendable';
import type { LayerDecision, Request } from '../eval/types';
import { DisagreementError } from '../proof/witness';
import { both, SIDES, type Both, type Side } from './both';
import { at } from './compare';
import { inWords } from './in-words';
import { higher, lower, type Step } from './levels';
import type { Subject } from './subjects';
import type { Because, Witness } from './types';
import type { Unit } from './units';

const OWN: readonly Layer[] = ['egress-policy', 'egress-scope'];

/** One request of a step, once the concrete evaluator has confirmed both of its answers. */
export function confirmedWitness(worlds: Both<World>, unit: Unit, subject: Subject, step: Step, ip?: string): Witness {
  const found = exampleOf(worlds, unit, step.requests);
  const text = formatWitness(found);
  if (!SIDES.every((side) => canBeSent(found, worlds[side].settings.pathNormalization))) return { text, because: [] };
  const request = requestOf(found);
  const decisions = both((side) => unit.at[side].flatMap((p) => subject.forms.map((form) => decide(p, subject, form[side], request, ip))));
  const isUp = step.to === 'allow' || (step.to === 'undetermined' && step.from === 'deny');
  const answers = both((side) => answerOf(unit.at[side], decisions[side], subject.forms.length, isUp === (side === 'before')));
  for (const [side, expected] of [['before', step.from], ['after', step.to]] as const) {
    // What sets leave undetermined, one request may decide.
    if (expected !== 'undetermined' && answers[side] !== expected) throw new DisagreementError(`${subject.name} -> ${unit.name} ${text} should be ${expected} ${side}, but it is ${answers[side]}`);
  }
  const can = questionWords(worlds, unit, subject, found, ip, answers);
  return { text, ...(can === undefined ? {} : { can }), because: becauseOf(both((side) => speaking(decisions[side], answers[side]))) };
}

/** An example that fits the port is better than any. */
export function exampleOf(worlds: Both<World>, unit: Unit, requests: RequestSet): Found {
  const side: Side = unit.at.after.length > 0 ? 'after' : 'before';
  const [prepared] = unit.at[side];
  const isHttp = prepared.waypoint !== undefined ? prepared.waypoint.protocol !== 'tcp' : portProtocolAt(worlds[side], prepared.destination) !== 'tcp';
  const found = witness(intersect(requests, isHttp ? ANY_HTTP : ANY_BYTES)) ?? witness(requests);
  if (found === undefined) throw new DisagreementError('a set that is not empty has no witness');
  return found;
}

/** A request that can be sent, at least but for what only a proxy sees. */
export function sentFor(worlds: Both<World>, found: Found): Request {
  const isSendable = SIDES.every((side) => canBeSent(found, worlds[side].settings.pathNormalization));
  return isSendable ? requestOf(found) : found.kind === 'bytes' ? {} : requestOf({ ...found, when: [] });
}

export function decide(prepared: Prepared, subject: Subject, caller: Subject['forms'][number]['before'], request: Request, ip?: string): Decision {
  const decision = prepared.decide(at(caller, ip), request);
  return subject.crowd ? decisionOf(decision.layers.filter(({ layer }) => !OWN.includes(layer))) : decision;
}

/** Of several forms any, of several endpoints any or all of them. */
function answerOf(endpoints: readonly unknown[], decisions: readonly Decision[], forms: number, most: boolean): Answer {
  const each = endpoints.map((_, i) => decisions.slice(i * forms, (i + 1) * forms).map((d) => d.answer).reduce(higher));
  return each.length === 0 ? 'deny' : each.reduce(most ? higher : lower);
}

function speaking(decisions: readonly Decision[], answer: Answer): Decision | undefined {
  return decisions.find((d) => d.answer === answer) ?? decisions[0];
}

/** Layers that answer one request in another way. */
export function becauseOf({ before, after }: Both<Decision | undefined>): readonly Because[] {
  if (after === undefined || before === undefined) return [];
  const layers = [...new Set([...before.layers, ...after.layers].map(({ layer }) => layer))];
  return layers.flatMap((layer): readonly Because[] => {
    const of = (d: Decision): LayerDecision | undefined => d.layers.find((l) => l.layer === layer);
    const [then, now] = [of(before), of(after)];
    if ((then?.answer ?? 'allow') === (now?.answer ?? 'allow')) return [];
    const { text, because } = (now ?? then)!;
    const words = inWords(text);
    return [{
      layer, answers: { ...(then && { before: then.answer }), ...(now && { after: now.answer }) },
      text: now === undefined ? `no longer on the way (before: ${words})` : words, rules: because,
    }];
  });
}

/** Undefined: a question has no words for it, or means more by them. */
function questionWords(worlds: Both<World>, unit: Unit, subject: Subject, found: Found, ip: string | undefined, answers: Both<Answer>): Witness['can'] {
  const from = callerWord(subject, ip);
  if (from === undefined || (found.kind === 'http' && found.token !== undefined)) return undefined;
  const { method, path, headers } = found.kind === 'http' ? found : { method: '', path: '', headers: {} };
  const host = found.kind === 'bytes' || found.host === ANY_HOST ? undefined : found.host;
  const request = found.kind === 'http' ? { request: { method, path, headers, ...(host === undefined ? {} : { host }) } } : {};
  const isSo = SIDES.every((side) => {
    try {
      return ask(worlds[side], { from: parseCaller(from), to: parseTarget(unit.target), ...request }).answer === answers[side];
    } catch (error) {
      // Somebody or something that one side does not have.
      if (error instanceof QuestionError) return unit.at[side].length === 0 || side === 'before';
      throw error;
    }
  });
  if (!isSo) return undefined;
  if (found.kind === 'bytes') return [from, unit.target];
  const options = Object.entries(headers).flatMap(([name, value]) => ['--header', `${name}: ${value}`]);
  return [from, unit.target, '--method', method, '--path', path, ...(host === undefined ? [] : ['--host', host]), ...options];
}

function callerWord({ crowd, forms: [{ after }] }: Subject, ip: string | undefined): string | undefined {
  const { workload, principal, pod, ip: own } = after;
  const address = ip ?? own;
  const suffix = address === undefined ? '' : `@${address}`;
  if (crowd) return !pod && own !== undefined ? `anonymous${suffix}` : undefined;
  return workload !== undefined ? `pod:${workload.id}${suffix}` : principal === undefined ? undefined : `${principal}${suffix}`;
}
