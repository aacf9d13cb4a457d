import type { Duplex } from 'node:stream';
import { BYTES, sendBytes } from './bytes';
import { type Credentials, open } from './connect';
import { openTunnel, Refused, type Tunnel } from './hbone';
import { sendHttp1 } from './http1';
import { sendHttp2 } from './http2';
import { type Outcome, type Wire, wireText } from './wire';

const PATIENCE_MS = 10_000;
/** https://www.rfc-editor.org/rfc/rfc9113#name-http-2-connection-preface */
const HTTP2_PREFACE = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n';
/** What Node calls bytes that are no HTTP/2 frames. */
const NOT_HTTP2 = 'ERR_HTTP2_ERROR';

/** Sends one request on a connection of its own. A connection that never answers is an error, not a denial. */
export function send(socketPath: string, wire: Wire, credentials: Credentials): Promise<Outcome> {
  return talk(wire, async () => {
    const stream = await open(socketPath, wire, credentials);
    return { stream, close: () => stream.destroy() };
  });
}

/** As above, through a tunnel of its own to the destination, as ztunnel opens it. */
export function sendThroughTunnel(socketPath: string, wire: Wire, credentials: Credentials): Promise<Outcome> {
  return talk(wire, () => openTunnel(socketPath, wire, credentials));
}

async function talk(wire: Wire, opener: () => Promise<Tunnel>): Promise<Outcome> {
  const { http } = wire;
  if (http === undefined) return exchange(wire, opener, (stream, finish) => sendBytes(stream, BYTES, finish));
  if (http.version === 'HTTP/1.1') return exchange(wire, opener, (stream, finish) => sendHttp1(stream, http, finish));
  const outcome = await exchange(wire, opener, (stream, finish) => sendHttp2(stream, http, finish));
  // Not HTTP/2 is what came back: its own bytes, from a chain that does not read HTTP. Only another look tells.
  if (outcome.detail !== NOT_HTTP2) return outcome;
  return exchange(wire, opener, (stream, finish) => sendBytes(stream, HTTP2_PREFACE, finish));
}

async function exchange(wire: Wire, opener: () => Promise<Tunnel>, say: (stream: Duplex, finish: (o: Outcome) => void) => void): Promise<Outcome> {
  let opened: Tunnel;
  try {
    opened = await opener();
  } catch (e) {
    if (e instanceof Refused) return { answer: 'deny', detail: e.message };
    const { code = '' } = e as NodeJS.ErrnoException;
    // Only the proxy's refusal is a denial; a socket that is gone or a certificate we do not trust is a broken harness.
    if (code !== 'ECONNRESET' && code !== 'EPIPE' && !code.startsWith('ERR_SSL_')) throw e;
    return { answer: 'deny', detail: `handshake: ${code}` };
  }
  const { stream, close } = opened;
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      close();
      reject(new Error(`no answer within ${PATIENCE_MS / 1000} s: ${wireText(wire)}`));
    }, PATIENCE_MS);
    say(stream, (outcome) => {
      clearTimeout(timer);
      close();
      resolve(outcome);
    });
  });
}
