import type { Findings } from '../schema/finding';

export type KeepAlive = { readonly interval?: string; readonly timeout?: string };

export type HttpPool = {
  readonly http1MaxPendingRequests?: number;
  readonly http2MaxRequests?: number;
  readonly maxRequestsPerConnection?: number;
  readonly maxRetries?: number;
  readonly maxConcurrentStreams?: number;
  readonly idleTimeout?: string;
  readonly h2UpgradePolicy?: 'DEFAULT' | 'DO_NOT_UPGRADE' | 'UPGRADE';
  readonly useClientProtocol?: boolean;
  readonly http2KeepAlive?: KeepAlive;
};

export type TcpPool = {
  readonly maxConnections?: number;
  readonly connectTimeout?: string;
  readonly maxConnectionDuration?: string;
  readonly idleTimeout?: string;
  readonly tcpKeepalive?: { readonly probes?: number; readonly time?: string; readonly interval?: string };
};

/** Type aliases, not interfaces: they stand in for the free maps of `kinds.ts`. */
export type ConnectionPool = { readonly http?: HttpPool; readonly tcp?: TcpPool };

export function poolIsNotEmpty({ http, tcp }: ConnectionPool, findings: Findings): void {
  if (http === undefined && tcp === undefined) findings.add('empty', 'must have `http` or `tcp`', { repair: 'remove it' });
}

export function keepAliveIsWhole(keepAlive: KeepAlive, findings: Findings): void {
  for (const key of ['interval', 'timeout'] as const) {
    if (keepAlive[key] === undefined) findings.addAt([key], 'missing-field', `an HTTP/2 keepalive needs \`${key}\``);
  }
}

export function clientProtocol({ h2UpgradePolicy, useClientProtocol }: HttpPool, findings: Findings): void {
  if (h2UpgradePolicy === 'UPGRADE' && useClientProtocol === true) {
    findings.addAt(['useClientProtocol'], 'conflict', 'cannot be combined with `h2UpgradePolicy: UPGRADE`');
  }
}
