import { connect, type ClientHttp2Session, type IncomingHttpHeaders, type OutgoingHttpHeaders } from 'node:http2';
import type { Duplex } from 'node:stream';
import { httpOutcome } from './http1';
import type { Outcome, WireHttp } from './wire';

/** gRPC's own code for a refusal by policy, https://grpc.io/docs/guides/status-codes/ */
const PERMISSION_DENIED = '7';
/** What Envoy makes of a local answer without gRPC trailers: the request was let in. */
const UNKNOWN = '2';

export function sendHttp2(socket: Duplex, http: WireHttp, finish: (o: Outcome) => void): void {
  const session: ClientHttp2Session = connect('http://unused', { createConnection: () => socket });
  const failed = (e: NodeJS.ErrnoException) => finish({ answer: 'deny', detail: e.code ?? e.message });
  session.on('error', failed);
  socket.on('error', failed).on('close', () => finish({ answer: 'deny', detail: 'closed' }));
  const headers: OutgoingHttpHeaders = {
    ':method': http.method, ':path': http.path, ':authority': http.host, ':scheme': 'https',
    ...(http.grpc ? { 'content-type': 'application/grpc', te: 'trailers' } : {}),
  };
  for (const [name, value] of http.headers) {
    const before = headers[name];
    headers[name] = before === undefined ? value : [before as string | string[], value].flat();
  }
  const stream = session.request(headers);
  let answer: IncomingHttpHeaders = {};
  let trailers: IncomingHttpHeaders = {};
  let body = '';
  stream.on('response', (h) => {
    answer = h;
  });
  stream.on('trailers', (t) => {
    trailers = t;
  });
  stream.on('data', (chunk) => {
    body += String(chunk);
  });
  stream.on('error', failed);
  stream.on('close', () => {
    session.destroy();
    finish(read(answer, trailers, body));
  });
  // One empty gRPC message.
  stream.end(http.grpc ? Buffer.from([0, 0, 0, 0, 0]) : undefined);
}

function read(answer: IncomingHttpHeaders & { ':status'?: number }, trailers: IncomingHttpHeaders, body: string): Outcome {
  const status = answer[':status'];
  if (status === undefined) return { answer: 'deny', detail: 'no answer' };
  const all = { ...answer, ...trailers };
  const grpc = all['grpc-status'];
  const path = all['x-forwarded-path'] as string | undefined;
  if (grpc === undefined || status !== 200) return httpOutcome(status, body.trim(), path);
  const detail = `grpc-status ${String(grpc)} ${String(all['grpc-message'] ?? '')}`.trim();
  if (grpc === UNKNOWN) return { answer: 'allow', detail, ...(path === undefined ? {} : { forwardedPath: path }) };
  if (grpc === PERMISSION_DENIED) return { answer: 'deny', detail };
  return { answer: 'malformed', detail };
}
