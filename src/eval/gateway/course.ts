import type { GatewayRoute, VirtualService } from '../../manifest/route-kinds';
import { olderFirst, isDated } from '../age/order';
import { namespaceOfObject } from '../cluster/policies';
import { refsText } from '../refs';
import type { HttpRequest, Request, RuleRef, WorkloadView } from '../types';
import type { World } from '../world';
import { apiRules } from './api-rules';
import { apiRoutesAt, type Attached, virtualServicesAt } from './attached';
import { closest, withoutPort } from './host';
import type { Listener } from './listener';
import { streamRules } from './stream-rules';
import type { Act, GatewayRule } from './rule';
import { virtualServiceRules } from './virtual-service-rules';

/** What may become of a request at a gateway: of several, one or another. */
export type Course = { readonly refused: string; readonly because: readonly RuleRef[] } | { readonly possible: readonly Taken[] };

export interface Taken {
  readonly ref: RuleRef;
  readonly act: Act;
}

/**
 * Of all routes for the port's listeners those for the closest host; of these the first of an object, or the most specific. Of several
 * objects the oldest comes first.
 */
export function courseOf(world: World, pod: WorkloadView, listeners: readonly Listener[], { http }: Request, serverName: string | undefined): Course {
  const because = listeners.map((l) => l.ref);
  const host = http?.host ?? serverName;
  const routes = listeners.flatMap((l) => routesAt(world, l, pod, http !== undefined, serverName));
  const pattern = host === undefined ? '*' : closest(routes.flatMap((r) => r.hosts), withoutPort(host));
  if (listeners.some((l) => l.redirects && l.tls === 'none' && (host === undefined || closest(l.hosts.map((h) => h.host.toLowerCase()), withoutPort(host)) !== undefined))) return { refused: `${refsText(because)} sends plain requests to HTTPS`, because };
  const forHost = routes.filter((r) => pattern !== undefined && r.hosts.includes(pattern));
  if (forHost.length === 0) return { refused: `no route of ${refsText(because)} is for ${host === undefined ? 'connections' : `\`${withoutPort(host)}\``}`, because };
  const found = taken(world, forHost, http);
  return found.length === 0 ? { refused: `no route for \`${pattern}\` takes it`, because: forHost.flatMap((r) => r.rules.map((rule) => rule.ref)) } : { possible: found };
}

interface Routes {
  readonly attached: Attached<VirtualService | GatewayRoute>;
  readonly hosts: readonly string[];
  readonly rules: readonly GatewayRule[];
}

function routesAt(world: World, listener: Listener, pod: WorkloadView, isHttp: boolean, serverName: string | undefined): readonly Routes[] {
  const ofApi = apiRoutesAt(world, listener).filter((a) => listener.listener !== undefined && isHttp === ['HTTPRoute', 'GRPCRoute'].includes(a.source.object.kind));
  const ofIstio = listener.listener === undefined ? virtualServicesAt(world, listener, pod) : [];
  return [
    ...ofApi.map((a) => ({ attached: a, hosts: a.hosts, rules: apiRules(world, a.source) })),
    ...ofIstio.map((a) => ({
      attached: a,
      hosts: isHttp ? a.hosts : ['*'],
      rules: isHttp ? virtualServiceRules(world, a.source, listener, pod) : streamRules(world, a.source, listener, serverName),
    })).filter((r) => r.rules.length > 0),
  ];
}

/** Rules one of which takes it: what comes first for certain ends the search. */
function taken(world: World, routes: readonly Routes[], http: HttpRequest | undefined): readonly Taken[] {
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
  return best.map(({ rule, attached }): Taken => ({
    ref: rule.ref,
    act: attached.isAttached === 'unknown' ? { kind: 'doubt', text: `whether ${refsText([attached.listener.ref])} takes routes of namespace \`${namespaceOfObject(attached.source)}\` depends on labels that are not in the manifests` } : rule.act(http),
  }));
}

/** Of the Gateway API the most specific first; otherwise as they stand. */
function ordered(rules: readonly GatewayRule[]): readonly GatewayRule[] {
  return rules.every((r) => r.rank !== undefined) ? [...rules].sort((a, b) => compare(b.rank!, a.rank!)) : rules;
}

interface Candidate {
  readonly rule: GatewayRule;
  readonly attached: Attached<VirtualService | GatewayRoute>;
}

/** Does the one certainly come before the other? Of two objects that are equally specific, the oldest, if they show it. */
function before(world: World, a: Candidate, b: Candidate): boolean {
  if (a.attached.source === b.attached.source) return false;
  const [one, other] = [a.rule, b.rule];
  const isRanked = one.rank !== undefined && other.rank !== undefined;
  const rank = isRanked ? compare(one.rank, other.rank) : Number(other.isForAll) - Number(one.isForAll);
  if (rank !== 0) return rank > 0;
  const [x, y] = [a.attached.source, b.attached.source];
  return isDated(x) && isDated(y) ? olderFirst(x, y) < 0 : world.orderIsAge && world.objects.indexOf(x) < world.objects.indexOf(y);
}

function compare(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((value, i) => value !== b[i]);
  return at < 0 ? 0 : a[at] - b[at];
}
