import ipaddr from '../../kept/ipaddr';

/** Numbers from the first to the last. INVARIANT: sorted, and apart, so that the same numbers are the same ranges. */
export type Ranges = readonly (readonly [first: bigint, last: bigint])[];

/** IPv6 comes behind IPv4, apart from it. */
const IPV6 = 1n << 40n;

export const EVERY_ADDRESS: Ranges = [[0n, (1n << 32n) - 1n], [IPV6, IPV6 + (1n << 128n) - 1n]];

/** An address or a block; undefined: neither. */
export function rangeOf(text: string): Ranges | undefined {
  if (!ipaddr.isValid(text) && !ipaddr.isValidCIDR(text)) return undefined;
  const [address, bits] = ipaddr.isValidCIDR(text) ? ipaddr.parseCIDR(text) : [ipaddr.parse(text), undefined];
  const isMapped = address instanceof ipaddr.IPv6 && address.isIPv4MappedAddress() && (bits ?? 128) >= 96;
  const bytes = isMapped ? address.toIPv4Address().toByteArray() : address.toByteArray();
  const size = BigInt(8 * bytes.length);
  const free = size - BigInt((bits ?? (isMapped ? 128 : Number(size))) - (isMapped ? 96 : 0));
  const number = bytes.reduce((n, byte) => (n << 8n) + BigInt(byte), 0n);
  const first = ((number >> free) << free) + (bytes.length === 4 ? 0n : IPV6);
  return [[first, first + (1n << free) - 1n]];
}

export function together(...all: readonly Ranges[]): Ranges {
  const result: [bigint, bigint][] = [];
  for (const [first, last] of all.flat().sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))) {
    const before = result.at(-1);
    if (before === undefined || first > before[1] + 1n) result.push([first, last]);
    else if (last > before[1]) before[1] = last;
  }
  return result;
}

export function without(all: Ranges, taken: Ranges): Ranges {
  let rest = all;
  for (const [from, to] of taken) {
    rest = rest.flatMap(([first, last]): Ranges => [
      ...(first < from ? [[first, last < from ? last : from - 1n] as const] : []),
      ...(last > to ? [[first > to ? first : to + 1n, last] as const] : []),
    ]);
  }
  return rest;
}

export function inBoth(a: Ranges, b: Ranges): Ranges {
  return without(a, without(a, b));
}

export function rangesText(ranges: Ranges): string {
  return ranges.map(([first, last]) => `${first}-${last}`).join(',');
}
