import type { VirtualService, VirtualServiceHttpRoute, VirtualServiceMatch } from '../../manifest/route-kinds';
import { EVERY } from '../approximation';
import type { From } from '../cluster/policies';
import { refText } from '../refs';
import { httpRoutesOf } from '../routing/delegation';
import { touchesPolicies } from '../routing/headers';
import { compiled } from '../routing/match';
import type { WorkloadView } from '../types';
import type { World } from '../world';
import { backendOf } from './backend';
import { type Changes, hasVariables, headerChanges, type Operations, type PathChange } from './changes';
import type { Listener } from './listener';
import { gatewayName } from './names';
import type { Act, GatewayRule } from './rule';

/**
 * `http` of a VirtualService at a gateway.
 *
 * https://github.com/istio/istio/blob/master/pilot/pkg/networking/core/route/route.go (`BuildHTTPRoutesForVirtualService`)
 */
export function virtualServiceRules(
  world: World, source: From<VirtualService>, { namespace, name, port }: Listener, pod: WorkloadView,
): readonly GatewayRule[] {
  const at = { gateways: [`${namespace}/${name}`], port };
  return httpRoutesOf(world, source).flatMap((found): GatewayRule[] => {
    const { route, ref, by, namespace: own } = found;
    const given = (route.match ?? []).length === 0 ? [undefined] : route.match!;
    return given.flatMap((m): GatewayRule[] => {
      const match = m && compiled(inNames(m, own), at, pod);
      if (match?.holds === 'no') return [];
      return [{
        ref, ...(by === undefined ? {} : { by }), isForAll: isForAll(m), set: match?.set ?? EVERY,
        ...(match?.doubt === undefined ? {} : { doubt: `${refText(ref)} ${match.doubt}` }),
        takes: (http) => (match === undefined ? 'yes' : http === undefined ? 'no' : match.takes(http)),
        act: found.doubt === undefined
          ? actOf(world, own, route, m, refText(ref), port)
          : { kind: 'doubt', text: `${refText(ref)} ${found.doubt}`, backends: [] },
      }];
    });
  });
}

/** As `IsCatchAllRoute` tells it: what is left of a match that asks nothing of the request. */
function isForAll(match: VirtualServiceMatch | undefined): boolean {
  if (match === undefined) return true;
  const { uri = {}, method, authority, scheme, headers, withoutHeaders, queryParams } = match;
  const asks = [method, authority, scheme].some((one) => one !== undefined)
    || [headers, withoutHeaders, queryParams].some((all) => Object.keys(all ?? {}).length > 0);
  return !asks && (Object.keys(uri).length === 0 || uri.prefix === '/' || uri.regex === '.*');
}

function inNames(m: VirtualServiceMatch, own: string): VirtualServiceMatch {
  return m.gateways === undefined ? m : { ...m, gateways: m.gateways.map((g) => gatewayName(g, own)) };
}

function actOf(
  world: World, own: string, route: VirtualServiceHttpRoute, match: VirtualServiceMatch | undefined, place: string, port: number,
): Act {
  if (route.redirect !== undefined || route.directResponse !== undefined) return { kind: 'ends', text: `${place} answers it` };
  const destinations = chosen(route);
  const backends = destinations.map((d) => backendOf(world, own, d.destination, port));
  const doubt = doubtOf(world, route, destinations, match);
  if (doubt !== undefined) return { kind: 'doubt', text: `${place} ${doubt}`, backends };
  return { kind: 'send', backends, changes: changesOf(route, destinations, match) };
}

type Destinations = NonNullable<VirtualServiceHttpRoute['route']>;
type Rewrite = { readonly uri?: string; readonly authority?: string; readonly uriRegexRewrite?: unknown } | undefined;

/** Why nobody can say what a destination gets. */
function doubtOf(
  world: World, route: VirtualServiceHttpRoute, destinations: Destinations, match: VirtualServiceMatch | undefined,
): string | undefined {
  if (route.fault?.abort !== undefined) return 'may abort it';
  const ofDestinations = destinations.flatMap(({ headers }) => (headers?.request === undefined ? [] : [headers.request]));
  const all = [...(route.headers?.request === undefined ? [] : [route.headers.request]), ...ofDestinations];
  if (all.some((o) => hasVariables(o) && touchesPolicies(world, o))) return 'sets headers from what is not known';
  if (destinations.length > 1 && ofDestinations.some((o) => touchesPolicies(world, o))) return 'sets other headers for each destination';
  if (match?.ignoreUriCase === true && (route.rewrite as Rewrite)?.uri !== undefined) return 'rewrites paths of either case, which is not followed';
  return (route.rewrite as Rewrite)?.uriRegexRewrite === undefined ? undefined : 'rewrites the path by expression, which is not followed';
}

/** The host of `rewrite` comes before the route's, and both before that of a destination. */
function changesOf(route: VirtualServiceHttpRoute, destinations: Destinations, match: VirtualServiceMatch | undefined): Changes {
  const ofRoute = route.headers?.request ?? {};
  // What several do differently nobody is asked about: see `doubtOf`.
  const ofDestination = (destinations.length === 1 ? destinations[0].headers?.request : undefined) ?? {};
  const { headers, host } = route.route?.length === 1 ? headerChanges(ofRoute, ofDestination) : inTurn(ofDestination, ofRoute);
  const rewrite = route.rewrite as Rewrite;
  const to = rewrite?.authority ?? host;
  const path = rewrite?.uri === undefined ? undefined : pathChange(match, rewrite.uri);
  return { headers, ...(to === undefined ? {} : { host: to }), ...(path === undefined ? {} : { path }) };
}

/** A destination with a weight has operations of its own, which Envoy does before the route's. */
function inTurn(...all: readonly [Operations, Operations]): Pick<Changes, 'headers' | 'host'> {
  const [first, last] = all.map((operations) => headerChanges(operations));
  return { ...first, ...last, headers: [...first.headers, ...last.headers] };
}

/** It takes the place of the prefix that was matched, else of the whole path. */
function pathChange(match: VirtualServiceMatch | undefined, to: string): PathChange {
  const { exact, regex, prefix = '/' } = match?.uri ?? {};
  return exact === undefined && regex === undefined ? { kind: 'prefix', from: prefix, to } : { kind: 'whole', to };
}

/** By weight: one of none gets nothing, unless it is the only one. */
function chosen({ route = [] }: VirtualServiceHttpRoute): Destinations {
  return route.length === 1 ? route : route.filter((d) => (d.weight ?? 0) > 0);
}
