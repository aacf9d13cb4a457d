import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { DEFAULTS_FILE } from '../../manifest';

/**
 * The nearest file of defaults from here up to the top of the repository. Without a repository it is looked for here alone: what somebody left
 * in a directory above, `/tmp` for one, changes no answer.
 */
export function findDefaults(directory = '.'): string | undefined {
  const here = resolve(directory);
  const found: string[] = [];
  for (let at = here; ; at = dirname(at)) {
    const file = join(at, DEFAULTS_FILE);
    if (existsSync(file)) found.push(file);
    if (existsSync(join(at, '.git'))) return found[0];
    if (dirname(at) === at) return found.find((path) => dirname(path) === here);
  }
}
