import type { ServiceEntry, Sidecar } from '../../manifest/kinds';
import { within } from '../matcher/cidr';
import { carries } from '../matcher/selector';
import type { WorkloadView } from '../types';
import type { World } from '../world';
import { matchesHostName } from './hosts';
import { type From, namespaceOfObject } from './policies';
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
      leading: all.filter(({ object: { spec } }) => spec.workloadSelector !== undefined || addressesOf(spec).length > 0),
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

/**
 * Entries of which a pod's port is, or may be, an endpoint: its proxy then reads the port as the entry says, if that is the oldest to
 * lead there. Only those of the pod's own namespace count.
 *
 * https://github.com/istio/istio/blob/master/pilot/pkg/serviceregistry/serviceentry/controller.go (`GetProxyServiceTargets`)
 */
export function entriesLeadingTo(world: World, workload: WorkloadView, port: number): readonly Entry[] {
  return specialOf(world).leading.filter((entry) => {
    const { spec } = entry.object;
    if (namespaceOfObject(entry) !== workload.namespace || !portsOf(spec).includes(port)) return false;
    const selected = spec.workloadSelector !== undefined && carries(workload.labels, spec.workloadSelector.labels);
    return selected || addressesOf(spec).some((address) => mayBeOf(world, workload, address));
  });
}

function mayBeOf(world: World, workload: WorkloadView, address: string): boolean {
  const ranges = workload.ip === undefined ? world.settings.podCidrs : [workload.ip];
  return ranges === undefined || ranges.some((range) => within(address, range));
}

/** Of endpoints that are given by address; names are looked up by the caller's proxy alone. */
function addressesOf({ endpoints = [] }: ServiceEntry['spec']): readonly string[] {
  return endpoints.flatMap(({ address }) => (address !== undefined && ['0.0.0.0/0', '::/0'].some((all) => within(address, all)) ? [address] : []));
}

function portsOf({ ports = [], endpoints = [] }: ServiceEntry['spec']): readonly unknown[] {
  return [...ports.flatMap(({ number, targetPort }) => [number, targetPort]), ...endpoints.flatMap((e) => Object.values(e.ports ?? {}))];
}
