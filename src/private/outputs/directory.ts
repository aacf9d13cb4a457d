import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** cdk8s' own default, and what everybody's `kubectl apply -R -f` is given. */
const DIST = 'dist';
const OUT = 'mesh-access.out';

/**
 * Beside what `kubectl apply -R -f` takes, never inside it: these are no manifests. Two Apps that write to `dist/dev` and `dist/prod`,
 * or to two directories side by side, do not write over each other.
 */
export function defaultOutputDirectory(outdir: string): string {
  const name = basename(outdir);
  const parent = dirname(outdir);
  if (name === DIST) return join(parent, OUT);
  return basename(parent) === DIST ? join(dirname(parent), OUT, name) : join(parent, OUT, name);
}

/** `undefined`: not known this time; what an earlier synth left would be mistaken for it. */
export function writeFiles(directory: string, files: Readonly<Record<string, string | undefined>>): void {
  mkdirSync(directory, { recursive: true });
  for (const [name, content] of Object.entries(files)) {
    const path = join(directory, name);
    if (content === undefined) rmSync(path, { force: true });
    else writeFileSync(path, content);
  }
}

/** One line for each entry of a list, so that a diff shows entries, and ten thousand of them are written at once. */
export function json(value: Readonly<Record<string, unknown>>): string {
  const fields = Object.entries(value).filter(([, v]) => v !== undefined).map(([name, v]) => {
    const lines = Array.isArray(v) && v.length > 0 ? `[\n    ${v.map((entry) => JSON.stringify(entry)).join(',\n    ')}\n  ]` : JSON.stringify(v);
    return `  ${JSON.stringify(name)}: ${lines}`;
  });
  return `{\n${fields.join(',\n')}\n}\n`;
}
