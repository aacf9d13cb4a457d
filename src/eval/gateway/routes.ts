import type { GatewayRoute, VirtualService } from '../../manifest/route-kinds';
import type { WorkloadView } from '../types';
import type { World } from '../world';
import { apiRules } from './api-rules';
import { apiRoutesAt, type Attached, virtualServicesAt } from './attached';
import type { Listener } from './listener';
import type { GatewayRule } from './rule';
import { serverNamesOf, streamRules } from './stream-rules';
import { virtualServiceRules } from './virtual-service-rules';

/** An object that routes what a listener takes. */
export interface Routes {
  readonly attached: Attached<VirtualService | GatewayRoute>;
  /** Patterns, in lower case. */
  readonly hosts: readonly string[];
  readonly rules: readonly GatewayRule[];
}

/** `isHttp`: those that look into requests; otherwise of connections, by server name. */
export function routesAt(world: World, listener: Listener, pod: WorkloadView, isHttp: boolean, serverName: string | undefined): readonly Routes[] {
  if (listener.listener !== undefined) {
    return apiRoutesAt(world, listener).filter(({ source }) => isHttp === ['HTTPRoute', 'GRPCRoute'].includes(source.object.kind))
      .map((attached) => ({ attached, hosts: attached.hosts, rules: apiRules(world, attached.source) }));
  }
  return virtualServicesAt(world, listener, pod).map((attached) => ({
    attached,
    hosts: isHttp ? attached.hosts : ['*'],
    rules: isHttp ? virtualServiceRules(world, attached.source, listener, pod) : streamRules(world, attached.source, listener, serverName),
  })).filter(({ rules }) => rules.length > 0);
}

/** By which names a connection is a listener's: what passes TLS on goes by those of its routes. */
export function serverNamesAt(world: World, listener: Listener, pod: WorkloadView): readonly string[] {
  if (listener.tls !== 'passes' || listener.doubt !== undefined) return listener.hosts.map(({ host }) => host.toLowerCase());
  const names = listener.listener !== undefined
    ? apiRoutesAt(world, listener).flatMap(({ hosts }) => hosts)
    : virtualServicesAt(world, listener, pod).flatMap(({ source }) => serverNamesOf(source, listener));
  return [...new Set(names.map((name) => name.toLowerCase()))];
}

/** Hosts for which plain requests are sent to HTTPS, once they are the closest. */
export function redirectedAt(routes: readonly Routes[], listeners: readonly Listener[]): readonly string[] {
  const redirecting = listeners.filter((l) => l.redirects && l.tls === 'none');
  return [
    ...redirecting.flatMap((l) => l.hosts.map(({ host }) => host.toLowerCase())),
    ...routes.filter(({ attached }) => redirecting.includes(attached.listener)).flatMap(({ hosts }) => hosts),
  ];
}
