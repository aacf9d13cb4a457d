import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import { transcripts } from './transcript';

function outputsOf(command: string): readonly (readonly [name: string, value: unknown])[] {
  return transcripts.flatMap((name) => {
    const text = readFileSync(join(__dirname, name), 'utf8');
    const [, argv, stdout] = /^--- command\nmesh-access (.*)\n--- exit\n\d\n--- stdout\n(.*)^--- stderr$/ms.exec(text) ?? [];
    return argv?.startsWith(`${command} `) && /--json|--format json/.test(argv) ? [[name, JSON.parse(stdout)] as const] : [];
  });
}

describe.each([['diff', 'access-diff'], ['matrix', 'access-table']])('what %s prints as JSON', (command, schema) => {
  const isValid = new Ajv().compile(JSON.parse(readFileSync(join(__dirname, `../../schema/${schema}.schema.json`), 'utf8')) as object);

  test.each(outputsOf(command))('%s is what the schema says', (_name, value) => {
    expect([isValid(value), isValid.errors]).toEqual([true, null]);
  });
});
