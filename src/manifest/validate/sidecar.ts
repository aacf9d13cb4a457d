import type { SidecarEgress, SidecarSpec } from '../kinds';
import type { Findings } from '../schema/finding';
import type { Fault } from '../schema/kit';
import { show } from '../schema/show';
import { isTls } from '../syntax/protocols';
import type { ConnectionPool } from './connection-pool';
import type { ServerTls } from './server-tls';

type Port = NonNullable<SidecarEgress['port']>;

export type Ingress = {
  readonly port: Port;
  readonly bind?: string;
  readonly captureMode?: 'DEFAULT' | 'IPTABLES' | 'NONE';
  readonly defaultEndpoint?: string;
  readonly tls?: ServerTls;
  readonly connectionPool?: ConnectionPool;
};

export type EgressProxy = { readonly host: string; readonly port: { readonly number: number }; readonly subset?: string };

const UNIX = 'unix://';

export function socketFault(text: string): Fault | undefined {
  if (!text.startsWith(UNIX)) return { message: 'is not an IP address' };
  return /^unix:\/\/(\/.*[^/]|@.*)$/.test(text) ? undefined : { message: 'is not an absolute path of a socket' };
}

/** A listener on a port has an address, one on port 0 a Unix socket. */
export function egressRules({ port, bind = '', captureMode = 'DEFAULT' }: SidecarEgress, findings: Findings): void {
  if (port === undefined) return;
  const socket = bind.startsWith(UNIX);
  if ((port.number ?? 0) !== 0) {
    if (socket) findings.addAt(['bind'], 'conflict', 'a listener on a port is bound to an IP address', { value: bind });
    return;
  }
  if (!socket) {
    findings.addAt(['port'], 'bad-port', 'a listener without port number is bound to a Unix socket', { repair: 'give `number`' });
  } else if (captureMode === 'IPTABLES') {
    findings.addAt(['captureMode'], 'conflict', 'a Unix socket is not captured by iptables', { value: captureMode });
  }
}

const LOCAL: ReadonlySet<string> = new Set(['', '127.0.0.1', '0.0.0.0', '[::1]', '[::]']);

export function ingressListener({ port, bind = '', defaultEndpoint = '', tls }: Ingress, findings: Findings): void {
  if ((port.number ?? 0) === 0) {
    findings.addAt(['port'], 'bad-port', 'an ingress listener needs a port number from 1 to 65535', { value: port.number });
  }
  if (bind.startsWith(UNIX)) findings.addAt(['bind'], 'bad-address', 'an ingress listener is bound to an IP address', { value: bind });
  if (defaultEndpoint !== '' && !isEndpoint(defaultEndpoint)) {
    findings.addAt(['defaultEndpoint'], 'bad-address', `${show(defaultEndpoint)} is not an endpoint of the pod`, {
      value: defaultEndpoint, repair: 'write `127.0.0.1:8080`, `0.0.0.0:8080`, `[::1]:8080`, `[::]:8080`, `:8080` or `unix:///path`',
    });
  }
  if (tls !== undefined && !isTls(port.protocol)) {
    findings.addAt(['tls'], 'conflict', `a port of protocol ${show(port.protocol ?? '')} takes no TLS settings`, {
      repair: 'use protocol HTTPS or TLS',
    });
  }
}

function isEndpoint(text: string): boolean {
  if (text.startsWith(UNIX)) return socketFault(text) === undefined;
  const colon = text.lastIndexOf(':');
  const port = text.slice(colon + 1);
  return colon >= 0 && LOCAL.has(text.slice(0, colon)) && /^\d+$/.test(port) && Number(port) >= 1 && Number(port) <= 65535;
}

export function sidecar({ ingress = [], egress = [], outboundTrafficPolicy, inboundConnectionPool }: SidecarSpec, findings: Findings): void {
  if (ingress.length === 0 && egress.length === 0 && outboundTrafficPolicy === undefined && inboundConnectionPool === undefined) {
    findings.add('empty', 'a Sidecar must say something', { repair: 'give `egress`' });
  }
  findings.at('ingress', () => distinct((ingress as readonly Ingress[]).map(({ port }) => String(port.number)), 'port', findings));
  findings.at('egress', () => {
    distinct(egress.map(({ port, bind = '' }) => port === undefined ? undefined : port.number ? String(port.number) : bind), 'port', findings);
    egress.slice(0, -1).forEach(({ port }, i) => {
      if (port === undefined) {
        findings.addAt([i], 'conflict', 'a listener without port takes what no other takes, and must be the last and only one');
      }
    });
  });
  if (outboundTrafficPolicy?.egressProxy !== undefined && outboundTrafficPolicy.mode !== 'ALLOW_ANY') {
    findings.addAt(['outboundTrafficPolicy', 'egressProxy'], 'conflict', 'needs `mode: ALLOW_ANY`');
  }
}

function distinct(keys: readonly (string | undefined)[], field: string, findings: Findings): void {
  const seen = new Set<string>();
  keys.forEach((key, i) => {
    if (key === undefined) return;
    if (seen.has(key)) findings.addAt([i, field], 'duplicate-value', `${show(key)} already has a listener`, { value: key });
    seen.add(key);
  });
}
