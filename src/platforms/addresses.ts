import ipaddr from '../kept/ipaddr';
import type { IpBlock } from '../manifest/kinds';
import { NODE_OWN } from '../model/node-own';
import { contains } from '../model/cidr';

const EVERYWHERE = ['0.0.0.0/0', '::/0'];

/** The CIDRs of one address each, as addresses. */
export function singleAddress(cidr: string): string | undefined {
  const [address, bits] = ipaddr.parseCIDR(cidr);
  return bits === address.toByteArray().length * 8 ? cidr.slice(0, cidr.lastIndexOf('/')) : undefined;
}

/** `except` must lie inside its `cidr`, or the API server refuses the policy: https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/network-policy-v1/ */
export function ipBlocks(cidrs: readonly string[], except: readonly string[]): readonly IpBlock[] {
  return cidrs.map((cidr) => {
    const inside = [...new Set(except)].filter((e) => e !== cidr && contains(cidr, e)).sort();
    return inside.length === 0 ? { cidr } : { cidr, except: inside };
  });
}

/**
 * The addresses outside the cluster: everywhere but `inside`, link-local and cloud metadata.
 *
 * A family of which nothing is known to be inside stays closed: its pods and nodes would count as outside.
 */
export function everywhereBut(inside: readonly string[]): readonly IpBlock[] {
  return ipBlocks(EVERYWHERE.filter((all) => inside.some((cidr) => contains(all, cidr))), [...inside, ...NODE_OWN]);
}
