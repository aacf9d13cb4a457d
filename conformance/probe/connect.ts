import { readFileSync } from 'node:fs';
import { createConnection, type Socket } from 'node:net';
import { connect as connectTls, createSecureContext, type SecureContext } from 'node:tls';
import type { Translated } from '../harness/istiod';
import type { Wire } from './wire';

/** The certificates of one translation, read once. */
export class Credentials {
  private readonly contexts = new Map<string, SecureContext>();
  private readonly ca: Buffer;

  constructor(private readonly translated: Translated) {
    this.ca = readFileSync(translated.ca);
  }

  /** `undefined`: TLS without a client certificate. */
  context(id: string | undefined): SecureContext {
    const known = this.contexts.get(id ?? '');
    if (known !== undefined) return known;
    const path = id === undefined ? undefined : this.translated.certificates[id];
    if (id !== undefined && path === undefined) throw new Error(`no certificate was asked for ${id}`);
    const context = createSecureContext({
      ca: this.ca,
      ...(path === undefined ? {} : { cert: readFileSync(`${path}.pem`), key: readFileSync(`${path}.key`) }),
    });
    this.contexts.set(id ?? '', context);
    return context;
  }
}

/**
 * What a caller's sidecar offers for each kind of traffic; istiod's PERMISSIVE listeners tell mTLS from a workload's own TLS by it.
 * https://github.com/istio/istio/blob/master/pilot/pkg/xds/filters/filters.go
 */
export function sidecarAlpn(http: Wire['http']): string[] {
  if (http === undefined) return ['istio'];
  return http.version === 'HTTP/2' ? ['istio-h2', 'istio', 'h2'] : ['istio-http/1.1', 'istio', 'http/1.1'];
}

/** Opens the connection, with the destination that iptables would have kept in a PROXY header. */
export function open(socketPath: string, wire: Wire, credentials: Credentials, alpn = sidecarAlpn(wire.http)): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = createConnection({ path: socketPath });
    socket.once('error', reject);
    socket.once('connect', () => {
      // In one write with the first bytes: a proxy that answers and closes at once would break a second one. HTTP/2 writes past the stream.
      if (wire.http?.version !== 'HTTP/2' && !alpn.includes('h2')) {
        socket.cork();
        setImmediate(() => socket.uncork());
      }
      socket.write(`PROXY TCP4 ${wire.sourceIp} ${wire.destinationIp} 40000 ${wire.port}\r\n`);
      if (wire.credential.kind === 'plaintext') {
        socket.removeListener('error', reject);
        resolve(socket);
        return;
      }
      const tls = connectTls({
        socket,
        secureContext: credentials.context(wire.credential.kind === 'identity' ? wire.credential.id : undefined),
        // SPIFFE ids are no host names; the chain of trust is still checked.
        checkServerIdentity: () => undefined,
        ...(wire.serverName === undefined ? {} : { servername: wire.serverName }),
        ALPNProtocols: alpn,
      });
      tls.once('error', reject);
      tls.once('secureConnect', () => {
        tls.removeListener('error', reject);
        resolve(tls);
      });
    });
  });
}
