import { fstatSync, statSync, writeSync } from 'node:fs';
import { devNull } from 'node:os';
import { refusalOf } from '../manifest/refusal';

/** Where results or diagnostics go. */
export interface Output {
  readonly isTerminal: boolean;
  write(text: string): void;
}

/** What to do where a write is refused with a code, `ENOSPC`: what is printed is not all there is. */
export type Refused = (code: string) => void;

/**
 * A file or a pipe is written to without the streams of Node.js, which take as long to load as a small directory takes to read. Whoever reads a
 * pipe may go away (`mesh-access matrix dist | head`): what is left to print is dropped, and the exit code stays.
 */
export function outputTo(fd: number, stream: () => NodeJS.WriteStream, refused: Refused): Output {
  return isPlain(fd) ? { isTerminal: false, write: plainWriter(fd, refused) } : streamed(stream(), refused);
}

/** Neither a terminal nor a socket. Windows has its own ways with both. */
function isPlain(fd: number): boolean {
  if (process.platform === 'win32') return false;
  const stat = fstatSync(fd);
  return stat.isFile() || stat.isFIFO() || (stat.isCharacterDevice() && stat.rdev === statSync(devNull).rdev);
}

function plainWriter(fd: number, refused: Refused): (text: string) => void {
  let isGone = false;
  return (text) => {
    const bytes = Buffer.from(text);
    for (let written = 0; written < bytes.length && !isGone;) {
      try {
        written += writeSync(fd, bytes, written);
      } catch (error) {
        const code = refusalOf(error);
        if (code === 'EAGAIN') {
          // Whoever shares the pipe has made it one that does not wait, and it is full.
          Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
          continue;
        }
        isGone = true;
        if (code !== 'EPIPE') refused(code);
      }
    }
  };
}

function streamed(stream: NodeJS.WriteStream, refused: Refused): Output {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') refused(refusalOf(error));
  });
  return { isTerminal: stream.isTTY, write: (text) => void stream.write(text) };
}
