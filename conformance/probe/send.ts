import type { Socket } from 'node:net';
import { BYTES, sendBytes } from './bytes';
import { type Credentials, open } from './connect';
import { sendHttp1 } from './http1';
import { sendHttp2 } from './http2';
import { type Outcome, type Wire, wireText } from './wire';

const PATIENCE_MS = 10_000;
/** https://www.rfc-editor.org/rfc/rfc9113#name-http-2-connection-preface */
const HTTP2_PREFACE = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n';
/** What Node calls bytes that are no HTTP/2 frames. */
const NOT_HTTP2 = 'ERR_HTTP2_ERROR';

/** Sends one request on a connection of its own. A connection that never answers is an error, not a denial. */
export async function send(socketPath: string, wire: Wire, credentials: Credentials): Promise<Outcome> {
  const { http } = wire;
  if (http === undefined) return exchange(socketPath, wire, credentials, (socket, finish) => sendBytes(socket, BYTES, finish));
  if (http.version === 'HTTP/1.1') return exchange(socketPath, wire, credentials, (socket, finish) => sendHttp1(socket, http, finish));
  const outcome = await exchange(socketPath, wire, credentials, (socket, finish) => sendHttp2(socket, http, finish));
  // Not HTTP/2 is what came back: its own bytes, from a chain that does not read HTTP. Only another look tells.
  if (outcome.detail !== NOT_HTTP2) return outcome;
  return exchange(socketPath, wire, credentials, (socket, finish) => sendBytes(socket, HTTP2_PREFACE, finish));
}

async function exchange(
  socketPath: string, wire: Wire, credentials: Credentials, talk: (socket: Socket, finish: (o: Outcome) => void) => void,
): Promise<Outcome> {
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
    talk(socket, (outcome) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(outcome);
    });
  });
}
