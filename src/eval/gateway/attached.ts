import type { Gateway, GatewayListener } from '../../manifest/kinds';
import type { GatewayRoute, VirtualService } from '../../manifest/route-kinds';
import { isExported } from '../cluster/hosts';
import { type From, namespaceOfObject } from '../cluster/policies';
import { selects, selectsKnowing } from '../matcher/selector';
import { every, type Tri, tri } from '../tri';
import type { WorkloadView } from '../types';
import { namespaceLabels, type World } from '../world';
import { common, holds } from './host';
import type { Listener } from './listener';
import { gatewayName } from './names';

/** A VirtualService or route that goes with a listener, and the hosts that it has there. */
export interface Attached<T extends VirtualService | GatewayRoute> {
  readonly source: From<T>;
  readonly listener: Listener;
  readonly hosts: readonly string[];
  /** Of a route of the Gateway API: the host names that it has them from. */
  readonly hostnames?: readonly string[];
  readonly isAttached: Tri;
}

interface ByGateway {
  readonly virtualServices: ReadonlyMap<string, readonly From<VirtualService>[]>;
  readonly routes: ReadonlyMap<string, readonly From<GatewayRoute>[]>;
}

const named = new WeakMap<World, ByGateway>();

/** In the order of the manifests: thousands of Gateways need not go through the routes of all the others. */
function byGateway(world: World): ByGateway {
  let known = named.get(world);
  if (known === undefined) {
    const { virtualServices, gatewayRoutes } = world.policies;
    known = {
      virtualServices: grouped(virtualServices, (v) => (v.object.spec.gateways ?? []).filter((g) => g !== 'mesh').map((g) => gatewayName(g, namespaceOfObject(v)))),
      routes: grouped(gatewayRoutes, (r) => (r.object.spec.parentRefs ?? []).map(({ name, namespace = namespaceOfObject(r) }) => `${namespace}/${name}`)),
    };
    named.set(world, known);
  }
  return known;
}

function grouped<T>(all: readonly T[], namesOf: (one: T) => readonly string[]): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) {
    for (const name of new Set(namesOf(one))) {
      const same = groups.get(name);
      if (same === undefined) groups.set(name, [one]);
      else same.push(one);
    }
  }
  return groups;
}

/**
 * VirtualServices that name the gateway, are exported to its namespace, and share a host with the server.
 *
 * https://github.com/istio/istio/blob/master/pilot/pkg/networking/core/gateway.go (`buildGatewayHTTPRouteConfig`)
 */
export function virtualServicesAt(world: World, listener: Listener, pod: WorkloadView): readonly Attached<VirtualService>[] {
  const ofGateway = byGateway(world).virtualServices.get(`${listener.namespace}/${listener.name}`) ?? [];
  return ofGateway.flatMap((source) => {
    const own = namespaceOfObject(source);
    const { hosts = [], exportTo } = source.object.spec;
    if (!isExported(exportTo ?? world.settings.defaultExportTo?.virtualService, own, pod.namespace)) return [];
    const shared = sharedWith(listener, hosts, own);
    return shared.length === 0 ? [] : [{ source, listener, hosts: shared, isAttached: 'yes' as const }];
  });
}

/** Routes whose parent the listener is, and that it takes (`allowedRoutes`). */
export function apiRoutesAt(world: World, listener: Listener): readonly Attached<GatewayRoute>[] {
  const ofGateway = byGateway(world).routes.get(`${listener.namespace}/${listener.name}`) ?? [];
  return ofGateway.flatMap((source) => {
    const own = namespaceOfObject(source);
    const isParent = (source.object.spec.parentRefs ?? []).some(({ group = 'gateway.networking.k8s.io', kind = 'Gateway', name, namespace = own, sectionName, port }) => (
      group === 'gateway.networking.k8s.io' && kind === 'Gateway' && name === listener.name && namespace === listener.namespace
      && (sectionName ?? listener.listener?.name) === listener.listener?.name && (port ?? listener.port) === listener.port));
    const isAttached = isParent ? every([tri(isOfKind(source, listener)), accepts(world, listener, own)]) : 'no';
    const hostnames = (source.object.spec.hostnames ?? ['*']).filter((hostname) => !isAnothers(listener, hostname));
    const shared = sharedWith(listener, hostnames, own);
    return isAttached === 'no' || shared.length === 0 ? [] : [{ source, listener, hosts: shared, hostnames, isAttached }];
  });
}

/**
 * Is another listener of the Gateway, of the same port and protocol, the closer one for all of a route's name?
 *
 * https://github.com/istio/istio/blob/master/pilot/pkg/config/kube/gateway/conversion.go (`hostnameAllowedByIsolation`)
 */
function isAnothers({ source, listener: own }: Listener, hostname: string): boolean {
  const { listeners = [] } = source.object.spec as Partial<Gateway['spec']>;
  const closer = ({ hostname: other, ...l }: GatewayListener): boolean => other !== undefined && other !== own?.hostname
    && l.port === own?.port && l.protocol === own.protocol && other.length >= (own.hostname ?? '').length && holds(other, hostname);
  return (own?.hostname?.startsWith('*') ?? true) && listeners.some(closer);
}

/** With the host names only that lead to one of its hosts. */
export function forHost<T extends VirtualService | GatewayRoute>(attached: Attached<T>, host: string): Attached<T> {
  const { source, listener, hostnames } = attached;
  if (hostnames === undefined) return attached;
  return { ...attached, hostnames: hostnames.filter((name) => sharedWith(listener, [name], namespaceOfObject(source)).includes(host)) };
}

function sharedWith(listener: Listener, hosts: readonly string[], own: string): readonly string[] {
  const visible = listener.hosts.filter(({ namespace }) => namespace === undefined || namespace === own);
  return [...new Set(visible.flatMap(({ host }) => hosts.flatMap((h) => common(host, h) ?? [])))];
}

/** Which kinds go with which protocols where the listener does not say it. */
const KINDS: Readonly<Record<string, readonly string[]>> = {
  HTTP: ['HTTPRoute', 'GRPCRoute'], HTTPS: ['HTTPRoute', 'GRPCRoute'], TLS: ['TLSRoute', 'TCPRoute'], TCP: ['TCPRoute'],
};

/** Of TLS that a listener does not end no more than the server name is seen. */
function isOfKind({ object: { kind } }: From<GatewayRoute>, { listener, tls }: Listener): boolean {
  const given = listener?.allowedRoutes?.kinds ?? [];
  const fitting = tls === 'passes' ? ['TLSRoute'] : KINDS[listener?.protocol ?? ''] ?? [];
  return fitting.includes(kind) && (given.length === 0 || given.some((k) => k.kind === kind));
}

/** Left out: routes of its own namespace. */
function accepts(world: World, { listener, namespace: own }: Listener, from: string): Tri {
  const namespaces = listener?.allowedRoutes?.namespaces;
  switch (namespaces?.from) {
    case 'All': return 'yes';
    case 'None': return 'no';
    case 'Selector': {
      if (namespaces.selector === undefined) return 'no';
      const { labels, complete } = namespaceLabels(world, from);
      return complete ? tri(selects(namespaces.selector, labels)) : selectsKnowing(namespaces.selector, labels);
    }
    default: return tri(own === from);
  }
}
