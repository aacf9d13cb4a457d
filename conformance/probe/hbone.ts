import { connect } from 'node:http2';
import type { Duplex } from 'node:stream';
import { type Credentials, open } from './connect';
import type { Wire } from './wire';

/** The tunnel was not opened: that is an answer. */
export class Refused extends Error {}

export interface Tunnel {
  readonly stream: Duplex;
  readonly close: () => void;
}

/**
 * HBONE: HTTP/2 in mutual TLS, and in it a CONNECT to the destination as the client dialled it.
 * https://istio.io/latest/docs/ambient/architecture/hbone/
 */
export async function openTunnel(socketPath: string, wire: Wire, credentials: Credentials): Promise<Tunnel> {
  const tls = await open(socketPath, wire, credentials, ['h2']);
  const session = connect('http://hbone', { createConnection: () => tls });
  const close = () => {
    session.destroy();
    tls.destroy();
  };
  return new Promise((resolve, reject) => {
    const refused = (detail: string) => {
      close();
      reject(new Refused(detail));
    };
    // A certificate that is asked for and not sent is refused after the handshake, in TLS 1.3.
    tls.on('error', (e: NodeJS.ErrnoException) => refused(`handshake: ${e.code ?? e.message}`));
    session.on('error', (e: NodeJS.ErrnoException) => refused(`tunnel: ${e.code ?? e.message}`)).on('close', () => refused('tunnel: closed'));
    const stream = session.request({ ':method': 'CONNECT', ':authority': `${wire.destinationIp}:${wire.port}` });
    stream.on('error', (e: NodeJS.ErrnoException) => refused(`CONNECT: ${e.code ?? e.message}`));
    stream.once('response', ({ ':status': status }) => (status === 200 ? resolve({ stream, close }) : refused(`CONNECT ${status}`)));
  });
}
