import type { VirtualService } from '../../manifest/route-kinds';
import type { Approximation } from '../approximation';
import { matchesHostName } from '../cluster/hosts';
import { type From, namespaceOfObject } from '../cluster/policies';
import { refText, ruleRef } from '../refs';
import { EVERYTHING, NOTHING } from '../request-set';
import { some, type Tri, tri } from '../tri';
import type { World } from '../world';
import { backendOf } from './backend';
import { NO_CHANGES } from './changes';
import { closest, withoutPort } from './host';
import type { Listener } from './listener';
import { gatewayName } from './names';
import type { GatewayRule } from './rule';

/** Of connections, whatever they carry. */
export const STREAM: Readonly<Record<Tri, Approximation>> = {
  yes: { must: EVERYTHING, may: EVERYTHING }, unknown: { must: NOTHING, may: EVERYTHING }, no: { must: NOTHING, may: NOTHING },
};

type StreamMatch = Readonly<Record<string, unknown>>;

/** The server name of a connection, and all that rules of `tls` ask for at a listener, each as often as it is asked for. */
export interface Names {
  readonly serverName: string | undefined;
  readonly all: readonly string[];
}

/**
 * `tcp` and `tls` of a VirtualService at a gateway that looks into no request. By server name each rule of `tls` has its own hosts; of `tcp` the
 * oldest object comes first, whatever it takes.
 */
export function streamRules(world: World, source: From<VirtualService>, listener: Listener, names: Names): readonly GatewayRule[] {
  const own = namespaceOfObject(source);
  const key = streamKey(listener);
  return (source.object.spec[key] ?? []).map((route, i): GatewayRule => {
    const ref = ruleRef(source, `spec.${key}[${i}]`);
    const matches = route.match ?? [];
    const takes = matches.length === 0 ? 'yes' : some(matches.map((m) => holds(m, listener, own, names)));
    const backends = (route.route ?? []).map(({ destination }) => backendOf(world, own, destination, listener.port));
    return {
      ref, isForAll: false, set: STREAM[takes], takes: () => takes,
      act: backends.length === 0 ? { kind: 'doubt', text: `${refText(ref)} names no destination`, backends } : { kind: 'send', backends, changes: NO_CHANGES },
    };
  });
}

export function streamKey({ tls }: Listener): 'tls' | 'tcp' {
  return tls === 'passes' ? 'tls' : 'tcp';
}

/** Server names that rules of `tls` ask for at a listener. */
export function serverNamesOf(source: From<VirtualService>, listener: Listener): readonly string[] {
  const own = namespaceOfObject(source);
  const matches = (source.object.spec.tls ?? []).flatMap(({ match = [] }) => match).filter((m) => isFor(m, listener, own));
  return matches.flatMap(({ sniHosts }) => (Array.isArray(sniHosts) ? sniHosts.map((name) => String(name).toLowerCase()) : []));
}

function isFor({ gateways, port: at }: StreamMatch, { namespace, name, port }: Listener, own: string): boolean {
  if (Array.isArray(gateways) && gateways.length > 0 && !gateways.some((g) => gatewayName(String(g), own) === `${namespace}/${name}`)) return false;
  return at === undefined || at === port;
}

/**
 * The closest name wins, whichever rule comes first. Of two rules that share one istiod leaves out the later, with all of its names.
 *
 * https://github.com/istio/istio/blob/master/pilot/pkg/networking/core/gateway.go (`buildGatewayNetworkFiltersFromTLSRoutes`)
 */
function holds(match: StreamMatch, listener: Listener, own: string, { serverName, all }: Names): Tri {
  if (!isFor(match, listener, own)) return 'no';
  if (Object.keys(match).some((key) => !['gateways', 'port', 'sniHosts'].includes(key))) return 'unknown';
  const { sniHosts } = match;
  if (!Array.isArray(sniHosts)) return 'yes';
  const names = sniHosts.map((name) => String(name).toLowerCase());
  if (serverName === undefined) return names.includes('*') && all.length === 1 ? 'yes' : 'unknown';
  const asked = withoutPort(serverName);
  if (!names.some((name) => matchesHostName(name, asked))) return 'no';
  if (new Set(all).size < all.length) return 'unknown';
  return tri(names.includes(closest(all, asked) ?? ''));
}
