import type { ServiceEntry, ServiceEntryPort, Sidecar } from '../../manifest/kinds';
import { matchesHostName } from '../cluster/hosts';
import { type From, namespaceOfObject } from '../cluster/policies';
import { inScope } from '../cluster/sidecar-scope';
import type { ExternalTarget } from '../leave';
import { within } from '../matcher/cidr';
import { every, some, type Tri, tri } from '../tri';
import type { World } from '../world';

/** A port of a ServiceEntry that a proxy may take what is dialled for. */
export interface Registered {
  readonly entry: From<ServiceEntry>;
  readonly port: ServiceEntryPort;
  readonly known: Tri;
}

interface AtPort extends Omit<Registered, 'known'> {
  readonly order: number;
}

interface OfPort {
  /** Of ports that show a host, by those without a wildcard. */
  readonly byHost: Map<string, AtPort[]>;
  /** With a wildcard, or by address. */
  readonly others: AtPort[];
}

const byPort = new WeakMap<World, ReadonlyMap<number, OfPort>>();

/** No proxy takes UDP. INVARIANT: those that are left out do not show the host. */
function entriesAt(world: World, { port, host }: ExternalTarget): readonly AtPort[] {
  let known = byPort.get(world);
  if (known === undefined) byPort.set(world, known = indexed(world));
  const { byHost, others } = known.get(port) ?? NONE;
  const named = byHost.get(bareName({ host })?.toLowerCase() ?? '') ?? [];
  return named.length === 0 ? others : [...new Set([...named, ...others])].sort((a, b) => a.order - b.order);
}

const NONE: OfPort = { byHost: new Map(), others: [] };

function indexed(world: World): ReadonlyMap<number, OfPort> {
  const index = new Map<number, OfPort>();
  let order = 0;
  for (const entry of world.policies.serviceEntries) {
    for (const port of (entry.object.spec.ports ?? []).filter((p) => p.protocol?.toUpperCase() !== 'UDP')) {
      const ofPort = index.get(port.number) ?? { byHost: new Map<string, AtPort[]>(), others: [] };
      index.set(port.number, ofPort);
      const at = { entry, port, order: order++ };
      const { hosts } = entry.object.spec;
      if (kindOf(port) === 'tcp' || hosts.some((host) => host.startsWith('*'))) ofPort.others.push(at);
      else for (const host of hosts) ofPort.byHost.set(host.toLowerCase(), [...ofPort.byHost.get(host.toLowerCase()) ?? [], at]);
    }
  }
  return index;
}

/** A ServiceEntry is found by port, and then by what its protocol shows: the host, or nothing but the address. */
export function registeredFor(world: World, sidecar: From<Sidecar> | undefined, namespace: string, target: ExternalTarget): readonly Registered[] {
  return entriesAt(world, target).flatMap(({ entry, port }): readonly Registered[] => {
    const { hosts, addresses = [], exportTo } = entry.object.spec;
    const known = some(hosts.map((host) => every([
      shows(host, port, addresses, target),
      inScope(sidecar, namespace, { host, namespace: namespaceOfObject(entry), port: port.number, ...(exportTo === undefined ? {} : { exportTo }) }),
    ])));
    return known === 'no' ? [] : [{ entry, port, known }];
  });
}

/** Host and server name decide, whatever the address; a TCP port without addresses is open to every address. */
function shows(host: string, port: ServiceEntryPort, addresses: readonly string[], target: ExternalTarget): Tri {
  const name = bareName(target);
  const named = name !== undefined && matchesHostName(host, name);
  switch (kindOf(port)) {
    case 'http': return tri(target.protocol === 'http' && named);
    case 'tls': return tri(target.protocol === 'tls' && named);
    case 'tcp': {
      if (addresses.length === 0) return 'yes';
      if (target.ip !== undefined) return tri(addresses.some((a) => within(target.ip!, a)));
      return named ? 'yes' : 'unknown';
    }
  }
}

export function isNamed({ object: { spec: { hosts } } }: From<ServiceEntry>, target: Pick<ExternalTarget, 'host'>): boolean {
  const name = bareName(target);
  return name !== undefined && hosts.some((host) => matchesHostName(host, name));
}

/** Without port and final dot. */
export function bareName({ host }: Pick<ExternalTarget, 'host'>): string | undefined {
  return host?.replace(/:\d+$/, '').replace(/\.$/, '');
}

/** How a port of a ServiceEntry tells hosts apart. */
export function kindOf({ protocol, name }: ServiceEntryPort): ExternalTarget['protocol'] {
  const declared = (protocol ?? name.split('-')[0]).toLowerCase();
  if (['http', 'http2', 'grpc', 'grpc-web'].includes(declared)) return 'http';
  return ['https', 'tls'].includes(declared) ? 'tls' : 'tcp';
}
