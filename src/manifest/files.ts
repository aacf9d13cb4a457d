import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { addText } from './read';
import { ManifestCollector, type ReadResult } from './reader';

const MANIFEST = /\.(yaml|yml|json)$/;

/** Reads files as they are named, and directories with all that is below them: `*.yaml`, `*.yml` and `*.json`, in the order of their names. */
export function readPaths(paths: readonly string[]): ReadResult {
  const collector = new ManifestCollector();
  for (const path of paths) addPath(collector, path);
  return collector.result();
}

/** What stands somewhere else than in files: a stream, a revision. */
export interface NamedBytes {
  /** For messages, `main:dist/shop.yaml`. */
  readonly file: string;
  readonly bytes: Uint8Array;
}

export function readFiles(files: readonly NamedBytes[]): ReadResult {
  const collector = new ManifestCollector();
  for (const { file, bytes } of files) addBytes(collector, file, bytes);
  return collector.result();
}

/** Is it a file that a directory of manifests is read for? */
export function isManifestName(name: string): boolean {
  return MANIFEST.test(name);
}

function addPath(collector: ManifestCollector, path: string): void {
  const files = attempt(collector, path, () => statSync(path).isDirectory() ? manifestsBelow(path, new Set()) : [path]);
  if (files?.length === 0) {
    const repair = 'name one with `*.yaml`, `*.yml` or `*.json` files';
    collector.problem({ code: 'no-manifests', origin: { file: path }, message: 'the directory holds no manifests', repair });
  }
  for (const file of files ?? []) {
    const bytes = attempt(collector, file, () => readFileSync(file));
    if (bytes !== undefined) addBytes(collector, file, bytes);
  }
}

function addBytes(collector: ManifestCollector, file: string, bytes: Uint8Array): void {
  const text = decode(bytes);
  if (text !== undefined) addText(collector, text, file);
  else collector.problem({ code: 'not-utf8', origin: { file }, message: 'the file is not UTF-8 text', repair: 'save it as UTF-8' });
}

/** `above` holds the real directories on the way down: a link to one of them would never end. */
function manifestsBelow(directory: string, above: ReadonlySet<string>): string[] {
  const real = realpathSync(directory);
  if (above.has(real)) return [];
  const inside = new Set([...above, real]);
  return readdirSync(directory).sort().flatMap((name) => {
    const path = join(directory, name);
    if (statSync(path).isDirectory()) return manifestsBelow(path, inside);
    return MANIFEST.test(name) ? [path] : [];
  });
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** What the file system refuses is a problem of the input like any other. */
function attempt<T>(collector: ManifestCollector, file: string, action: () => T): T | undefined {
  try {
    return action();
  } catch (error) {
    const reason = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : String(error);
    collector.problem({ code: 'unreadable-file', origin: { file }, message: `cannot be read (${reason})`, value: file });
    return undefined;
  }
}
