import type { RouteStringMatch, VirtualService, VirtualServiceDestination, VirtualServiceHttpRoute, VirtualServiceMatch } from '../../manifest/route-kinds';
import { and, EVERY, ofTri, or } from '../approximation';
import { type Demand, demanded } from '../authorization/demand';
import { hostIn, serviceHost } from '../cluster/hosts';
import { type From, namespaceOfObject } from '../cluster/policies';
import type { Dialled } from '../cluster/sidecar-scope';
import { carries } from '../matcher/selector';
import { own } from '../own';
import { refText, ruleRef } from '../refs';
import type { Pattern } from '../request-set';
import { every, some, type Tri, tri } from '../tri';
import type { Caller, HttpRequest, RuleRef } from '../types';
import type { World } from '../world';
import type { Course, Step } from './course';
import type { DialledService } from './gateway-route';
import { touchesPolicies } from './headers';
import { picksAmong } from './same-pods';

/**
 * What sidecars make of `http`. Subsets and weights pick among the pods of a Service, each of which is taken to be picked; mirrors send
 * copies, which nobody waits for; delays and retries change nothing.
 *
 * https://istio.io/latest/docs/reference/config/networking/virtual-service/
 */
export function courseOf(world: World, source: From<VirtualService>, dialled: Dialled, service: DialledService | undefined, caller: Caller): Course {
  const namespace = namespaceOfObject(source);
  const steps = (source.object.spec.http ?? []).map((route, i): Step => {
    const ref = ruleRef(source, `spec.http[${i}]`);
    const { effect, text } = effectOf(world, namespace, route, { ...dialled, service }, ref);
    const matches = (route.match ?? []).map((m) => compiled(m, { gateways: ['mesh'], port: dialled.port }, caller));
    const always = matches.length === 0;
    return {
      ref,
      effect,
      text,
      takes: always ? EVERY : or(matches.map((m) => and([ofTri(m.holds), demanded(m.demands)]))),
      matches: (http) => (always ? 'yes' : some(matches.map((m) => every([m.holds, ...m.tests.map((test) => test(http))])))),
    };
  });
  return { steps, ordered: true };
}

/** To what was dialled, or to some of its pods. */
export function leadsTo(
  world: World, namespace: string, { host, port, subset }: VirtualServiceDestination, dialled: Dialled, service: DialledService | undefined,
): boolean {
  const to = hostIn(world, namespace, host);
  const number = port?.number ?? dialled.port;
  if (to === dialled.host.toLowerCase()) return number === dialled.port;
  if (service === undefined || subset !== undefined) return false;
  const other = { namespace: service.namespace, name: to.split('.')[0], port: number };
  return to === serviceHost(world, other) && picksAmong(world, other, service);
}

type To = Dialled & { readonly service: DialledService | undefined };

function effectOf(world: World, namespace: string, route: VirtualServiceHttpRoute, to: To, ref: RuleRef): Pick<Step, 'effect' | 'text'> {
  const place = refText(ref);
  if (route.redirect !== undefined || route.directResponse !== undefined) return { effect: 'ends', text: `${place} answers it` };
  if (route.delegate !== undefined) return { effect: 'elsewhere', text: `${place} delegates it, which is not followed` };
  const destinations = route.route ?? [];
  const other = destinations.find(({ destination }) => !leadsTo(world, namespace, destination, to, to.service))?.destination;
  if (other !== undefined) {
    const port = other.port?.number;
    return { effect: 'elsewhere', text: `${place} may send it to \`${other.host}${port === undefined ? '' : `:${port}`}\` instead` };
  }
  const changes = route.rewrite !== undefined
    || [route, ...destinations].some(({ headers }) => headers?.request !== undefined && touchesPolicies(world, headers.request));
  if (changes) return { effect: 'elsewhere', text: `${place} changes it on the way, which is not followed` };
  if (route.fault?.abort !== undefined) return { effect: 'elsewhere', text: `${place} may abort it` };
  return { effect: 'on', text: '' };
}

export interface Match {
  /** What no request changes, and what is not modelled. */
  readonly holds: Tri;
  readonly demands: readonly Demand[];
  readonly tests: readonly ((http: HttpRequest) => Tri)[];
}

/** The proxy that goes by a route: what it is called, and the port that it listens at. */
export interface RoutedAt {
  readonly gateways: readonly string[];
  readonly port: number;
}

/** `gateways` are to be names that the proxy is known by. */
export function compiled(m: VirtualServiceMatch, at: RoutedAt, caller: Pick<Caller, 'namespace' | 'labels'>): Match {
  const isUnmodelled = [m.withoutHeaders, m.queryParams, m.scheme, m.authority].some((field) => field !== undefined) || m.ignoreUriCase === true
    || [m.uri, m.method, ...Object.values(m.headers ?? {})].some((match) => match?.regex !== undefined);
  const holds = every([
    isUnmodelled ? 'unknown' : 'yes',
    tri(m.gateways === undefined || m.gateways.length === 0 || m.gateways.some((g) => at.gateways.includes(g))),
    tri(m.port === undefined || m.port === at.port),
    m.sourceNamespace === undefined ? 'yes' : caller.namespace === undefined ? 'unknown' : tri(caller.namespace === m.sourceNamespace),
    m.sourceLabels === undefined ? 'yes' : caller.labels === undefined ? 'unknown' : tri(carries(caller.labels, m.sourceLabels)),
  ]);
  const demands: Demand[] = [];
  const tests: ((http: HttpRequest) => Tri)[] = [];
  const about = (of: string, match: RouteStringMatch | undefined, valueIn: (http: HttpRequest) => string | undefined): void => {
    const pattern = match && patternOf(match);
    if (match === undefined || pattern === undefined) return;
    demands.push({ of, in: [pattern] });
    tests.push((http) => {
      const value = valueIn(http);
      // A value with a comma in it, or several.
      if (of.startsWith('header ') && value?.includes(',')) return 'unknown';
      return tri(value !== undefined && isMatch(match, value));
    });
  };
  if (m.ignoreUriCase !== true) about('paths', m.uri, (http) => http.path.replace(/\?.*$/s, ''));
  about('methods', m.method, (http) => http.method);
  for (const [name, match] of Object.entries(m.headers ?? {})) about(`header ${name.toLowerCase()}`, match, (http) => own(http.headers, name.toLowerCase()));
  return { holds, demands, tests };
}

/** Undefined: an expression, which is in doubt as a whole. Nothing at all asks that there is a value. */
function patternOf({ exact, prefix, regex }: RouteStringMatch): Pattern | undefined {
  if (regex !== undefined) return undefined;
  return exact !== undefined ? { kind: 'exact', value: exact } : { kind: 'prefix', value: prefix ?? '' };
}

function isMatch({ exact, prefix }: RouteStringMatch, value: string): boolean {
  return exact !== undefined ? value === exact : value.startsWith(prefix ?? '');
}
