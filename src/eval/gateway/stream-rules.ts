import type { VirtualService } from '../../manifest/route-kinds';
import { matchesHostName } from '../cluster/hosts';
import { type From, namespaceOfObject } from '../cluster/policies';
import { refText, ruleRef } from '../refs';
import { type Tri, tri } from '../tri';
import type { World } from '../world';
import { withoutPort } from './host';
import type { Listener } from './listener';
import type { GatewayRule } from './rule';
import { backendOf, gatewayName } from './virtual-service-rules';

/** `tcp` and `tls` of a VirtualService at a gateway that looks into no request. By server name each rule of `tls` has its own hosts. */
export function streamRules(
  world: World, source: From<VirtualService>, { namespace, name, port, tls }: Listener, serverName: string | undefined,
): readonly GatewayRule[] {
  const own = namespaceOfObject(source);
  const key = tls === 'passes' ? 'tls' : 'tcp';
  return (source.object.spec[key] ?? []).map((route, i): GatewayRule => {
    const ref = ruleRef(source, `spec.${key}[${i}]`);
    const holds = (match: Readonly<Record<string, unknown>>): Tri => {
      const { gateways, port: at, sniHosts, ...others } = match;
      if (Array.isArray(gateways) && gateways.length > 0 && !gateways.some((g) => gatewayName(String(g), own) === `${namespace}/${name}`)) return 'no';
      if (at !== undefined && at !== port) return 'no';
      if (Object.keys(others).length > 0) return 'unknown';
      if (!Array.isArray(sniHosts) || sniHosts.includes('*')) return 'yes';
      return serverName === undefined ? 'unknown' : tri(sniHosts.some((pattern) => matchesHostName(String(pattern), withoutPort(serverName))));
    };
    const matches = route.match ?? [];
    const all = matches.map(holds);
    const takes = matches.length === 0 ? 'yes' : all.includes('yes') ? 'yes' : all.includes('unknown') ? 'unknown' : tri(false);
    const backends = (route.route ?? []).map(({ destination }) => backendOf(world, own, destination, port));
    return {
      ref, isForAll: matches.length === 0, takes: () => takes,
      act: () => (backends.length === 0 ? { kind: 'doubt', text: `${refText(ref)} names no destination` } : { kind: 'send', backends, request: {} }),
    };
  });
}
