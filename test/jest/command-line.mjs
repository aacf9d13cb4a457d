/** The command line in a process of its own, from the file that sources.mjs has made of src, its first argument: `tsx` would read a thousand. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Script } from 'node:vm';

const [filename] = process.argv.splice(2, 1);
const module = { exports: {} };
new Script(`(function (module, require) {${readFileSync(filename, 'utf8')}\n})`, { filename }).runInThisContext()(module, createRequire(import.meta.url));
module.exports['cli/main.ts']();
