import type { ContractAccess } from '../contract-file';

/** A port as pods have it: one number may be open to TCP and to UDP, each by itself. Whether it is HTTP over TCP is another matter. */
export function portOf({ targetPort, protocol }: Pick<ContractAccess, 'targetPort' | 'protocol'>): string {
  return `${targetPort}/${protocol === 'udp' || protocol === 'sctp' ? protocol : 'tcp'}`;
}
