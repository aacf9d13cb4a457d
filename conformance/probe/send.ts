import type { Socket } from 'node:net';
import { sendBytes } from './bytes';
import { type Credentials, open } from './connect';
import { sendHttp1 } from './http1';
import { sendHttp2 } from './http2';
import { type Outcome, type Wire, wireText } from './wire';

const PATIENCE_MS = 10_000;

/** Sends one request on a connection of its own. A connection that never answers is an error, not a denial. */
export async function send(socketPath: string, wire: Wire, credentials: Credentials): Promise<Outcome> {
  let socket: Socket;
  try {
    socket = await open(socketPath, wire, credentials);
  } catch (e) {
    const { code = '' } = e as NodeJS.ErrnoException;
    // Only the proxy's refusal is a denial; a socket that is gone or a certificate we do not trust is a broken harness.
    if (code !== 'ECONNRESET' && code !== 'EPIPE' && !code.startsWith('ERR_SSL_')) throw e;
    return { answer: 'deny', detail: `handshake: ${code}` };
  }
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      socket.destroy();
      reject(new Error(`no answer within ${PATIENCE_MS / 1000} s: ${wireText(wire)}`));
    }, PATIENCE_MS);
    const finish = (o: Outcome) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(o);
    };
    if (wire.http === undefined) sendBytes(socket, finish);
    else if (wire.http.version === 'HTTP/2') sendHttp2(socket, wire.http, finish);
    else sendHttp1(socket, wire.http, finish);
  });
}
