import type { Socket } from 'node:net';
import type { Outcome } from './wire';

/** Bytes that no HTTP parser accepts. */
const BYTES = '\x00\x01ping\n';

export function sendBytes(socket: Socket, finish: (o: Outcome) => void): void {
  let text = '';
  const closed = (detail: string) => finish(read(text) ?? { answer: 'deny', detail });
  socket.setEncoding('latin1').on('data', (chunk) => {
    text += chunk;
    const outcome = read(text);
    if (outcome !== undefined) finish(outcome);
  });
  socket.on('end', () => closed('closed')).on('close', () => closed('closed'));
  socket.on('error', (e: NodeJS.ErrnoException) => closed(e.code ?? e.message));
  socket.write(BYTES, 'latin1');
}

/** `undefined`: not a whole answer yet. */
function read(text: string): Outcome | undefined {
  if (text === BYTES) return { answer: 'allow', detail: 'forwarded as bytes' };
  if (!text.includes('\n')) return undefined;
  const first = text.split('\n')[0].trim();
  if (first.startsWith('tcp:')) return { answer: 'allow', detail: first };
  return first.startsWith('HTTP/1.1 400') ? { answer: 'malformed', detail: first } : { answer: 'deny', detail: first };
}
