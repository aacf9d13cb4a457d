import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import { program } from '../../src/cli/program';
import { transcripts } from './transcript';

const DIRECTORY = join(__dirname, '../../schema');
const SUFFIX = '.schema.json';

const ajv = new Ajv();
for (const file of readdirSync(DIRECTORY)) ajv.addSchema(JSON.parse(readFileSync(join(DIRECTORY, file), 'utf8')) as object, file);

interface Output {
  readonly name: string;
  readonly command: string;
  readonly value: { readonly schema: string; readonly version: number };
}

/** What transcripts show of JSON, whatever the command. */
const outputs = transcripts.flatMap((name): readonly Output[] => {
  const text = readFileSync(join(__dirname, name), 'utf8');
  const [, argv, stdout] = /^--- command\nmesh-access (.*)\n--- exit\n\d\n--- stdout\n(.+)^--- stderr$/ms.exec(text) ?? [];
  return argv !== undefined && /--json|--format json/.test(argv) ? [{ name, command: argv.split(' ')[0], value: JSON.parse(stdout) as Output['value'] }] : [];
});

test.each(outputs)('$name is what its schema says', ({ value }) => {
  const schema = value.schema.replace('cdk8s-mesh-access/', '') + SUFFIX;
  expect([ajv.validate(schema, value), ajv.errors]).toEqual([true, null]);
});

test('every command that prints JSON is shown to print what has a schema', () => {
  const commands = program({ out: () => undefined, err: () => undefined }, () => undefined).commands;
  const withJson = commands.filter((command) => command.options.some((option) => option.long === '--json')).map((command) => command.name());
  const shown = new Set(outputs.map(({ command }) => command));
  expect(withJson.filter((command) => !shown.has(command) && command !== 'explain')).toEqual([]);
});
