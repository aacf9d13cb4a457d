import type { Decision, World } from '../eval';
import { ask, parseCaller, parsePlace, parseTarget, QuestionError } from '../eval/ask';
import { formatWitness, witness, type Witness as Found } from '../eval/request-set';
import { canBeSent, requestOf } from '../eval/sendable';
import type { Answer, Request } from '../eval/types';
import { DisagreementError } from '../proof/witness';
import type { WayClient } from '../report/enforced/way-clients';
import { both, SIDES, type Both } from './both';
import { decideLead, isKnown, type Lead, targetOf } from './leads';
import { higher, type Step } from './levels';
import type { Witness } from './types';
import type { WayUnit } from './ways';
import { becauseOf, sentFor } from './witness';

/** One request of a step, once the concrete evaluator has confirmed both of its answers. */
export function wayWitness(worlds: Both<World>, unit: WayUnit, client: WayClient, step: Step): Witness {
  const found = witness(step.requests);
  if (found === undefined) throw new DisagreementError('a set that is not empty has no witness');
  const text = formatWitness(found);
  if (!SIDES.every((side) => canBeSent(found, worlds[side].settings.pathNormalization))) return { text, because: [] };
  const request = named(unit, found);
  const decisions = both((side) => best(unit.at[side].flatMap((lead) => decideLead(worlds[side], lead, client.caller, request))));
  for (const [side, expected] of [['before', step.from], ['after', step.to]] as const) {
    const answer = decisions[side]?.answer ?? 'deny';
    // What sets leave undetermined, one request may decide.
    if (expected !== 'undetermined' && unit.at[side].every(isKnown) && answer !== expected) throw new DisagreementError(`${client.name} via ${unit.via} -> ${unit.callee} ${text} should be ${expected} ${side}, but it is ${answer}`);
  }
  const can = questionWords(worlds.after, unit.at.after[0] ?? unit.at.before[0], client, request, decisions.after?.answer);
  return { text, ...(can === undefined ? {} : { can }), because: becauseOf(decisions) };
}

/** As far as it can be sent. */
export function sentThrough(worlds: Both<World>, unit: WayUnit, found: Found): Request {
  const { http } = sentFor(worlds, found);
  return http === undefined ? named(unit, found) : { http };
}

/** Connections are told apart by server name, which is asked about as a host. */
function named({ at }: WayUnit, found: Found): Request {
  const lane = (at.after[0] ?? at.before[0]).lane;
  if (found.kind === 'http' || lane.isHttp || lane.host === '*') return requestOf(found);
  return { http: { method: 'GET', path: '/', host: lane.host.replace('*', 'any'), headers: {} } };
}

function best(decisions: readonly Decision[]): Decision | undefined {
  return decisions.length === 0 ? undefined : decisions.reduce((a, b) => (higher(a.answer, b.answer) === a.answer ? a : b));
}

/** Undefined: a question has no words for it. */
function questionWords(world: World, lead: Lead, { caller }: WayClient, { http }: Request, answer: Answer | undefined): Witness['can'] {
  const { lane } = lead;
  if (lane.absent !== undefined || caller.ip === undefined || caller.pod || http?.token !== undefined) return undefined;
  const from = `anonymous@${caller.ip}`;
  const [to, via] = [targetOf(lead), `pod:${lane.pod.id}:${lane.at}`];
  try {
    const request = http && { method: http.method, path: http.path, host: http.host, headers: http.headers };
    const { answer: asked } = ask(world, { from: parseCaller(from), to: parseTarget(to), via: parsePlace(via), ...(request && { request }) });
    if (asked !== (answer ?? 'deny')) return undefined;
  } catch (error) {
    if (error instanceof QuestionError) return undefined;
    throw error;
  }
  if (http === undefined) return [from, to, '--via', via];
  const headers = Object.entries(http.headers).flatMap(([name, value]) => ['--header', `${name}: ${value}`]);
  return [from, to, '--via', via, '--method', http.method, '--path', http.path, '--host', http.host, ...headers];
}
