import type { Duplex } from 'node:stream';
import type { Outcome, WireHttp } from './wire';

/** HTTP/1.1 by hand: a library would correct the very paths, methods and headers that matter here. */
export function sendHttp1(socket: Duplex, http: WireHttp, finish: (o: Outcome) => void): void {
  const request = `${http.method} ${http.path} HTTP/1.1`;
  let text = '';
  const closed = (detail: string) => finish(read(text, request, http.method) ?? { answer: 'deny', detail });
  socket.setEncoding('latin1').on('data', (chunk) => {
    text += chunk;
    const outcome = read(text, request, http.method);
    if (outcome !== undefined) finish(outcome);
  });
  socket.on('end', () => closed('closed')).on('close', () => closed('closed'));
  socket.on('error', (e: NodeJS.ErrnoException) => closed(e.code ?? e.message));
  const headers = [['host', http.host], ...http.headers];
  socket.write(`${request}\r\n${headers.map(([k, v]) => `${k}: ${v}\r\n`).join('')}\r\n`, 'latin1');
}

/** `undefined`: not a whole answer yet. */
function read(text: string, request: string, method: string): Outcome | undefined {
  // A chain of raw bytes forwards the request without anyone reading it as HTTP.
  if (text.startsWith(request)) return { answer: 'allow', detail: 'forwarded as bytes' };
  if (text.startsWith('tcp:') && text.endsWith('\n')) return { answer: 'allow', detail: text.trim() };
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const head = text.slice(0, end + 2);
  const body = text.slice(end + 4);
  if (method !== 'HEAD' && body.length < Number(/^content-length: (\d+)\r$/im.exec(head)?.[1] ?? 0)) return undefined;
  const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1]);
  return httpOutcome(status, body.trim(), /^x-forwarded-path: (.*)\r$/im.exec(head)?.[1]);
}

export function httpOutcome(status: number, body: string, forwardedPath: string | undefined): Outcome {
  const detail = `HTTP ${status} ${body}`.trim();
  if (status === 200) return { answer: 'allow', detail, ...(forwardedPath === undefined ? {} : { forwardedPath }) };
  if (status === 400) return { answer: 'malformed', detail };
  return { answer: 'deny', detail };
}
