import { within } from '../matcher/cidr';
import type { Caller } from '../types';
import type { World } from '../world';

/**
 * istio-cni rewrites what a process of a pod's own node sends to the pod to these addresses, and lets them past ztunnel: it is how the
 * kubelet's probes arrive.
 *
 * https://github.com/istio/istio/blob/master/cni/pkg/iptables/iptables.go
 */
export const PROBE_ADDRESSES = ['169.254.7.127', 'fd16:9254:7127:1337:ffff:ffff:ffff:ffff'];

/** `yes`: past ztunnel; `unknown`: from a node, and whether it is the pod's own no manifest shows. */
export function goesAround(world: World, { principal, pod, ip, workload }: Caller): 'yes' | 'no' | 'unknown' {
  if (principal !== undefined) return 'no';
  if (workload?.hostNetwork === true) return 'unknown';
  if (pod || ip === undefined) return 'no';
  if (PROBE_ADDRESSES.some((probe) => within(ip, probe))) return 'yes';
  return (world.settings.nodeCidrs ?? []).some((cidr) => within(ip, cidr)) ? 'unknown' : 'no';
}
