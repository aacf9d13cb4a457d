import type { GatewayRoute, VirtualService } from '../../manifest/route-kinds';
import type { WorkloadView } from '../types';
import type { World } from '../world';
import { apiRules } from './api-rules';
import { apiRoutesAt, type Attached, virtualServicesAt } from './attached';
import type { Listener } from './listener';
import type { GatewayRule } from './rule';
import { type Names, serverNamesOf, streamRules } from './stream-rules';
import { virtualServiceRules } from './virtual-service-rules';

/** An object that routes what a listener takes. */
export interface Routes {
  readonly attached: Attached<VirtualService | GatewayRoute>;
  /** Patterns, in lower case. */
  readonly hosts: readonly string[];
  readonly rules: readonly GatewayRule[];
}

const known = new WeakMap<World, WeakMap<Listener, WeakMap<WorkloadView, readonly Routes[]>>>();

/** `isHttp`: those that look into requests; otherwise of connections, by server name where TLS passes. Where it ends, the listener's name decides. */
export function routesAt(world: World, listener: Listener, pod: WorkloadView, isHttp: boolean, serverName: string | undefined): readonly Routes[] {
  return isHttp ? httpRoutesAt(world, listener, pod) : streamRoutesAt(world, listener, pod, serverName);
}

/** Made once for all requests, which they are asked about one by one. */
function httpRoutesAt(world: World, listener: Listener, pod: WorkloadView): readonly Routes[] {
  const ofWorld = known.get(world) ?? new WeakMap<Listener, WeakMap<WorkloadView, readonly Routes[]>>();
  const ofListener = ofWorld.get(listener) ?? new WeakMap<WorkloadView, readonly Routes[]>();
  const routes = ofListener.get(pod) ?? findHttpRoutes(world, listener, pod);
  known.set(world, ofWorld.set(listener, ofListener.set(pod, routes)));
  return routes;
}

function findHttpRoutes(world: World, listener: Listener, pod: WorkloadView): readonly Routes[] {
  if (listener.listener !== undefined) return apiRoutesOf(world, listener, true);
  return virtualServicesAt(world, listener, pod)
    .map((attached) => ({ attached, hosts: attached.hosts, rules: virtualServiceRules(world, attached.source, listener, pod) }))
    .filter(({ rules }) => rules.length > 0);
}

function streamRoutesAt(world: World, listener: Listener, pod: WorkloadView, serverName: string | undefined): readonly Routes[] {
  if (listener.listener !== undefined) return apiRoutesOf(world, listener, false);
  const all = virtualServicesAt(world, listener, pod);
  const names: Names = { serverName, all: all.flatMap(({ source }) => serverNamesOf(source, listener)) };
  return all
    .map((attached) => ({ attached, hosts: ['*'], rules: streamRules(world, attached.source, listener, names) }))
    .filter(({ rules }) => rules.length > 0);
}

function apiRoutesOf(world: World, listener: Listener, isHttp: boolean): readonly Routes[] {
  return apiRoutesAt(world, listener).filter(({ source }) => isHttp === ['HTTPRoute', 'GRPCRoute'].includes(source.object.kind))
    .map((attached) => ({ attached, hosts: isHttp || listener.tls === 'passes' ? attached.hosts : ['*'], rules: apiRules(world, attached.source) }));
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
