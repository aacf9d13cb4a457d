import * as fs from 'node:fs';
import * as path from 'node:path';

/** What users import from: https://nodejs.org/api/packages.html#exports */
const ENTRIES = ['lib/index.d.ts', 'lib/jest/index.d.ts'];

export interface Reference {
  readonly from: string;
  readonly to: string;
  /** The declaration it stands for; undefined: there is none. */
  readonly file?: string;
}

/** Every import of every declaration that the entries lead to, by whatever way. */
export function references(root: string): readonly Reference[] {
  const found: Reference[] = [];
  const open = [...ENTRIES];
  const seen = new Set(open);
  for (let from = open.pop(); from !== undefined; from = open.pop()) {
    for (const [, to] of fs.readFileSync(path.join(root, from), 'utf8').matchAll(/(?:from|import\()\s*'(\.[^']+)'/g)) {
      const name = path.posix.join(path.posix.dirname(from), to);
      const file = [`${name}.d.ts`, `${name}/index.d.ts`].find((candidate) => fs.existsSync(path.join(root, candidate)));
      found.push({ from, to, ...(file === undefined ? {} : { file }) });
      if (file === undefined || seen.has(file)) continue;
      seen.add(file);
      open.push(file);
    }
  }
  return found;
}

/** The declarations that the entries lead to, themselves among them. */
export function referenced(root: string): ReadonlySet<string> {
  return new Set([...ENTRIES, ...references(root).flatMap(({ file }) => file ?? [])]);
}
