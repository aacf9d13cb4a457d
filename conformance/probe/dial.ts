import { createConnection } from 'node:net';
import { httpOutcome } from './http1';
import { writeHello } from './hello';
import type { Outcome } from './wire';

/** A connection that a workload opens, as its own sidecar sees it. */
export interface Dial {
  readonly sourceIp: string;
  readonly ip: string;
  readonly port: number;
  /** `http`: with this host; `tls`: with this server name; `bytes`: neither shows. */
  readonly as: 'http' | 'tls' | 'bytes';
  readonly host: string;
}

const PATIENCE_MS = 10_000;

/** What the outbound listener answers: the cluster it would have gone to, or nothing. */
export function dial(socketPath: string, d: Dial): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const socket = createConnection({ path: socketPath });
    let text = '';
    const timer = setTimeout(() => {
      socket.destroy();
      reject(new Error(`no answer within ${PATIENCE_MS / 1000} s: ${d.as} to ${d.host} at ${d.ip}:${d.port}`));
    }, PATIENCE_MS);
    const finish = (outcome: Outcome) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(outcome);
    };
    socket.once('connect', () => {
      socket.cork();
      setImmediate(() => socket.uncork());
      socket.write(`PROXY TCP4 ${d.sourceIp} ${d.ip} 40000 ${d.port}\r\n`);
      if (d.as === 'http') socket.write(`GET / HTTP/1.1\r\nhost: ${d.host}\r\n\r\n`);
      else if (d.as === 'tls') writeHello(socket, d.host);
      else socket.write('\x00\x01ping\n');
    });
    socket.setEncoding('latin1').on('data', (chunk) => {
      text += chunk;
      const outcome = read(text);
      if (outcome !== undefined) finish(outcome);
    });
    const closed = () => finish({ answer: 'deny', detail: 'closed' });
    socket.on('end', closed).on('close', closed).on('error', closed);
  });
}

function read(text: string): Outcome | undefined {
  if (text.startsWith('tcp:')) return text.includes('\n') ? { answer: 'allow', detail: text.trim() } : undefined;
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const length = Number(/^content-length: (\d+)\r$/im.exec(text.slice(0, end + 2))?.[1] ?? 0);
  const body = text.slice(end + 4);
  return body.length < length ? undefined : httpOutcome(Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1]), body.trim(), undefined);
}
