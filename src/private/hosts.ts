import { parseAddress } from './addresses';
import { invalid, text } from './arguments';

const DNS_NAME = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?(\.[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?)*$/;

/** A DNS name alone, lower case: no scheme, port, path or wildcard. Hosts are compared without case. */
export function hostName(what: string, value: unknown): string {
  const given = text(what, value, 'invalid-host');
  const refuse = (problem: string, repair: string): Error => invalid('invalid-host', `${what} \`${given}\` ${problem}`, repair);
  const scheme = /^[a-z][a-z0-9+.-]*:\/\/(.*)$/i.exec(given);
  if (scheme !== null) throw refuse('has a scheme', `write \`${scheme[1].replace(/[/:?#].*$/, '')}\``);
  if (given.includes('*')) throw refuse('has a wildcard', 'name each host; a wildcard would admit hosts that nobody declared');
  if (/[/?#]/.test(given)) throw refuse('has a path', `write \`${given.replace(/[/?#].*$/, '')}\``);
  const port = /^([^:]+):\d+$/.exec(given);
  if (port !== null) throw refuse('has a port', `write \`${port[1]}\`; ports are given on their own`);
  if (given.endsWith('.')) throw refuse('ends with a dot', `write \`${given.slice(0, -1)}\``);
  const lower = given.toLowerCase();
  if (lower.length > 253 || !DNS_NAME.test(lower)) throw refuse('is not a DNS name', 'write it like `api.payments.example`');
  return lower;
}

/**
 * The name of something outside the cluster: an address cannot be asked for by SNI or looked up, one label is completed to a Service's name by a
 * pod's search domains, and istiod refuses it in a Sidecar.
 *
 * https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/#namespaces-of-services
 */
export function externalHostName(what: string, value: unknown): string {
  const given = text(what, value, 'invalid-host');
  if (parseAddress(given) !== undefined) {
    throw invalid('invalid-host', `${what} \`${given}\` is an address`, 'give the name that the program dials, and the address in `addresses`');
  }
  const name = hostName(what, given);
  if (!name.includes('.')) {
    throw invalid('invalid-host', `${what} \`${given}\` is one label, which is looked up as a Service of the pod's own namespace`, 'write the whole name, like `api.payments.example`');
  }
  return name;
}

/** https://github.com/spiffe/spiffe/blob/main/standards/SPIFFE-ID.md#21-trust-domain */
export function trustDomainName(what: string, value: unknown): string {
  const given = text(what, value, 'invalid-trust-domain');
  const refuse = (problem: string, repair: string): Error => invalid('invalid-trust-domain', `${what} \`${given}\` ${problem}`, repair);
  if (given.startsWith('spiffe://')) throw refuse('has a scheme', `write \`${given.slice('spiffe://'.length).replace(/\/.*$/, '')}\``);
  if (given.includes('*')) throw refuse('has a wildcard', 'name each trust domain');
  if (given.length > 255 || !/^[a-z0-9._-]+$/.test(given)) throw refuse('is not a trust domain', 'use lower-case letters, digits, `.`, `-` and `_`');
  return given;
}
