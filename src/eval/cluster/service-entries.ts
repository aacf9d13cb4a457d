import type { ServiceEntry, ServiceEntryPort, Sidecar } from '../../manifest/kinds';
import { isAddress, within } from '../matcher/cidr';
import { carries } from '../matcher/selector';
import type { WorkloadView } from '../types';
import type { World } from '../world';
import { inlinePort, portAt } from './entry-ends';
import { matchesHostName } from './hosts';
import { type From, namespaceOfObject } from './policies';
import { protocolOf, type PortProtocol } from './protocol';
import { saidByServices } from './services';
import { type Dialled, inScope } from './sidecar-scope';

type Entry = From<ServiceEntry>;

interface Special {
  /** Those with a host that a Service may have. */
  readonly named: readonly Entry[];
  /** Those that may make a pod an endpoint of theirs. */
  readonly leading: readonly Entry[];
}

const known = new WeakMap<World, Special>();

/** Few of all entries: nearly all are for hosts outside the cluster. */
function specialOf(world: World): Special {
  let special = known.get(world);
  if (special === undefined) {
    const domain = `.svc.${world.settings.clusterDomain ?? 'cluster.local'}`.toLowerCase();
    const all = world.policies.serviceEntries;
    special = {
      named: all.filter(({ object: { spec } }) => spec.hosts.some((h) => h.startsWith('*') || h.toLowerCase().endsWith(domain))),
      leading: all.filter(({ object: { spec: { workloadSelector, endpoints = [] } } }) => (
        workloadSelector !== undefined || endpoints.some(({ address }) => isNumber(address)))),
    };
    known.set(world, special);
  }
  return special;
}

/** Is this entry, by one of its hosts that stand for `host`, in the scope of the Sidecar, or perhaps? */
export function mayImport(entry: Entry, host: string, port: number, sidecar: From<Sidecar> | undefined, callerNamespace: string): boolean {
  const { hosts, exportTo } = entry.object.spec;
  return hosts.some((own) => matchesHostName(own, host) && inScope(sidecar, callerNamespace, {
    host: own, namespace: namespaceOfObject(entry), port, ...(exportTo === undefined ? {} : { exportTo }),
  }) !== 'no');
}

/** Entries in scope that have the host of a Service: which of the two a proxy goes by, and where to, depends on more than manifests show. */
export function rivalsOf(world: World, { host, port }: Dialled, sidecar: From<Sidecar> | undefined, callerNamespace: string): readonly Entry[] {
  return specialOf(world).named.filter((entry) => mayImport(entry, host, port, sidecar, callerNamespace));
}

/** The same for a waypoint, which has no Sidecar: istiod hands it one host with the endpoints of both. */
export function entriesNamed(world: World, host: string): readonly Entry[] {
  return specialOf(world).named.filter(({ object }) => object.spec.hosts.some((own) => matchesHostName(own, host)));
}

/** What an entry of which a pod's port is an endpoint, or may be, has its proxy read the port as. */
interface Leading {
  readonly entry: Entry;
  readonly read: PortProtocol;
  readonly isCertain: boolean;
}

/**
 * Only those of the pod's own namespace count.
 *
 * https://github.com/istio/istio/blob/master/pilot/pkg/serviceregistry/serviceentry/controller.go (`GetProxyServiceTargets`)
 */
function leadingTo(world: World, workload: WorkloadView, port: number): readonly Leading[] {
  return specialOf(world).leading.filter((entry) => namespaceOfObject(entry) === workload.namespace).flatMap((entry) => {
    const { ports = [], endpoints = [], workloadSelector } = entry.object.spec;
    const isSelected = workloadSelector !== undefined && carries(workload.labels, workloadSelector.labels);
    return ports.flatMap((entryPort): Leading[] => {
      const at = endpoints.filter((e) => inlinePort(e, entryPort) === port && isNumber(e.address)).map((e) => e.address!);
      const isCertain = (isSelected && portAt(workload, entryPort) === port) || at.some((address) => address === workload.ip);
      return isCertain || at.some((address) => mayBeOf(world, workload, address)) ? [{ entry, read: readAs(entryPort), isCertain }] : [];
    });
  });
}

/** What says nothing of it is sniffed, also where its name does. https://github.com/istio/istio/blob/master/pkg/config/protocol/instance.go (`Parse`) */
function readAs({ number, protocol = '' }: ServiceEntryPort): PortProtocol {
  return protocolOf({ port: number, name: protocol });
}

/** How a proxy reads a port of its pod, and entries that may have it read otherwise. */
export interface Reading {
  readonly protocol: PortProtocol;
  readonly otherwise: readonly Entry[];
}

/** The oldest that leads there says it, Service or entry: where not all say the same, that is not known. */
export function readingOf(world: World, workload: WorkloadView, port: number): Reading {
  const byServices = saidByServices(world.services, workload, port);
  const leading = leadingTo(world, workload, port);
  const protocol = byServices ?? leading.find((l) => l.isCertain)?.read ?? 'sniffed';
  return { protocol, otherwise: leading.filter((l) => l.read !== protocol).map((l) => l.entry) };
}

function mayBeOf(world: World, workload: WorkloadView, address: string): boolean {
  const ranges = workload.ip === undefined ? world.settings.podCidrs : [workload.ip];
  return ranges === undefined || ranges.some((range) => within(address, range));
}

/** Names are looked up by the caller's proxy alone. */
function isNumber(address: string | undefined): boolean {
  return address !== undefined && isAddress(address);
}
