import type { Duplex } from 'node:stream';
import type { Outcome } from './wire';

/** Bytes that no HTTP parser accepts. */
export const BYTES = '\x00\x01ping\n';

export function sendBytes(socket: Duplex, bytes: string, finish: (o: Outcome) => void): void {
  let text = '';
  const closed = (detail: string) => finish(read(text, bytes) ?? { answer: 'deny', detail });
  socket.setEncoding('latin1').on('data', (chunk) => {
    text += chunk;
    const outcome = read(text, bytes);
    if (outcome !== undefined) finish(outcome);
  });
  socket.on('end', () => closed('closed')).on('close', () => closed('closed'));
  socket.on('error', (e: NodeJS.ErrnoException) => closed(e.code ?? e.message));
  socket.write(bytes, 'latin1');
}

/** `undefined`: not a whole answer yet. */
function read(text: string, bytes: string): Outcome | undefined {
  if (text === bytes) return { answer: 'allow', detail: 'forwarded as bytes' };
  if (!text.includes('\n') || bytes.startsWith(text)) return undefined;
  const first = text.split('\n')[0].trim();
  if (first.startsWith('tcp:')) return { answer: 'allow', detail: first };
  return first.startsWith('HTTP/1.1 400') ? { answer: 'malformed', detail: first } : { answer: 'deny', detail: first };
}
