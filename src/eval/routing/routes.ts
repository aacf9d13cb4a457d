import type { ServiceEntry, Sidecar } from '../../manifest/kinds';
import type { GatewayRoute, VirtualService } from '../../manifest/route-kinds';
import { UNDECIDED } from '../approximation';
import { hostIn, matchesHostName } from '../cluster/hosts';
import { type From, namespaceOfObject } from '../cluster/policies';
import { type Dialled, importsSome, inScope } from '../cluster/sidecar-scope';
import { refText, ruleRef } from '../refs';
import type { Caller, RuleRef } from '../types';
import type { World } from '../world';
import type { Course } from './course';
import { httpRoutesOf } from './delegation';
import { courseOfRoutes, type DialledService, isRouteOf, stepsOf } from './gateway-route';
import { courseOf, leadsTo } from './virtual-service';

interface Index {
  /** By the hosts that they are for; those with a wildcard apart. */
  readonly byHost: ReadonlyMap<string, readonly From<VirtualService>[]>;
  readonly wild: readonly From<VirtualService>[];
  /** By the hosts that they may send something to. */
  readonly byDestination: ReadonlyMap<string, readonly From<VirtualService>[]>;
  readonly byService: ReadonlyMap<string, readonly From<GatewayRoute>[]>;
}

const indexes = new WeakMap<World, Index>();

function indexOf(world: World): Index {
  let index = indexes.get(world);
  if (index === undefined) indexes.set(world, index = indexed(world));
  return index;
}

/** Only what sidecars go by: what names gateways alone is nothing to them. */
function indexed(world: World): Index {
  const inMesh = world.policies.virtualServices.filter(({ object: { spec: { gateways = [] } } }) => gateways.length === 0 || gateways.includes('mesh'));
  const hostsOf = (v: From<VirtualService>): readonly string[] => (v.object.spec.hosts ?? []).map((h) => hostIn(world, namespaceOfObject(v), h));
  const destinationsOf = (v: From<VirtualService>): readonly string[] => {
    const { tcp = [], tls = [] } = v.object.spec;
    const routes = [...httpRoutesOf(world, v), ...[...tcp, ...tls].map((route) => ({ route, namespace: namespaceOfObject(v) }))];
    return routes.flatMap(({ route, namespace }) => (route.route ?? []).map(({ destination }) => hostIn(world, namespace, destination.host)));
  };
  return {
    byHost: grouped(inMesh, (v) => hostsOf(v).filter((h) => !h.includes('*'))),
    wild: inMesh.filter((v) => hostsOf(v).some((h) => h.includes('*'))),
    byDestination: grouped(inMesh, destinationsOf),
    byService: grouped(world.policies.gatewayRoutes, (r) => (r.object.spec.parentRefs ?? []).flatMap((p) => (
      p.kind === 'Service' ? [`${p.namespace ?? namespaceOfObject(r)}/${p.name}`] : []))),
  };
}

function grouped<T>(values: readonly T[], keysOf: (value: T) => readonly string[]): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const value of values) {
    for (const key of new Set(keysOf(value))) {
      const same = groups.get(key);
      if (same === undefined) groups.set(key, [value]);
      else same.push(value);
    }
  }
  return groups;
}

function virtualServicesFor(world: World, host: string): readonly From<VirtualService>[] {
  const { byHost, wild } = indexOf(world);
  const fitting = wild.filter((v) => (v.object.spec.hosts ?? []).some((h) => matchesHostName(hostIn(world, namespaceOfObject(v), h), host)));
  return [...new Set([...byHost.get(host.toLowerCase()) ?? [], ...fitting])];
}

/** Is there a route for it at all, whoever calls? */
export function mayBeRouted(world: World, host: string, service?: DialledService): boolean {
  const ofService = service !== undefined && routesOf(world, service).length > 0;
  return ofService || virtualServicesFor(world, host).length > 0 || ofEntries(world, host).length > 0;
}

function routesOf(world: World, { namespace, name }: DialledService): readonly From<GatewayRoute>[] {
  return indexOf(world).byService.get(`${namespace}/${name}`) ?? [];
}

/**
 * Routes of Gateway API for a ServiceEntry, which sidecars and waypoints go by as they do by those for a Service.
 *
 * https://github.com/istio/istio/blob/master/pilot/pkg/config/kube/gateway/conversion.go (`allowedParentReferences`)
 */
export function routesOfEntry({ policies }: World, entry: From<ServiceEntry>): readonly RuleRef[] {
  const { name } = entry.object.metadata;
  const isFor = (route: From<GatewayRoute>): boolean => (route.object.spec.parentRefs ?? []).some((parent) => (
    parent.kind === 'ServiceEntry' && parent.name === name && (parent.namespace ?? namespaceOfObject(route)) === namespaceOfObject(entry)));
  return policies.gatewayRoutes.filter(isFor).map((route) => ruleRef(route, 'spec.rules'));
}

/** Of a ServiceEntry with the host, as of a Service: from its namespace, or from that of the caller, if it is known. */
function ofEntries(world: World, host: string, caller?: Pick<Caller, 'namespace'>): readonly RuleRef[] {
  if (world.policies.gatewayRoutes.length === 0) return [];
  const counts = (route: RuleRef, entry: From<ServiceEntry>): boolean => (
    [namespaceOfObject(entry), caller?.namespace ?? namespaceOfObject(route.source)].includes(namespaceOfObject(route.source)));
  const named = world.policies.serviceEntries.filter(({ object: { spec } }) => spec.hosts.some((own) => matchesHostName(own, host)));
  return named.flatMap((entry) => routesOfEntry(world, entry).filter((route) => counts(route, entry)));
}

/** What they make of a request is not followed. */
function entryCourse(refs: readonly RuleRef[]): Course {
  return { ordered: false, steps: refs.map((ref) => (
    { ref, effect: 'elsewhere', text: `${refText(ref)}, whose parent is a ServiceEntry, may send it elsewhere`, takes: UNDECIDED, matches: () => 'unknown' })) };
}

/** What a caller's proxy may go by, one or another of them: of several for one host the oldest or the most specific is taken. */
export interface Routes {
  readonly http: readonly Course[];
  /** Routes of connections that may lead elsewhere. */
  readonly streams: readonly RuleRef[];
}

export function routesFor(
  world: World, dialled: Dialled, service: DialledService | undefined, caller: Caller, sidecar: From<Sidecar> | undefined,
): Routes {
  const visible = virtualServicesFor(world, dialled.host).filter((v) => mayImport(world, v, dialled, sidecar, caller.namespace ?? ''));
  const ours = service === undefined ? [] : routesOf(world, service).filter((r) => isRouteOf(r, service, caller));
  const isOfHttp = (kind: string): boolean => kind === 'HTTPRoute' || kind === 'GRPCRoute';
  const ofHttp = ours.filter(({ object: { kind } }) => isOfHttp(kind));
  // One of which nothing is for this caller at this port is as none.
  const ofVirtualServices = visible.map((v) => courseOf(world, v, dialled, service, caller)).filter(({ steps }) => steps.length > 0);
  const onEntry = ofEntries(world, dialled.host, caller);
  const [httpOnEntry, streamsOnEntry] = [true, false].map((is) => onEntry.filter(({ source }) => isOfHttp(source.object.kind) === is));
  const ofApi = ofHttp.length === 0 ? [] : [courseOfRoutes(world, ofHttp, service!)];
  return {
    http: [...ofVirtualServices, ...ofApi, ...(httpOnEntry.length === 0 ? [] : [entryCourse(httpOnEntry)])],
    streams: [
      ...streamsOnEntry,
      ...visible.flatMap((v) => streamsElsewhere(world, v, dialled, service)),
      ...ours.filter((r) => !ofHttp.includes(r)).flatMap((r) => stepsOf(world, r, service!)).filter((s) => s.effect !== 'on').map((s) => s.ref),
    ],
  };
}

function mayImport(
  world: World, { object: { metadata, spec } }: From<VirtualService>, { port }: Dialled, sidecar: From<Sidecar> | undefined, to: string,
): boolean {
  const namespace = metadata.namespace ?? 'default';
  const exportTo = spec.exportTo ?? world.settings.defaultExportTo?.virtualService;
  return (spec.hosts ?? []).some((host) => {
    const dialled = { host: hostIn(world, namespace, host), namespace, port, ...(exportTo === undefined ? {} : { exportTo }) };
    return host.includes('*') ? importsSome(sidecar, to, dialled) : inScope(sidecar, to, dialled) !== 'no';
  });
}

function streamsElsewhere(
  world: World, source: From<VirtualService>, dialled: Dialled, service: DialledService | undefined,
): readonly RuleRef[] {
  const { tcp = [], tls = [] } = source.object.spec;
  const namespace = namespaceOfObject(source);
  return ([['tcp', tcp], ['tls', tls]] as const).flatMap(([key, routes]) => routes.flatMap((route, i) => (
    (route.route ?? []).every(({ destination }) => leadsTo(world, namespace, destination, dialled, service)) ? [] : [ruleRef(source, `spec.${key}[${i}]`)])));
}

/** Routes by which a proxy that does not have this host in its scope may send requests there all the same. */
export function routesLeadingTo(world: World, host: string, port: number, sidecar: From<Sidecar> | undefined, namespace: string): readonly RuleRef[] {
  const sources = indexOf(world).byDestination.get(host.toLowerCase()) ?? [];
  return sources.filter((v) => mayImport(world, v, { host, namespace, port }, sidecar, namespace)).map((v) => ruleRef(v));
}

export function streamsText(refs: readonly RuleRef[]): string {
  return `${refs.map(refText).join(', ')} may send it elsewhere`;
}
