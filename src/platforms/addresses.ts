import ipaddr from '../kept/ipaddr';
import type { IpBlock } from '../manifest/kinds';
import { contains } from '../model/cidr';

/** https://www.rfc-editor.org/rfc/rfc3927 and https://www.rfc-editor.org/rfc/rfc4291#section-2.4: node-local services and cloud metadata live here. */
export const LINK_LOCAL = ['169.254.0.0/16', 'fe80::/10'];

const EVERYWHERE = ['0.0.0.0/0', '::/0'];

/** Cloud metadata at an address that is not link-local: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-service.html */
export const METADATA = ['fd00:ec2::254/128'];

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
  return ipBlocks(EVERYWHERE.filter((all) => inside.some((cidr) => contains(all, cidr))), [...inside, ...LINK_LOCAL, ...METADATA]);
}
