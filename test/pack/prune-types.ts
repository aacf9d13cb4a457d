/** Deletes from lib/ the declarations that no exported one refers to: nobody can import them, and they were a tenth of the package. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { ROOT } from './packed';
import { referenced } from './types';

const kept = referenced(ROOT);
for (const name of fs.readdirSync(path.join(ROOT, 'lib'), { recursive: true, encoding: 'utf8' })) {
  const file = path.posix.join('lib', name.split(path.sep).join('/'));
  if (file.endsWith('.d.ts') && !kept.has(file)) fs.rmSync(path.join(ROOT, file));
}
