import type { ServiceEntry } from '../../manifest/kinds';
import { matchesHostName } from '../cluster/hosts';
import type { From } from '../cluster/policies';
import { within } from '../matcher/cidr';
import type { ExternalTarget } from '../leave';
import type { Caller } from '../types';
import type { World } from '../world';
import { bareName } from './entries';

/** By name, or by one of the addresses that an entry is given. Visibility is nothing to ztunnel. */
export function entriesFor(world: World, { host, ip }: ExternalTarget): readonly From<ServiceEntry>[] {
  const name = bareName({ host });
  return world.policies.serviceEntries.filter(({ object: { spec: { hosts, addresses = [] } } }) => (name === undefined
    ? ip !== undefined && addresses.some((a) => within(ip, a))
    : hosts.some((h) => matchesHostName(h, name))));
}

/**
 * It has an address by which it is found: its own, or one that istiod gives it for what is looked up. Who does not ask ztunnel for names dials the
 * host's.
 */
export function isCaught({ object: { spec, metadata } }: From<ServiceEntry>, caller: Caller, { ip }: ExternalTarget): boolean {
  const { addresses = [], hosts, resolution = 'NONE' } = spec;
  const given = resolution !== 'NONE' && metadata.labels?.['networking.istio.io/enable-autoallocate-ip']?.toLowerCase() !== 'false';
  if (looksUpElsewhere(caller)) return ip !== undefined && addresses.some((a) => within(ip, a));
  return hosts.every((h) => !h.startsWith('*')) && (addresses.length > 0 || given);
}

/** As Go's `strconv.ParseBool` reads it; other values are taken for none. https://istio.io/latest/docs/reference/config/annotations/#AmbientDnsCapture */
function looksUpElsewhere({ workload }: Caller): boolean {
  return ['0', 'f', 'F', 'FALSE', 'false', 'False'].includes(workload?.annotations['ambient.istio.io/dns-capture'] ?? '');
}
