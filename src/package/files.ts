import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A file or directory that is packed beside the code. Looked for upwards: compiled code lies elsewhere in the package than its source. */
export function packedPath(...names: readonly string[]): string {
  let root = __dirname;
  while (!existsSync(join(root, 'package.json')) && root !== dirname(root)) root = dirname(root);
  return join(root, ...names);
}

export interface PackageFacts {
  readonly name: string;
  readonly version: string;
}

export function packageFacts(): PackageFacts {
  const { name, version } = JSON.parse(readFileSync(packedPath('package.json'), 'utf8')) as PackageFacts;
  return { name, version };
}
