import type { VirtualService, VirtualServiceDestination, VirtualServiceHttpRoute, VirtualServiceMatch } from '../../manifest/route-kinds';
import { serviceHost } from '../cluster/hosts';
import { type From, namespaceOfObject } from '../cluster/policies';
import { refText, ruleRef } from '../refs';
import { compiled, hostIn } from '../routing/virtual-service';
import { touchesPolicies } from '../routing/headers';
import { every } from '../tri';
import type { HttpRequest, WorkloadView } from '../types';
import type { World } from '../world';
import type { Listener } from './listener';
import { hasVariables, withHeaders, withPath } from './rewrite';
import type { Act, Backend, GatewayRule } from './rule';

/** `namespace/name`, as a VirtualService may write it: a short name is of its own namespace, and one with dots goes on with the namespace. */
export function gatewayName(text: string, own: string): string {
  if (text.includes('/')) return text.startsWith('./') ? `${own}/${text.slice(2)}` : text;
  const [name, namespace] = text.split('.');
  return `${namespace ?? own}/${name}`;
}

/**
 * `http` of a VirtualService at a gateway.
 *
 * https://github.com/istio/istio/blob/master/pilot/pkg/networking/core/route/route.go (`BuildHTTPRoutesForVirtualService`)
 */
export function virtualServiceRules(
  world: World, source: From<VirtualService>, { namespace, name, port }: Listener, pod: WorkloadView,
): readonly GatewayRule[] {
  const own = namespaceOfObject(source);
  const at = { gateways: [`${namespace}/${name}`], port };
  return (source.object.spec.http ?? []).flatMap((route, i): GatewayRule[] => {
    const ref = ruleRef(source, `spec.http[${i}]`);
    const matches = (route.match ?? [undefined]).map((m) => ({ given: m, compiled: m && compiled(inNames(m, own), at, pod) }));
    return matches.map(({ given, compiled: match }): GatewayRule => ({
      ref,
      isForAll: isForAll(given),
      takes: (http) => (match === undefined ? 'yes' : http === undefined ? 'no' : every([match.holds, ...match.tests.map((test) => test(http))])),
      act: (http) => actOf(world, own, route, given, http!, refText(ref), port),
    }));
  });
}

/** What of a match is known of a gateway beforehand, and is no matter of the request. */
const OF_THE_GATEWAY = ['gateways', 'port', 'sourceLabels', 'sourceNamespace'];

/** As `isCatchAllRoute` tells it. */
function isForAll(match: VirtualServiceMatch | undefined): boolean {
  return match === undefined || Object.keys(match).every((key) => OF_THE_GATEWAY.includes(key) || (key === 'uri' && match.uri?.prefix === '/'));
}

function inNames(m: VirtualServiceMatch, own: string): VirtualServiceMatch {
  if (m.gateways === undefined || m.gateways.length === 0) return m;
  // Where it names gateways, whose pods they are is not asked.
  const rest = Object.fromEntries(Object.entries(m).filter(([key]) => key !== 'sourceLabels' && key !== 'sourceNamespace'));
  return { ...rest, gateways: m.gateways.map((g) => gatewayName(g, own)) };
}

function actOf(
  world: World, own: string, route: VirtualServiceHttpRoute, match: VirtualServiceMatch | undefined, http: HttpRequest, place: string, port: number,
): Act {
  if (route.redirect !== undefined || route.directResponse !== undefined) return { kind: 'ends', text: `${place} answers it` };
  if (route.delegate !== undefined) return { kind: 'doubt', text: `${place} delegates it, which is not followed` };
  if (route.fault?.abort !== undefined) return { kind: 'doubt', text: `${place} may abort it` };
  const destinations = chosen(route);
  const operations = [route, ...destinations].flatMap(({ headers }) => (headers?.request === undefined ? [] : [headers.request]));
  if (operations.some((o) => hasVariables(o) && touchesPolicies(world, o))) return { kind: 'doubt', text: `${place} sets headers from what is not known` };
  if (destinations.some((d) => d.headers?.request !== undefined && touchesPolicies(world, d.headers.request)) && destinations.length > 1) {
    return { kind: 'doubt', text: `${place} sets other headers for each destination` };
  }
  const rewrite = route.rewrite as { readonly uri?: string; readonly authority?: string; readonly uriRegexRewrite?: unknown } | undefined;
  if (rewrite?.uriRegexRewrite !== undefined) return { kind: 'doubt', text: `${place} rewrites the path by expression, which is not followed` };
  let request = operations.reduce(withHeaders, http);
  if (rewrite?.uri !== undefined) {
    request = withPath(request, match?.uri?.exact !== undefined ? { exact: true } : { prefix: match?.uri?.prefix ?? '/' }, rewrite.uri);
  }
  if (rewrite?.authority !== undefined) request = { ...request, host: rewrite.authority };
  return { kind: 'send', request: { http: request }, backends: destinations.map((d) => backendOf(world, own, d.destination, port)) };
}

/** By weight: one of none gets nothing, unless it is the only one. */
function chosen({ route = [] }: VirtualServiceHttpRoute): NonNullable<VirtualServiceHttpRoute['route']> {
  return route.length === 1 ? route : route.filter((d) => (d.weight ?? 0) > 0);
}

/** A Service of several ports is dialled at the gateway's, where no port is said. */
export function backendOf(world: World, own: string, { host, port }: VirtualServiceDestination, listening: number): Backend {
  const full = hostIn(world, own, host);
  const [name, namespace = own] = full.split('.');
  const service = world.services.find(namespace, name);
  const isService = serviceHost(world, { namespace, name }).toLowerCase() === full && service !== undefined;
  const number = port?.number ?? (service?.ports.length === 1 ? service.ports[0].port : listening);
  return { namespace, name, port: number, ...(isService ? {} : { external: full }) };
}
