import ipaddr from '../../kept/ipaddr';

type Address = ipaddr.IPv4 | ipaddr.IPv6;
type Range = readonly [Address, number];

const ranges = new Map<string, Range | undefined>();

/** An address or a CIDR; IPv4-mapped IPv6 is IPv4, and bits beyond the prefix do not count. Undefined: neither. */
function parse(text: string): Range | undefined {
  if (!ranges.has(text)) ranges.set(text, read(text));
  return ranges.get(text);
}

function read(text: string): Range | undefined {
  if (ipaddr.isValidCIDR(text)) {
    const [address, bits] = ipaddr.parseCIDR(text);
    const mapped = address instanceof ipaddr.IPv6 && address.isIPv4MappedAddress() && bits >= 96;
    return mapped ? [address.toIPv4Address(), bits - 96] : [address, bits];
  }
  if (!ipaddr.isValid(text)) return undefined;
  const address = ipaddr.process(text);
  return [address, address.kind() === 'ipv4' ? 32 : 128];
}

export function isAddressOrCidr(text: string): boolean {
  return parse(text) !== undefined;
}

export function isAddress(text: string): boolean {
  return ipaddr.isValid(text);
}

/** Every address of `inner` is in `outer`. What does not parse is in nothing and holds nothing. */
export function within(inner: string, outer: string): boolean {
  const a = parse(inner);
  const b = parse(outer);
  return a !== undefined && b !== undefined && a[0].kind() === b[0].kind() && a[1] >= b[1] && a[0].match(b[0] as never, b[1]);
}

export function overlaps(a: string, b: string): boolean {
  return within(a, b) || within(b, a);
}
