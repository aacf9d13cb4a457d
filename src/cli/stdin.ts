import { readSync } from 'node:fs';
import { refusalOf } from '../manifest/refusal';
import { InputError } from './io';

/** To its end. */
export function readStdin(): Uint8Array {
  const chunks: Buffer[] = [];
  for (;;) {
    const chunk = Buffer.allocUnsafe(65_536);
    const size = readSome(chunk);
    if (size === 0) return Buffer.concat(chunks);
    if (size > 0) chunks.push(chunk.subarray(0, size));
  }
}

/** -1: there is nothing yet. Whoever shares the pipe may have made it one that does not wait (https://github.com/nodejs/node/issues/35997). */
function readSome(chunk: Buffer): number {
  try {
    return readSync(0, chunk);
  } catch (error) {
    const code = refusalOf(error);
    if (code === 'EOF') return 0;
    if (code !== 'EAGAIN') throw new InputError([`<stdin>: [unreadable-file] cannot be read (${code})${code === 'EISDIR' ? '; it is a directory: name it instead' : ''}`]);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
    return -1;
  }
}
