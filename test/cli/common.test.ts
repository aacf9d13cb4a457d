import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { colored, paintFor, plain } from '../../src/cli/color';
import { findDefaults } from '../../src/cli/config/find';
import { program, runCli } from '../../src/cli/program';
import { DEFAULTS_SCHEMA, defaultsSchema } from './defaults-schema';
import { parseTranscript, runTranscript } from './transcript';

const commands = program({ out: () => undefined, err: () => undefined }, () => undefined).commands;

async function outputOf(...argv: string[]): Promise<string> {
  let output = '';
  await runCli(argv, { out: (text) => void (output += text), err: () => undefined });
  return output;
}

test.each(commands.map((command) => command.name()))('the help of %s has examples and says what exit codes mean', async (name) => {
  expect(await outputOf(name, '--help')).toMatch(/\nExamples:\n {2}.*mesh-access .*\nExit code: 0 /s);
});

test.each<[boolean, Record<string, string>, boolean]>([
  [true, {}, true],
  [false, {}, false],
  [true, { NO_COLOR: '1' }, false],
  [true, { NO_COLOR: '' }, true],
  [true, { TERM: 'dumb' }, false],
  [false, { FORCE_COLOR: '1' }, true],
  [false, { FORCE_COLOR: '' }, false],
  [true, { FORCE_COLOR: '1', NO_COLOR: '1' }, false],
])('a terminal: %s, %j: coloured: %s', (isTerminal, env, isColored) => {
  expect(paintFor(isTerminal, env)).toBe(isColored ? colored : plain);
});

test.each<[string[], boolean]>([[[], false], [['--color'], true], [['--no-color'], false]])('%j is coloured: %s', async (options, isColored) => {
  const output = await outputOf('can', 'shop/catalog', 'shop/frontend:80', join(__dirname, 'shop'), ...options);
  expect(output.startsWith(isColored ? '\u001b[31mdeny\u001b[0m: ' : 'deny: ')).toBe(true);
});

test.each([
  'can-deny', 'explain-deny', 'matrix', 'matrix-exceptions', 'audit-findings', 'audit-suppressed', 'diff-broadening', 'prove-refuted', 'contracts-do-not-fit', 'test-some-do-not',
])('%s is the same text in colour', async (name) => {
  const transcript = parseTranscript(readFileSync(join(__dirname, `${name}.txt`), 'utf8'));
  const [plainly, coloured] = [await runTranscript(transcript), await runTranscript({ ...transcript, command: `${transcript.command} --color` })];
  expect(plainly).not.toContain('\u001b');
  expect(coloured).toContain('\u001b[');
  expect(stripVTControlCharacters(coloured).replace(' --color\n', '\n')).toBe(plainly);
});

test('the published schema of the defaults is that of the commands (npx tsx test/cli/defaults-schema.ts)', () => {
  expect(readFileSync(DEFAULTS_SCHEMA, 'utf8')).toBe(defaultsSchema());
});

describe('the file of defaults is looked for', () => {
  const top = realpathSync(mkdtempSync(join(tmpdir(), 'mesh-access-')));
  const here = join(top, 'repository/apps/shop');
  beforeAll(() => {
    mkdirSync(here, { recursive: true });
    writeFileSync(join(top, 'mesh-access.yaml'), '');
  });
  afterAll(() => rmSync(top, { recursive: true }));

  test('here alone where there is no repository', () => {
    expect([findDefaults(here), findDefaults(top)]).toEqual([undefined, join(top, 'mesh-access.yaml')]);
  });

  test('up to the top of the repository, the nearest first', () => {
    mkdirSync(join(top, 'repository/.git'));
    expect(findDefaults(here)).toBeUndefined();
    const files = ['repository/mesh-access.yaml', 'repository/apps/mesh-access.yaml'].map((file) => join(top, file));
    for (const file of files) {
      writeFileSync(file, '');
      expect(findDefaults(here)).toBe(file);
    }
  });
});
