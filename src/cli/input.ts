import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { refusalOf, repairOf } from '../manifest/refusal';
import { decode } from '../manifest/text/decode';
import { InputError, type Io } from './io';

/** Files as they are named, and those below directories that are meant. One that is named twice is meant once. */
export function filesOf(paths: readonly string[], isMeant: (name: string) => boolean): readonly string[] {
  return [...new Set(paths.flatMap((path) => {
    if (path === '-' || !statSync(path, { throwIfNoEntry: false })?.isDirectory()) return [path];
    const found = readdirSync(path, { recursive: true, encoding: 'utf8' }).filter((file) => isMeant(basename(file))).sort().map((file) => join(path, file));
    if (found.length === 0) throw new InputError([`${path}: [empty-directory] holds nothing of what this command reads; name files`]);
    return found;
  }))];
}

/** The text of a file that people write for us. `io`: where `-` is stdin. */
export function textOf(file: string, repair: string, io?: Io): string {
  const problems: string[] = [];
  const text = tryTextOf(file, repair, problems, io);
  if (text === undefined) throw new InputError(problems);
  return text;
}

/** One of several: what is wrong with it is told with the others. */
export function tryTextOf(file: string, repair: string, problems: string[], io?: Io): string | undefined {
  let bytes;
  try {
    bytes = file === '-' && io !== undefined ? stdinOf(io) : readFileSync(file);
  } catch (error) {
    if (error instanceof InputError) throw error;
    const hint = repairOf(file, error);
    problems.push(`${file}: [unreadable-file] cannot be read (${refusalOf(error)}); ${repair}${hint === undefined ? '' : `; ${hint}`}`);
    return undefined;
  }
  const decoded = decode(bytes);
  if (decoded.text === undefined) problems.push(`${file}: [not-utf8] ${decoded.message}; ${decoded.repair}`);
  return decoded.text;
}

const asked = new WeakSet<Io>();

/** Once: what has been read of a pipe is gone. */
export function stdinOf(io: Io): Uint8Array {
  if (io.stdin === undefined || asked.has(io)) throw new InputError(['[stdin-twice] `-` is given more than once, and stdin can be read once; name a file']);
  asked.add(io);
  return io.stdin();
}
