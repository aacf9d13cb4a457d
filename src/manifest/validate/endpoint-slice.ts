import ipaddr from '../../kept/ipaddr';
import type { EndpointPort, EndpointSlice } from '../endpoint-kinds';
import type { Findings } from '../schema/finding';
import type { Fault } from '../schema/kit';
import { show } from '../schema/show';
import { isAddress } from '../syntax/addresses';
import { dnsLabelFault } from '../syntax/names';

/** https://github.com/kubernetes/kubernetes/blob/master/pkg/apis/core/validation/validation.go (`ValidateEndpointIP`) */
const REFUSED: Readonly<Record<string, string>> = {
  unspecified: 'is no address of anybody',
  loopback: 'is a loopback address, of whoever dials it',
  linkLocal: 'is a link-local address, where nodes have their metadata',
};

/** An address that may stand behind a Service. */
export function endpointAddressFault(text: string): Fault | undefined {
  if (!isAddress(text)) return { message: 'is not an IP address' };
  const address = ipaddr.process(text);
  if (address.kind() === 'ipv4' ? text.startsWith('224.0.0.') : /^ff.2:/i.test(text)) return { message: 'is a link-local multicast address' };
  const refused = REFUSED[address.range()];
  return refused === undefined ? undefined : { message: refused };
}

/** At least two labels; a final dot is allowed. */
export function domainNameFault(text: string): Fault | undefined {
  const labels = text.replace(/\.$/, '').split('.');
  const isWhole = text.length <= 255 && labels.length > 1 && labels.every((label) => dnsLabelFault(label) === undefined);
  return isWhole ? undefined : { message: 'is not a whole host name', repair: 'write one with a dot, `db.example.com`' };
}

/** What an address must be depends on what they are all said to be. */
export function addressesOfType({ addressType, endpoints = [] }: EndpointSlice, findings: Findings): void {
  endpoints.forEach(({ addresses }, i) => addresses.forEach((address, j) => {
    const fault = faultFor(addressType, address);
    if (fault !== undefined) {
      findings.addAt(['endpoints', i, 'addresses', j], 'bad-address', `${show(address)} ${fault.message}`, { value: address, repair: fault.repair });
    }
  }));
}

function faultFor(type: EndpointSlice['addressType'], address: string): Fault | undefined {
  if (type === 'FQDN') return domainNameFault(address);
  const fault = endpointAddressFault(address);
  if (fault !== undefined) return fault;
  return (type === 'IPv6') === address.includes(':') ? undefined : { message: `is no ${type} address`, repair: 'an EndpointSlice has addresses of one family' };
}

export function portNames(ports: readonly EndpointPort[] | undefined, findings: Findings): void {
  const names = new Set<string>();
  (ports ?? []).forEach(({ name = '' }, i) => {
    if (names.has(name)) findings.addAt(['ports', i, 'name'], 'duplicate-value', `${show(name)} already names a port`, { value: name });
    names.add(name);
  });
}
