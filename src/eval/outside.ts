import ipaddr from '../kept/ipaddr';

/** Where pods and nodes have their addresses. */
const CLUSTER_RANGES = ['private', 'carrierGradeNat', 'uniqueLocal', 'linkLocal', 'loopback', 'unspecified'];

/** A public address is somebody outside the cluster; any other, or none, may be a pod. */
export function isOutside(ip: string | undefined): boolean {
  return ip !== undefined && !CLUSTER_RANGES.includes(ipaddr.process(ip).range());
}
