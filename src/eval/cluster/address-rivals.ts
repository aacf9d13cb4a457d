import type { ServiceEntry, ServiceEntryPort } from '../../manifest/kinds';
import { isAddress, overlaps, within } from '../matcher/cidr';
import { isOutside } from '../outside';
import type { Caller, Destination, WorkloadView } from '../types';
import type { World } from '../world';
import { planeOf } from '../ztunnel/hbone';
import { serviceHost } from './hosts';
import { type From, namespaceOfObject } from './policies';
import { protocolOf } from './protocol';
import type { ServiceView } from './services';
import { inScope, sidecarsFor } from './sidecar-scope';

type Entry = From<ServiceEntry>;

interface Index {
  /** Those that are given an address. */
  readonly addressed: readonly Entry[];
  /** `namespace host`. */
  readonly byHost: ReadonlyMap<string, Entry>;
}

const indexes = new WeakMap<World, Index>();

function indexOf(world: World): Index {
  let index = indexes.get(world);
  if (index === undefined) {
    const all = world.policies.serviceEntries;
    indexes.set(world, index = {
      addressed: all.filter(({ object: { spec } }) => (spec.addresses ?? []).length > 0),
      byHost: new Map(all.flatMap((e) => e.object.spec.hosts.map((host) => [`${namespaceOfObject(e)} ${host.toLowerCase()}`, e]))),
    });
  }
  return index;
}

/**
 * ServiceEntries that a proxy may take what is dialled for, because they have its address: where the call then goes depends on more than
 * manifests show. Only addresses that these show are compared.
 */
export function entriesInTheWay(world: World, caller: Caller, { service, workload }: Destination): readonly Entry[] {
  if (world.policies.serviceEntries.length === 0) return [];
  const view = service && world.services.find(service.namespace, service.name);
  const dialled = view === undefined || view.headless ? undefined : view;
  const plane = planeOf(world, caller);
  const isAmbient = plane === 'ambient' || (plane === 'unknown' && world.ambient);
  const isSidecar = plane === 'sidecar' || plane === 'unknown';
  return [...new Set([
    ...(isAmbient ? beforeZtunnel(world, caller, dialled ?? workload) : []),
    ...(isSidecar && dialled !== undefined ? beforeSidecar(world, caller, dialled, service!.port) : []),
  ])];
}

/** Whoever calls whom. `false` is certain. */
export function mayStandInTheWay(world: World): boolean {
  const given = indexOf(world).addressed.flatMap(({ object: { spec } }) => spec.addresses!);
  if (given.length === 0) return false;
  const ofServices = world.services.all.flatMap((s) => s.addresses);
  const ofPods = world.ambient ? world.workloads.filter((w) => w.ip !== undefined || w.hostNetwork) : [];
  const ranges = world.ambient ? world.settings.podCidrs : [];
  return given.some((a) => ofServices.some((own) => within(a, own)) || ofPods.some((pod) => mayBeOf(world, pod, a))
    || (ranges === undefined ? isClusterBlock(a) : ranges.some((range) => overlaps(range, a))));
}

/**
 * ztunnel looks an address up among Services and ServiceEntries alike, and takes what is of the client's namespace before any other. It does
 * so for an address of a pod, too, where a block counts; and it tells clients the address of the name that their own namespace has.
 *
 * https://github.com/istio/ztunnel/blob/master/src/state.rs (`find_upstream`), https://github.com/istio/ztunnel/blob/master/src/state/service.rs
 * (`get_best_by_vip`, `find_best_match`)
 */
function beforeZtunnel(world: World, { namespace = '' }: Caller, dialled: ServiceView | WorkloadView): readonly Entry[] {
  const { addressed, byHost } = indexOf(world);
  if (!('source' in dialled)) return addressed.filter(({ object: { spec } }) => spec.addresses!.some((a) => mayBeOf(world, dialled, a)));
  const own = namespace === dialled.namespace ? undefined : byHost.get(`${namespace} ${serviceHost(world, dialled).toLowerCase()}`);
  return [...addressed.filter((e) => hasAddressOf(e, dialled)), ...(own === undefined ? [] : [own])];
}

/**
 * A sidecar listens at the address of what is not HTTP, for whoever has it. Requests to what is HTTP on both sides are told apart by host.
 *
 * https://github.com/istio/istio/blob/master/pilot/pkg/networking/core/listener.go (`buildSidecarOutboundListener`)
 */
function beforeSidecar(world: World, { namespace = '', labels }: Caller, dialled: ServiceView, port: number): readonly Entry[] {
  const same = indexOf(world).addressed.filter((e) => hasAddressOf(e, dialled));
  if (same.length === 0) return [];
  const own = dialled.ports.find((p) => p.port === port && (p.protocol ?? 'TCP') === 'TCP');
  const isHttp = own !== undefined && protocolOf(own) === 'http';
  const sidecars = sidecarsFor(world, namespace, labels);
  return same.filter((entry) => {
    const { hosts, ports = [], exportTo } = entry.object.spec;
    const rival = ports.find((p) => p.number === port && p.protocol?.toUpperCase() !== 'UDP');
    if (rival === undefined || (isHttp && readsHttp(rival))) return false;
    return sidecars.some((sidecar) => hosts.some((host) => inScope(sidecar, namespace, {
      host, namespace: namespaceOfObject(entry), port, ...(exportTo === undefined ? {} : { exportTo }),
    }) !== 'no'));
  });
}

function readsHttp({ number, name, protocol }: ServiceEntryPort): boolean {
  return protocolOf({ port: number, name: protocol ?? name }) === 'http';
}

/** A block that holds it among others does not count: what has the address itself comes before that. */
function hasAddressOf({ object: { spec } }: Entry, { addresses }: ServiceView): boolean {
  return spec.addresses!.some((a) => addresses.some((own) => within(a, own)));
}

/** Where nobody says which addresses pods have, a block of the cluster's kind may hold them; a single address is what it is said to be. */
function mayBeOf({ settings }: World, { ip, ips, apart, hostNetwork }: WorkloadView, address: string): boolean {
  if (apart === 'address') return false;
  const ranges = ip !== undefined ? ips ?? [ip] : hostNetwork ? settings.nodeCidrs : settings.podCidrs;
  return ranges === undefined ? isClusterBlock(address) : ranges.some((range) => overlaps(range, address));
}

function isClusterBlock(address: string): boolean {
  return !isAddress(address) && !isOutside(address.split('/')[0]);
}
