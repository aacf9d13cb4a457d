import { type Caller, type Decision, type ExternalTarget, prepare, type World } from '../eval';
import { toldApartOut } from '../eval/leave-by-waypoint';
import { agreed, reach, reachAtAll, type Reached } from '../eval/outward/reach';
import { ANY_HTTP, EVERYTHING, isEmpty, type RequestSet, witness } from '../eval/request-set';
import { requestOf } from '../eval/sendable';
import type { Request } from '../eval/types';
import { both, SIDES, type Both } from './both';
import { cellsOf, cutsOf } from './doubt/cells';
import { type Reason, reasonsOf } from './doubt/reason';
import { higher } from './levels';

/** Of what a workload sends to a host, what is answered alike. */
export interface HostPart {
  /** Left out: all of it. */
  readonly requests?: RequestSet;
  readonly decisions: Both<Decision>;
  /** Why nothing is decided, of every way on which somebody may look for the host. */
  reasons(): Both<readonly Reason[]>;
}

/** Somebody who dials a host outside, in each of the ways in which it may look on the wire; in as many parts as anybody tells requests apart. */
export function hostParts(worlds: Both<World>, callers: Both<Caller>, ways: readonly ExternalTarget[]): readonly HostPart[] {
  const cuts = SIDES.flatMap((side) => ways.flatMap((way) => cutsFor(worlds[side], callers[side], way)));
  const cells = cuts.length === 0 ? [] : cellsOf(ANY_HTTP, cuts) ?? [];
  if (cells.length <= 1) return [partOf(worlds, callers, ways)];
  return cells.map((requests) => partOf(worlds, callers, ways, requests));
}

function partOf(worlds: Both<World>, callers: Both<Caller>, ways: readonly ExternalTarget[], requests?: RequestSet): HostPart {
  const found = requests === undefined ? undefined : witness(requests);
  const request = found === undefined ? undefined : requestOf(found.kind === 'http' ? { ...found, when: [] } : found);
  const all = both((side) => ways.map((way) => reached(worlds[side], callers[side], way, request)));
  return {
    decisions: both((side) => best(all[side].map(agreed))),
    reasons: () => both((side) => all[side].flat().flatMap(({ destination, decision }) => (
      reasonsOf({ world: worlds[side], prepared: { destination }, caller: callers[side], request: request ?? {} }, decision, [])))),
    ...(requests === undefined ? {} : { requests }),
  };
}

function reached(world: World, caller: Caller, way: ExternalTarget, request: Request | undefined): readonly Reached[] {
  if (request?.http === undefined || way.protocol !== 'http') return reachAtAll(world, caller, way);
  return reach(world, caller, { ...way, http: { ...request.http, host: way.host ?? request.http.host } }, request);
}

/** Sets of requests that a route, a waypoint or a pod on the way tells from others. */
function cutsFor(world: World, caller: Caller, way: ExternalTarget): readonly RequestSet[] {
  if (way.protocol !== 'http' || way.host === undefined) return [];
  const behind = reachAtAll(world, caller, way).flatMap(({ destination }): readonly RequestSet[] => {
    if (destination.entry === undefined) return [];
    const prepared = prepare(world, destination);
    const explored = prepared.explore(caller);
    return [...explored.layers.flatMap(({ allow, maybe }) => [allow, maybe]), ...cutsOf({ world, prepared, caller }, explored)];
  });
  return [...behind, ...toldApartOut(world, caller, way)].filter((set) => set !== EVERYTHING && set !== ANY_HTTP && !isEmpty(set));
}

export function best(decisions: readonly Decision[]): Decision {
  return decisions.reduce((a, b) => (higher(a.answer, b.answer) === a.answer ? a : b));
}
