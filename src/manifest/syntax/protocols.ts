import type { Fault } from '../schema/kit';

const HTTP: ReadonlySet<string> = new Set(['http', 'http2', 'http_proxy', 'grpc', 'grpc-web']);
const TLS: ReadonlySet<string> = new Set(['https', 'tls']);
const OTHERS: ReadonlySet<string> = new Set(['tcp', 'udp', 'mongo', 'redis', 'mysql']);

/** Protocol names of Istio's own port type, in any case; empty is sniffed. */
export function protocolFault(text: string): Fault | undefined {
  const name = text.toLowerCase();
  return name === '' || HTTP.has(name) || TLS.has(name) || OTHERS.has(name)
    ? undefined
    : { message: 'is not a protocol', repair: `use one of ${[...HTTP, ...TLS, ...OTHERS].map((known) => known.toUpperCase()).join(', ')}` };
}

export function isHttp(protocol: string | undefined): boolean {
  return HTTP.has((protocol ?? '').toLowerCase());
}

export function isTls(protocol: string | undefined): boolean {
  return TLS.has((protocol ?? '').toLowerCase());
}
