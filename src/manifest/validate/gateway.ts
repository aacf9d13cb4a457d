import type { GatewayListener, GatewaySpec } from '../kinds';
import type { Findings } from '../schema/finding';
import type { Fault } from '../schema/kit';
import { show } from '../schema/show';
import { isAddress } from '../syntax/addresses';

export interface Address {
  readonly type?: string;
  readonly value?: string;
}

/** TLS of a listener; only its shape is of interest. */
export interface TlsConfig {
  readonly mode?: 'Terminate' | 'Passthrough';
  readonly certificateRefs?: readonly { readonly group?: string; readonly kind?: string; readonly name: string; readonly namespace?: string }[];
  readonly options?: Readonly<Record<string, string>>;
}

const SUBDOMAIN = '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*';
const GROUP = new RegExp(`^$|^${SUBDOMAIN}$`);
const KIND = /^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$/;
const HOSTNAME = new RegExp(`^(\\*\\.)?${SUBDOMAIN}$`);
// The second alternative is not tied to the start of the text in the CustomResourceDefinition either.
const PROTOCOL = new RegExp(`^[a-zA-Z0-9]([-a-zA-Z0-9]*[a-zA-Z0-9])?$|${SUBDOMAIN}/[A-Za-z0-9]+$`);
const ADDRESS_TYPE = new RegExp(`^Hostname|IPAddress|NamedAddress|${SUBDOMAIN}/[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+$`);
const QUALIFIED_KEY = new RegExp(`^(${SUBDOMAIN}/)?([A-Za-z0-9][-A-Za-z0-9_.]{0,61})?[A-Za-z0-9]$`);
const LABEL_VALUE = /^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/;

const matching = (pattern: RegExp, most: number, message: string) => (text: string): Fault | undefined => (
  text.length <= most && pattern.test(text) ? undefined : { message }
);

export const apiGroupFault = matching(GROUP, 253, 'is not an API group');
export const apiKindFault = matching(KIND, 63, 'is not a kind');
export const hostnameFault = matching(HOSTNAME, 253, 'is not a host name in lower case, with `*.` before it or without');
export const protocolFault = matching(PROTOCOL, 255, 'is not a protocol');
export const addressTypeFault = matching(ADDRESS_TYPE, 253, 'is not a type of address');
export const infrastructureKeyFault = (text: string): Fault | undefined => (
  QUALIFIED_KEY.test(text) && text.split('/')[0].length < 253 ? undefined : { message: 'is not a label or annotation key' }
);
export const labelValueOnlyFault = matching(LABEL_VALUE, 63, 'is not a label value');

export function addressRules({ type = 'IPAddress', value }: Address, findings: Findings): void {
  if (value === undefined) return;
  if (type === 'IPAddress' && !isAddress(value)) {
    findings.addAt(['value'], 'bad-address', `${show(value)} is not an IP address`, { value, repair: 'set `type: Hostname` for a host name' });
  }
  if (type === 'Hostname' && value !== '' && hostnameFault(value) !== undefined) {
    findings.addAt(['value'], 'bad-host', `${show(value)} is not a host name`, { value });
  }
}

export function addressesAreUnique(addresses: readonly Address[], findings: Findings): void {
  const seen = new Set<string>();
  addresses.forEach(({ type = 'IPAddress', value }, i) => {
    if (value === undefined || (type !== 'IPAddress' && type !== 'Hostname')) return;
    if (seen.has(`${type} ${value}`)) findings.addAt([i, 'value'], 'duplicate-value', `${show(value)} is given twice`, { value, repair: 'remove one of them' });
    seen.add(`${type} ${value}`);
  });
}

const PLAIN: ReadonlySet<string> = new Set(['HTTP', 'TCP', 'UDP']);
const NAMELESS: ReadonlySet<string> = new Set(['TCP', 'UDP']);

function listenerRule({ protocol, hostname, tls }: GatewayListener, findings: Findings): void {
  const { mode, certificateRefs = [], options = {} }: TlsConfig = tls ?? {};
  if (PLAIN.has(protocol) && tls !== undefined) findings.addAt(['tls'], 'conflict', `a listener of protocol ${protocol} has no \`tls\``, { repair: 'remove it' });
  if (NAMELESS.has(protocol) && hostname !== undefined) {
    findings.addAt(['hostname'], 'conflict', `a listener of protocol ${protocol} has no \`hostname\``, { value: hostname, repair: 'remove it' });
  }
  if (protocol === 'HTTPS' && mode === 'Passthrough') findings.addAt(['tls', 'mode'], 'conflict', 'must be Terminate for protocol HTTPS', { value: mode, repair: 'use protocol TLS' });
  // Left out, the mode is Terminate wherever there is `tls` at all.
  if (protocol === 'TLS' && tls === undefined) findings.addAt(['tls'], 'missing-field', 'a listener of protocol TLS needs `tls`');
  if (tls !== undefined && mode !== 'Passthrough' && certificateRefs.length === 0 && Object.keys(options).length === 0) {
    findings.addAt(['tls', 'certificateRefs'], 'missing-field', 'TLS that ends here needs `certificateRefs` or `options`');
  }
}

export function listenerRules(listeners: readonly GatewayListener[], findings: Findings): void {
  const names = new Set<string>();
  const places = new Set<string>();
  listeners.forEach((listener, i) => {
    const { name, port, protocol, hostname } = listener;
    findings.enter(i);
    listenerRule(listener, findings);
    if (names.has(name)) findings.addAt(['name'], 'duplicate-value', `${show(name)} already names a listener`, { value: name });
    const place = JSON.stringify([port, protocol, hostname]);
    if (places.has(place)) findings.add('duplicate-value', 'has the port, protocol and host name of another listener', { repair: 'remove one of them' });
    names.add(name);
    places.add(place);
    findings.leave();
  });
}

/** Istio's classes of proxies that it deploys, one with its gateway configuration and one before Services. */
const DEPLOYED: ReadonlySet<string> = new Set(['istio', 'istio-waypoint']);

/**
 * Whether the Gateway's pods are those that istiod deploys. Another class is another controller's, and an address that is no IP stands for
 * pods that somebody else deployed: https://istio.io/latest/docs/tasks/traffic-management/ingress/gateway-api/#manual-deployment
 */
export function isUnderstood({ gatewayClassName, addresses = [] }: GatewaySpec): boolean {
  if (!DEPLOYED.has(gatewayClassName) || addresses.length > 1) return false;
  return addresses.every(({ type = 'IPAddress' }) => type === 'IPAddress');
}
