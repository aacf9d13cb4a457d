import { namespaceOfObject } from '../cluster/policies';
import { refsText } from '../refs';
import type { HttpRequest, Request, RuleRef, WorkloadView } from '../types';
import type { World } from '../world';
import { forHost } from './attached';
import { closestAmong, withoutPort } from './host';
import type { Listener } from './listener';
import { before, type Candidate, ordered } from './order';
import { redirectedAt, type Routes, routesAt } from './routes';
import type { Act, GatewayRule } from './rule';

/** What may become of a request at a gateway: of several, one or another. */
export type Course = Refused | {
  readonly possible: readonly Taken[];
  /** Otherwise it may be that no rule takes it. */
  readonly isTaken: boolean;
};

interface Refused {
  readonly refused: string;
  readonly because: readonly RuleRef[];
}

export interface Taken {
  readonly ref: RuleRef;
  readonly by?: RuleRef;
  /** Why it is not known whether it takes it; left out: it is, as far as it is for the rule to say. */
  readonly doubt?: string;
  readonly act: Act;
}

/** Those of a port's listeners that are for one host, or why there are none. */
export type AtHost = Refused | { readonly pattern: string; readonly routes: readonly Routes[] };

/** Of all routes for the port's listeners those for the closest host. */
export function routesFor(
  world: World, pod: WorkloadView, listeners: readonly Listener[], isHttp: boolean, host: string | undefined,
): AtHost {
  const { redirected, byHost } = isHttp ? knownRoutes(world, pod, listeners) : atHosts(world, pod, listeners, false, host);
  const pattern = host === undefined ? '*' : closestAmong(byHost, withoutPort(host));
  const found = pattern === undefined ? [] : (byHost.get(pattern) ?? []).map((r) => ({ ...r, attached: forHost(r.attached, pattern) }));
  if (pattern !== undefined && found.length > 0 && !redirected.has(pattern)) return { pattern, routes: found };
  const because = listeners.map((l) => l.ref);
  if (pattern !== undefined && redirected.has(pattern)) return { refused: `${refsText(because)} sends plain requests to HTTPS`, because };
  return { refused: `no route of ${refsText(because)} is for ${host === undefined ? 'connections' : `\`${withoutPort(host)}\``}`, because };
}

/** The routes of a port's listeners by their patterns, with those for which plain requests are sent to HTTPS. */
interface AtHosts {
  readonly redirected: ReadonlySet<string>;
  readonly byHost: ReadonlyMap<string, readonly Routes[]>;
}

function atHosts(world: World, pod: WorkloadView, listeners: readonly Listener[], isHttp: boolean, host: string | undefined): AtHosts {
  const routes = listeners.flatMap((l) => routesAt(world, l, pod, isHttp, host));
  const redirected = new Set(redirectedAt(routes, listeners));
  const byHost = new Map<string, Routes[]>([...redirected].map((pattern) => [pattern, []]));
  for (const route of routes) {
    for (const pattern of new Set(route.hosts)) {
      const same = byHost.get(pattern);
      if (same === undefined) byHost.set(pattern, [route]);
      else same.push(route);
    }
  }
  return { redirected, byHost };
}

const asked = new WeakMap<World, { readonly pod: WorkloadView; readonly listeners: readonly Listener[]; readonly found: AtHosts }>();

/** The last ones: whoever goes through ten thousand hosts of a port asks for each of them. */
function knownRoutes(world: World, pod: WorkloadView, listeners: readonly Listener[]): AtHosts {
  const last = asked.get(world);
  const isSame = last?.pod === pod && last.listeners.length === listeners.length && last.listeners.every((l, i) => l === listeners[i]);
  if (isSame) return last.found;
  const found = atHosts(world, pod, listeners, true, undefined);
  asked.set(world, { pod, listeners, found });
  return found;
}

/** Of the routes for a host the first of an object, or the most specific. Of several objects the oldest comes first. */
export function courseOf(
  world: World, pod: WorkloadView, listeners: readonly Listener[], { http }: Request, serverName: string | undefined,
): Course {
  const found = routesFor(world, pod, listeners, http !== undefined, http?.host ?? serverName);
  if ('refused' in found) return found;
  const course = taken(world, found.routes, http);
  if (course.possible.length > 0) return course;
  return { refused: `no route for \`${found.pattern}\` takes it`, because: found.routes.flatMap((r) => r.rules.map((rule) => rule.ref)) };
}

/** Rules one of which takes it: what comes first for certain ends the search. */
function taken(world: World, routes: readonly Routes[], http: HttpRequest | undefined): Exclude<Course, Refused> {
  const candidates = routes.flatMap(({ attached, rules }) => {
    const possible: GatewayRule[] = [];
    for (const rule of ordered(rules)) {
      const holds = rule.takes(http);
      if (holds !== 'no') possible.push(rule);
      if (holds === 'yes') break;
    }
    return possible.map((rule) => ({ rule, attached, isCertain: attached.isAttached === 'yes' && rule.takes(http) === 'yes' }));
  });
  const best = candidates.filter((c) => !candidates.some((other) => other !== c && other.isCertain && before(world, other, c)));
  const doubtOf = ({ isCertain, rule: { doubt } }: typeof best[number]): Pick<Taken, 'doubt'> => (isCertain || doubt === undefined ? {} : { doubt });
  return {
    possible: best.map((c): Taken => ({ ref: c.rule.ref, ...byOf(c.rule), ...doubtOf(c), act: actOf(c) })),
    isTaken: best.some((c) => c.isCertain),
  };
}

export function byOf({ by }: Pick<GatewayRule, 'by'>): Pick<Taken, 'by'> {
  return by === undefined ? {} : { by };
}

/** As the rule says, if the object is taken at all. */
export function actOf({ rule, attached: { isAttached, listener, source } }: Candidate): Act {
  if (isAttached !== 'unknown') return rule.act;
  const text = `whether ${refsText([listener.ref])} takes routes of namespace \`${namespaceOfObject(source)}\` depends on labels that are not in the manifests`;
  return { kind: 'doubt', text, backends: rule.act.kind === 'ends' ? [] : rule.act.backends };
}
