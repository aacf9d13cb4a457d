import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import type { App, AppProps } from 'cdk8s';

/** Text by file name. */
export type Files = Readonly<Record<string, string>>;

/** What `app.synth()` leaves behind: the manifests in its directory, and everything beside that directory. */
export interface Synthesized {
  readonly manifests: Files;
  readonly beside: Files;
}

export function synthesize(build: (props: AppProps) => App): Synthesized {
  return inEmptyDirectory((directory) => {
    const outdir = path.join(directory, 'dist');
    build({ outdir }).synth();
    const beside = Object.entries(readFiles(directory)).filter(([name]) => !name.startsWith('dist/'));
    return { manifests: readFiles(outdir), beside: Object.fromEntries(beside) };
  });
}

/** What goes wrong when `build` is synthesized, and whether anything was written all the same. */
export function failure(build: (props: AppProps) => App): { readonly message: string; readonly written: readonly string[] } {
  return inEmptyDirectory((directory) => {
    try {
      build({ outdir: path.join(directory, 'dist') }).synth();
    } catch (error) {
      return { message: error instanceof Error ? error.message : String(error), written: Object.keys(readFiles(directory)) };
    }
    throw new Error('the synth succeeded');
  });
}

/** Every file below a directory, by its path from there; empty if there is no such directory. */
export function readFiles(directory: string): Files {
  if (!fs.existsSync(directory)) return {};
  const names = fs.readdirSync(directory, { recursive: true, encoding: 'utf8' }).sort();
  const files = names.filter((name) => fs.statSync(path.join(directory, name)).isFile());
  return Object.fromEntries(files.map((name) => [name, fs.readFileSync(path.join(directory, name), 'utf8')]));
}

export function inEmptyDirectory<T>(use: (directory: string) => T): T {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'mesh-access-'));
  try {
    return use(directory);
  } finally {
    fs.rmSync(directory, { recursive: true });
  }
}
