import ipaddr from '../kept/ipaddr';
import { invalid, text } from './arguments';

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/**
 * Four decimal parts or IPv6; never the short and octal forms that C libraries take, which Kubernetes refuses. Nor IPv4 in the clothes of IPv6
 * (`::ffff:10.0.0.1`): what is compared with the cluster's addresses must have one spelling.
 */
export function parseAddress(value: string): Address | undefined {
  if (ipaddr.IPv4.isValidFourPartDecimal(value)) return ipaddr.IPv4.parse(value);
  if (!ipaddr.IPv6.isValid(value) || value.includes('%')) return undefined;
  const address = ipaddr.IPv6.parse(value);
  return address.isIPv4MappedAddress() ? undefined : address;
}

/** The address in its one canonical spelling. */
export function addressText(what: string, value: unknown): string {
  const given = text(what, value, 'invalid-address');
  const address = parseAddress(given);
  if (address === undefined) throw invalid('invalid-address', `${what} \`${given}\` is not an IP address`, 'write it like `169.254.20.10` or `fd00::10`');
  return canonical(address);
}

/** A block of addresses in canonical spelling. An address without a mask is a mistake more often than it is meant. */
export function cidrText(what: string, value: unknown): string {
  const given = text(what, value, 'invalid-cidr');
  const [head, mask, ...rest] = given.split('/');
  const address = parseAddress(head);
  if (address === undefined || rest.length > 0) {
    throw invalid('invalid-cidr', `${what} \`${given}\` is not a block of addresses`, 'write it like `10.0.0.0/8` or `fd00::/8`');
  }
  const bits = address.kind() === 'ipv4' ? 32 : 128;
  if (mask === undefined) {
    throw invalid('invalid-cidr', `${what} \`${given}\` has no prefix length`, `write \`${given}/${bits}\` for this one address`);
  }
  const length = /^(0|[1-9]\d{0,2})$/.test(mask) ? Number(mask) : undefined;
  if (length === undefined || length > bits) {
    throw invalid('invalid-cidr', `${what} \`${given}\` has the prefix length \`${mask}\``, `use a number from 0 to ${bits}`);
  }
  const network = canonical(masked(address, length));
  if (network !== canonical(address)) {
    throw invalid('invalid-cidr', `${what} \`${given}\` has host bits set`, `write \`${network}/${length}\`, or \`${canonical(address)}/${bits}\` for the one address`);
  }
  return `${network}/${length}`;
}

/** A block of addresses. One address is meant as itself: hosts are listed by address, not by network. */
export function addressOrBlock(what: string, value: unknown): string {
  const given = text(what, value, 'invalid-cidr');
  if (given.includes('/')) return cidrText(what, given);
  const address = addressText(what, given);
  return `${address}/${address.includes(':') ? 128 : 32}`;
}

function masked(address: Address, length: number): Address {
  const bytes = address.toByteArray().map((byte, i) => {
    const keep = Math.min(8, Math.max(0, length - i * 8));
    return byte & (0xff << (8 - keep)) & 0xff;
  });
  return ipaddr.fromByteArray(bytes) as Address;
}

function canonical(address: Address): string {
  return address instanceof ipaddr.IPv6 ? address.toRFC5952String() : address.toString();
}
