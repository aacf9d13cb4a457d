import { isIPv6 } from 'node:net';
import ipaddr from '../../kept/ipaddr';
import type { Fault } from '../schema/kit';

const PREFIX = /^(0|[1-9]\d*)$/;

const BYTE = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
const IPV4 = new RegExp(`^${BYTE}(?:\\.${BYTE}){3}$`);

/** As of `node:net`, which takes longer to load than most manifests take to read, and is left to IPv6. */
export function isIPv4(text: string): boolean {
  return IPV4.test(text);
}

/** An IPv4 or IPv6 address without a zone; leading zeros are refused because parsers disagree on them (octal or decimal). */
export function isAddress(text: string): boolean {
  return isIPv4(text) || (text.includes(':') && !text.includes('%') && isIPv6(text));
}

export function cidrFault(text: string): Fault | undefined {
  const slash = text.indexOf('/');
  const address = slash < 0 ? text : text.slice(0, slash);
  if (!isAddress(address)) return { message: 'is not a CIDR block', repair: 'write an address and a prefix length, `10.0.0.0/8`' };
  const most = longest(address);
  if (slash < 0) return { message: 'has no prefix length', repair: `write \`${address}/${most}\` for one address` };
  const bits = text.slice(slash + 1);
  return PREFIX.test(bits) && Number(bits) <= most ? undefined : { message: `has a prefix length that is not from 0 to ${most}` };
}

/** The prefix length of one address. */
function longest(address: string): number {
  return isIPv4(address) ? 32 : 128;
}

/** One address or a CIDR block, as Istio takes them. */
export function addressOrCidrFault(text: string): Fault | undefined {
  if (text.includes('/')) return cidrFault(text);
  return isAddress(text) ? undefined : { message: 'is not an IP address or CIDR block', repair: 'write `10.1.2.3` or `10.0.0.0/8`' };
}

/** A block names its first address; Kubernetes refuses another from 1.36 on, and masks it before. */
export function hostBitsFault(cidr: string): Fault | undefined {
  const slash = cidr.indexOf('/');
  // Of one address, or of IPv4, as nearly all are: a library is left to the others.
  if (isAtFirst(cidr.slice(0, slash), Number(cidr.slice(slash + 1)))) return undefined;
  const [address, bits] = ipaddr.parseCIDR(cidr);
  const network = address.kind() === 'ipv4' ? ipaddr.IPv4.networkAddressFromCIDR(cidr) : ipaddr.IPv6.networkAddressFromCIDR(cidr);
  return network.toNormalizedString() === address.toNormalizedString()
    ? undefined
    : { message: 'does not begin at its first address', repair: `write \`${network.toString()}/${bits}\`` };
}

function isAtFirst(address: string, bits: number): boolean {
  if (bits === longest(address)) return true;
  const value = isIPv4(address) ? address.split('.').reduce((sum, byte) => sum * 256 + Number(byte), 0) : NaN;
  return value % 2 ** (32 - bits) === 0;
}

/** Whether `inner` is a part of `outer`, and not all of it. Both are valid CIDR blocks. */
export function isStrictlyInside(inner: string, outer: string): boolean {
  const [address, bits] = ipaddr.parseCIDR(inner);
  const [network, length] = ipaddr.parseCIDR(outer);
  if (address.kind() !== network.kind() || bits <= length) return false;
  return address.kind() === 'ipv4'
    ? (address as ipaddr.IPv4).match(network as ipaddr.IPv4, length)
    : (address as ipaddr.IPv6).match(network as ipaddr.IPv6, length);
}
