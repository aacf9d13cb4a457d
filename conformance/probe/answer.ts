import { open, type Credentials } from './connect';
import { writeHello } from './hello';
import { type Wire, wireText } from './wire';

/** What a gateway gave back. */
export type Answered
  = | { readonly kind: 'http'; readonly status: number; readonly headers: Readonly<Record<string, string>> }
    /** The handshake of a TLS connection: whoever began it may go on. */
    | { readonly kind: 'handshake' }
    /** A connection that goes on to this cluster, or to one of several with weights. */
    | { readonly kind: 'stream'; readonly clusters: string }
    | { readonly kind: 'closed'; readonly detail: string };

const PATIENCE_MS = 10_000;
const ALPN = ['http/1.1'];

/** What TLS that the gateway may not end comes to; where it does, the same as for any other. */
export async function answerBehindTls(socketPath: string, wire: Wire, credentials: Credentials): Promise<Answered> {
  const first = await answerTo(socketPath, { ...wire, credential: { kind: 'plaintext' } }, credentials, true);
  return first.kind === 'handshake' ? answerTo(socketPath, { ...wire, credential: { kind: 'tls-without-certificate' } }, credentials) : first;
}

/** `hello`: of TLS no more than its first message. */
export async function answerTo(socketPath: string, wire: Wire, credentials: Credentials, hello = false): Promise<Answered> {
  const stream = await open(socketPath, wire, credentials, ALPN).catch((e: NodeJS.ErrnoException) => e.code ?? e.message);
  if (typeof stream === 'string') return { kind: 'closed', detail: stream };
  return new Promise((resolve, reject) => {
    let text = '';
    const timer = setTimeout(() => {
      stream.destroy();
      reject(new Error(`no answer within ${PATIENCE_MS / 1000} s: ${wireText(wire)}${wire.serverName === undefined ? '' : ` as ${wire.serverName}`}`));
    }, PATIENCE_MS);
    const finish = (answer: Answered): void => {
      clearTimeout(timer);
      stream.destroy();
      resolve(answer);
    };
    stream.setEncoding('latin1').on('data', (chunk) => {
      text += String(chunk);
      const answer = read(text);
      if (answer !== undefined) finish(answer);
    });
    stream.on('end', () => finish({ kind: 'closed', detail: 'end' })).on('close', () => finish({ kind: 'closed', detail: 'close' }));
    stream.on('error', (e: NodeJS.ErrnoException) => finish({ kind: 'closed', detail: e.code ?? e.message }));
    const { http, serverName = '' } = wire;
    if (hello) writeHello(stream, serverName);
    else if (http === undefined) stream.write('\x00\x01ping\n');
    else stream.write(`${http.method} ${http.path} HTTP/1.1\r\n${[['host', http.host], ...http.headers].map(([k, v]) => `${k}: ${v}\r\n`).join('')}\r\n`, 'latin1');
  });
}

/** Of connections the body says where they go. */
function read(text: string): Answered | undefined {
  if (text.startsWith('\x16\x03')) return { kind: 'handshake' };
  const end = text.indexOf('\r\n\r\n');
  const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1]);
  if (end < 0 || Number.isNaN(status)) return undefined;
  const lines = text.slice(0, end).split('\r\n').slice(1).map((line) => /^([^:]+): ?(.*)$/.exec(line));
  const headers = Object.fromEntries(lines.flatMap((m) => (m === null ? [] : [[m[1].toLowerCase(), m[2]]]))) as Record<string, string>;
  const body = text.slice(end + 4);
  if (body.length < Number(headers['content-length'] ?? 0)) return undefined;
  const clusters = /^tcp:(.*)\n$/.exec(body)?.[1];
  return clusters === undefined ? { kind: 'http', status, headers } : { kind: 'stream', clusters };
}
