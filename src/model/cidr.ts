import ipaddr from '../kept/ipaddr';

/** Is every address of `inner` one of `outer`? Both are valid CIDR blocks; those of different families never meet. */
export function contains(outer: string, inner: string): boolean {
  const [network, length] = ipaddr.parseCIDR(outer);
  const [address, bits] = ipaddr.parseCIDR(inner);
  return address.kind() === network.kind() && bits >= length && address.match(network, length);
}

/** Is any address in both? Two blocks are apart, or one lies in the other. */
export function overlap(a: string, b: string): boolean {
  return contains(a, b) || contains(b, a);
}
