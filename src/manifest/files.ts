import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { addText } from './read';
import { ManifestCollector, type ReadResult } from './reader';
import { refusalOf, repairOf } from './refusal';
import { decode } from './text/decode';
import { KnownLines } from './text/lines';

const MANIFEST = /\.(yaml|yml|json)$/;

/** Of the command line's defaults; it may stand among manifests, and is none. */
export const DEFAULTS_FILE = 'mesh-access.yaml';

/** How messages call what has no file. */
const STDIN = '<stdin>';

/**
 * Reads files as they are named, and directories with all that is below them: `*.yaml`, `*.yml` and `*.json`, in the order of their names.
 * A file is read once, however many paths and links lead to it. `stdin`: what `-` stands for; left out, it is a file like others.
 */
export function readPaths(paths: readonly string[], stdin?: () => Uint8Array): ReadResult {
  const files = new PathReader();
  for (const path of paths) {
    if (path === '-' && stdin !== undefined) files.addStdin(stdin());
    else files.addPath(path);
  }
  return files.collector.result();
}

/** What stands somewhere else than in files: a stream, a revision. */
export interface NamedBytes {
  /** For messages, `main:dist/shop.yaml`. */
  readonly file: string;
  readonly bytes: Uint8Array;
}

export function readFiles(files: readonly NamedBytes[]): ReadResult {
  const collector = new ManifestCollector();
  const known = new KnownLines();
  for (const { file, bytes } of files) addBytes(collector, file, bytes, known);
  return collector.result();
}

/** Is it a file that a directory of manifests is read for? */
export function isManifestName(path: string): boolean {
  return MANIFEST.test(path) && basename(path) !== DEFAULTS_FILE;
}

class PathReader {
  readonly collector = new ManifestCollector();
  private readonly read = new Set<string>();
  private readonly known = new KnownLines();

  addPath(path: string): void {
    const isDirectory = this.attempt(path, () => statSync(path).isDirectory());
    if (isDirectory === undefined) return;
    const files = isDirectory ? this.manifestsBelow(path, new Set()) : [path];
    if (files.length === 0) {
      const repair = 'name one with `*.yaml`, `*.yml` or `*.json` files';
      this.collector.problem({ code: 'no-manifests', origin: { file: path }, message: 'the directory holds no manifests', repair });
    }
    for (const file of files) this.addFile(file);
  }

  /** Nothing on stdin is what a command leaves that has failed: taken for no manifests, it would show as access that is gone. */
  addStdin(bytes: Uint8Array): void {
    if (addBytes(this.collector, STDIN, bytes, this.known) > 0) return;
    this.collector.problem({ code: 'no-manifests', origin: { file: STDIN }, message: 'there are no documents', repair: 'look at what was to write them' });
  }

  private addFile(file: string): void {
    const real = realPath(file);
    if (this.read.has(real)) return;
    this.read.add(real);
    const bytes = this.attempt(file, () => readFileSync(file));
    if (bytes !== undefined) addBytes(this.collector, file, bytes, this.known);
  }

  /** `above` holds the real directories on the way down: a link to one of them would never end. */
  private manifestsBelow(directory: string, above: ReadonlySet<string>): readonly string[] {
    const real = realpathSync(directory);
    if (above.has(real)) return [];
    const inside = new Set([...above, real]);
    const names = this.attempt(directory, () => readdirSync(directory)) ?? [];
    return names.sort().flatMap((name) => {
      const path = join(directory, name);
      const stats = statSync(path, { throwIfNoEntry: false });
      if (stats?.isDirectory()) return this.manifestsBelow(path, inside);
      if (!isManifestName(name)) return [];
      // A link that leads nowhere is reported when it is read; a pipe or device would be waited for.
      if (stats === undefined || stats.isFile()) return [path];
      this.collector.problem({ code: 'unreadable-file', origin: { file: path }, message: 'is no regular file', repair: 'name it on the command line if it is meant to be read' });
      return [];
    });
  }

  /** What the file system refuses is a problem of the input like any other. */
  private attempt<T>(file: string, action: () => T): T | undefined {
    try {
      return action();
    } catch (error) {
      const repair = repairOf(file, error);
      const message = `cannot be read (${refusalOf(error)})`;
      this.collector.problem({ code: 'unreadable-file', origin: { file }, message, value: file, ...(repair === undefined ? {} : { repair }) });
      return undefined;
    }
  }
}

/** Of a pipe (`/dev/fd/63`) the link leads nowhere, and it can be read all the same. */
function realPath(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    return file;
  }
}

/** How many documents there were. */
function addBytes(collector: ManifestCollector, file: string, bytes: Uint8Array, known: KnownLines): number {
  const decoded = decode(bytes);
  if (decoded.text !== undefined) return addText(collector, decoded.text, file, known);
  collector.problem({ code: 'not-utf8', origin: { file }, message: decoded.message, repair: decoded.repair });
  return 1;
}
