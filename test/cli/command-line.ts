import { join } from 'node:path';

const { JEST_SOURCES } = process.env;
const ROOT = join(__dirname, '../..');

/** What runs the command line of the sources, for `node`; coverage, which counts by module, has no other file of them. */
export const COMMAND_LINE: readonly string[] = JEST_SOURCES === undefined
  ? ['--import', `file://${join(ROOT, 'node_modules/tsx/dist/loader.mjs')}`, join(ROOT, 'src/cli/main.ts')]
  : [join(ROOT, 'test/jest/command-line.mjs'), JEST_SOURCES];
