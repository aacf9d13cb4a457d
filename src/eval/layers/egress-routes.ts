import type { PortProtocol } from '../cluster/protocol';
import { type Dialled, sidecarsFor } from '../cluster/sidecar-scope';
import { seenByMesh } from '../matcher/normalize';
import { ANY_BYTES, ANY_HTTP as HTTP, intersect, NOTHING, type RequestSet, subtract, union } from '../request-set';
import { type Outcome, outcomeOf, refsOf, setsOfCourse, taking } from '../routing/course';
import type { DialledService } from '../routing/gateway-route';
import { type Routes, routesFor, streamsText } from '../routing/routes';
import type { Caller, LayerDecision, LayerSet, Request, RuleRef } from '../types';
import type { World } from '../world';
import type { LayerAt } from './layer';

/**
 * What the caller's proxy makes of a call to a Service with routes: it may send it elsewhere, change it, or answer it by itself. `holds`:
 * whether the caller goes through that proxy; `unknown`: perhaps.
 */
export function routed(
  world: World, dialled: Dialled, service: DialledService | undefined, protocol: PortProtocol, scope: LayerAt, holds: (caller: Caller) => 'yes' | 'no' | 'unknown',
): LayerAt {
  return {
    layer: scope.layer,
    decide: (caller, request) => {
      const base = scope.decide(caller, request);
      const through = holds(caller);
      if (base.answer === 'deny' || through === 'no') return base;
      const outcomes = routesOf(world, dialled, service, caller).flatMap((routes) => outcomesOf(world, routes, protocol, request) ?? []);
      return outcomes.length === 0 ? base : joined(base, outcomes, through);
    },
    explore: (caller) => {
      const base = scope.explore(caller);
      const through = holds(caller);
      if (through === 'no') return base;
      const all = routesOf(world, dialled, service, caller);
      return all.every((r) => r.http.length === 0 && r.streams.length === 0) ? base : narrowed(base, all.map((r) => setsOf(r, protocol)), through);
    },
  };
}

/** Where the caller's labels are not known, one for each Sidecar that it may have. */
function routesOf(world: World, dialled: Dialled, service: DialledService | undefined, caller: Caller): readonly Routes[] {
  const namespace = caller.namespace ?? '';
  return sidecarsFor(world, namespace, caller.labels).map((sidecar) => routesFor(world, dialled, service, caller, sidecar));
}

const PLAIN: Outcome = { answer: 'allow', text: 'no route is for it', because: [] };

function outcomesOf({ settings }: World, { http, streams }: Routes, protocol: PortProtocol, request: Request): readonly Outcome[] {
  const isHttp = protocol !== 'tcp' && request.http !== undefined;
  if (!isHttp) return streams.length === 0 ? [PLAIN] : [{ answer: 'undetermined', text: streamsText(streams), because: streams }];
  const { path } = request.http!;
  const seen = { ...request.http!, path: `${seenByMesh(path, settings.pathNormalization)}${/\?.*$/s.exec(path)?.[0] ?? ''}` };
  return http.length === 0 ? [PLAIN] : http.map((course) => outcomeOf(course, seen));
}

function joined(base: LayerDecision, outcomes: readonly Outcome[], through: 'yes' | 'unknown'): LayerDecision {
  const [first] = outcomes;
  const because = [...base.because, ...new Set(outcomes.flatMap((o) => o.because))];
  const agreed = outcomes.every((o) => o.answer === first.answer) ? first : { ...(outcomes.find((o) => o.answer !== 'allow') ?? first), answer: 'undetermined' as const };
  if (agreed.answer === 'allow') return base;
  if (agreed.answer === 'deny' && through === 'yes') return { ...base, answer: 'deny', text: agreed.text, because };
  return { ...base, answer: 'undetermined', text: agreed.answer === 'deny' ? `${agreed.text}; but whether it goes through that proxy is not known` : agreed.text, because };
}

interface Sets {
  readonly allow: RequestSet;
  readonly maybe: RequestSet;
  readonly because: readonly RuleRef[];
}

/** By a TCP port HTTP goes as bytes. */
function setsOf({ http, streams }: Routes, protocol: PortProtocol): Sets {
  const isTcp = protocol === 'tcp';
  const courses = isTcp ? [] : http.map(setsOfCourse);
  const because = isTcp ? streams : [...streams, ...http.flatMap((c) => taking(c).flatMap(refsOf))];
  const unrouted = isTcp ? NOTHING : HTTP;
  const open = courses.length === 0
    ? { allow: unrouted, possible: unrouted }
    : { allow: intersect(...courses.map((c) => c.allow)), possible: union(...courses.flatMap((c) => [c.allow, c.maybe])) };
  const connections = isTcp ? union(ANY_BYTES, HTTP) : ANY_BYTES;
  const allow = streams.length === 0 ? union(open.allow, connections) : open.allow;
  return { allow, maybe: subtract(union(open.possible, connections), allow), because };
}

function narrowed(base: LayerSet, sets: readonly Sets[], through: 'yes' | 'unknown'): LayerSet {
  const allow = intersect(base.allow, ...sets.map((s) => s.allow));
  const reachable = union(base.allow, base.maybe);
  const possible = through === 'unknown' ? reachable : intersect(reachable, union(...sets.flatMap((s) => [s.allow, s.maybe])));
  return { layer: base.layer, allow, maybe: subtract(possible, allow), because: [...base.because, ...new Set(sets.flatMap((s) => s.because))] };
}
