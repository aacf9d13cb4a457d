import type { WorkloadEntrySpec } from '../endpoint-kinds';
import type { Findings } from '../schema/finding';
import type { Fault } from '../schema/kit';
import { isAddress } from '../syntax/addresses';
import { hostFault } from '../syntax/hosts';

export const UNIX = 'unix://';

/** An address, a host name, or a Unix socket: an absolute path or an abstract name. */
export function addressFault(text: string): Fault | undefined {
  if (text.length > 256) return { message: 'is longer than 256 characters' };
  if (text.startsWith(UNIX)) return /^unix:\/\/(\/.*[^/]|@.*)$/.test(text) ? undefined : { message: 'is not an absolute path of a socket' };
  if (text === '' || isAddress(text)) return undefined;
  const fault = hostFault(text);
  return fault === undefined ? undefined : { message: 'is neither an IP address nor a host name', repair: fault.repair };
}

/** Where only the network is said, its gateway is dialled. */
export function needsAddress({ address = '', network = '' }: WorkloadEntrySpec, name: string, findings: Findings): void {
  if (address === '' && network === '') findings.addAt(['address'], 'missing-field', `${name} needs \`address\``);
}

export function socketHasNoPorts({ address = '', ports }: WorkloadEntrySpec, findings: Findings): void {
  if (address.startsWith(UNIX) && ports !== undefined) findings.addAt(['ports'], 'conflict', 'a Unix socket has no ports');
}
