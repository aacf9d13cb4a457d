import { callerOf } from '../callers';
import { decisionOf } from '../layers/combined';
import { decisionFor, type Verdict, verdict } from '../layers/layer';
import type { ExternalTarget } from '../leave';
import { agreed, asForwarded, reach, shownAs } from '../outward/reach';
import { prepare } from '../prepare';
import { refsText, refText } from '../refs';
import { refsOf } from '../routing/course';
import { normalizePath } from '../matcher/normalize';
import type { Caller, Decision, Destination, HttpRequest, Request } from '../types';
import type { World } from '../world';
import { courseOf, type Taken } from './course';
import { asOne, type Hop, hopTo } from './hop';
import { afterTokens, setByTokens } from './tokens';
import { servicePortOf } from './backend';
import { changed } from './changes';
import type { Backend } from './rule';

/**
 * May a client reach a port of a Service through a gateway? The gateway takes the request, its policies let it pass, a route of it leads
 * there, and then the gateway asks: with its own identity, for what the route has made of the request.
 */
export function through(world: World, caller: Caller, gateway: Destination, destination: Destination, request: Request): Decision {
  return throughTo(world, caller, gateway, onwardTo(world, destination), request);
}

export function onwardTo(world: World, destination: Destination): Onward {
  return {
    isThere: (backend) => isAt(world, backend, destination.service!),
    decide: (asking, sent) => prepare(world, destination).decide(asking, sent),
  };
}

/** The same for a host that is no Service of the cluster: behind the gateway it goes wherever ServiceEntries lead. */
export function throughToHost(
  world: World, caller: Caller, gateway: Destination, target: Omit<ExternalTarget, 'protocol'> & { readonly host: string }, request: Request,
): Decision {
  return throughTo(world, caller, gateway, {
    isThere: ({ external, port }) => external === target.host.toLowerCase() && port === target.port,
    decide: (asking, sent) => (
      agreed(asForwarded(shownAs(world, target, sent).flatMap((protocol) => reach(world, asking, { ...target, protocol }, sent)), target))),
  }, request);
}

/** What is asked about behind a gateway. */
export interface Onward {
  isThere(backend: Backend): boolean;
  decide(asking: Caller, sent: Request): Decision;
}

function throughTo(world: World, caller: Caller, gateway: Destination, onward: Onward, request: Request): Decision {
  const hop = hopTo(world, caller, gateway, request);
  const { verdict: routed, forwarded } = routeTo(world, gateway, onward, request, hop);
  const first = [
    asOne('gateway-ingress', hop.network),
    decisionFor('gateway-listener', hop.listening.verdict),
    asOne('gateway-authorization', hop.policies),
  ];
  const asking: Caller = { ...callerOf(world, gateway.workload), ...(caller.ip === undefined ? { forwards: true } : {}) };
  const second = forwarded.map((r) => onward.decide(asking, asSent(r, caller)));
  const [one] = second;
  const agree = second.every((d) => d.answer === one.answer);
  const route = agree ? routed : verdict('undetermined', () => `${routed.text()}; and what is let on depends on which rule it is`, routed.because);
  const layers = [...first, decisionFor('gateway-route', route), ...(one === undefined ? [] : agree ? one.layers : one.layers.filter((l) => l.answer === 'allow'))];
  // Of a host outside nobody behind the gateway has an AuthorizationPolicy.
  return decisionOf(layers, layers[layers.length - 1].layer);
}

export interface Routed {
  readonly verdict: Verdict;
  /** What may come to the destination; empty: nothing. */
  readonly forwarded: readonly Request[];
}

/** Past its listener: where its routes lead. */
export function routeTo(world: World, { workload }: Destination, onward: Onward, request: Request, { listening, site }: Hop): Routed {
  const nothing = (v: Verdict): Routed => ({ verdict: v, forwarded: [] });
  if (listening.listeners.length === 0) return nothing(verdict(listening.verdict.answer, 'no listener, and so no route'));
  const isHttp = listening.protocol === 'http' && request.http !== undefined;
  // What a gateway does not look into arrives as it is; of TLS that passes nobody sees more than bytes.
  const sent: Request = isHttp ? { http: asRouted(world, afterTokens(site, request.http!)) } : listening.listeners.some((l) => l.tls === 'passes') ? {} : request;
  const course = courseOf(world, workload, listening.listeners, isHttp ? sent : {}, request.http?.host);
  if ('refused' in course) return nothing(verdict('deny', course.refused, course.because));
  const doubt = isHttp && request.http!.token !== undefined ? setByTokens(world, site) : undefined;
  if (doubt !== undefined) return nothing(verdict('undetermined', doubt, course.possible.flatMap(refsOf)));
  const outcomes = course.possible.map((taken) => outcomeOf(taken, onward, sent));
  const because = course.possible.flatMap(refsOf);
  const forwarded = outcomes.flatMap((o) => (o.forwarded === undefined ? [] : [o.forwarded]));
  const [first] = outcomes;
  const told = course.possible.flatMap((p) => p.doubt ?? []);
  const why = told.length === 0 ? '' : `: ${told.join('; ')}`;
  if (!course.isTaken && outcomes.some((o) => o.answer === 'allow')) {
    return { verdict: verdict('undetermined', `whether ${refsText(course.possible.map((p) => p.ref))} takes it is not known, and nothing else does for certain${why}`, because), forwarded };
  }
  if (outcomes.every((o) => o.answer === first.answer)) return { verdict: verdict(first.answer, first.text, because), forwarded };
  const text = `which of ${refsText(course.possible.map((p) => p.ref))} takes it is not known (${outcomes.map((o) => `${o.answer}: ${o.text}`).join('; ')})${why}`;
  return { verdict: verdict('undetermined', text, because), forwarded };
}

interface Outcome {
  readonly answer: Verdict['answer'];
  readonly text: string;
  readonly forwarded?: Request;
}

function outcomeOf({ ref, act }: Taken, { isThere }: Onward, { http }: Request): Outcome {
  if (act.kind === 'ends') return { answer: 'deny', text: act.text };
  const leadsThere = act.backends.some(isThere);
  // Whatever is not known of it, it is not sent here.
  if (act.kind === 'doubt' && (leadsThere || act.backends.length === 0)) return { answer: 'undetermined', text: act.text };
  const place = refText(ref);
  if (act.kind === 'doubt' || !leadsThere) {
    const others = act.backends.map((b) => `\`${b.external ?? `${b.namespace}/${b.name}`}${b.port === undefined ? '' : `:${b.port}`}\``).join(', ');
    return { answer: 'deny', text: `${place} sends it to ${others}` };
  }
  const request = http === undefined ? undefined : changed(http, act.changes);
  return {
    answer: 'allow', text: `${place} sends it there${request === undefined ? '' : ` as \`${request.path}\` of \`${request.host}\``}`,
    forwarded: request === undefined ? {} : { http: request },
  };
}

function isAt(world: World, backend: Backend, service: NonNullable<Destination['service']>): boolean {
  const found = servicePortOf(world, backend);
  return found?.namespace === service.namespace && found.name === service.name && found.port === service.port;
}

/** Gateways normalize paths as sidecars do, and routes are asked afterwards. */
function asRouted({ settings }: World, http: HttpRequest): HttpRequest {
  const path = normalizePath(http.path, settings.pathNormalization);
  return path === undefined ? http : { ...http, path: `${path}${/\?.*$/s.exec(http.path)?.[0] ?? ''}` };
}

/** With whom it asks for at the end of X-Forwarded-For. */
export function asSent(request: Request, { ip }: Caller): Request {
  const { http } = request;
  if (http === undefined || ip === undefined) return request;
  const before = http.headers['x-forwarded-for'];
  return { http: { ...http, headers: { ...http.headers, 'x-forwarded-for': before === undefined ? ip : `${before},${ip}` } } };
}
