import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseCaseFile, runCases } from '../../src/cases';
import { buildWorld } from '../../src/eval';
import { readPaths } from '../../src/manifest';
import { answerText, enforcedTable } from '../../src/report';

const DIRECTORY = join(__dirname, '../cases/hosts');

describe.each(['entries', 'gateway'])('%s', (name) => {
  const file = join(DIRECTORY, `${name}.cases.yaml`);
  const { caseFile, problems } = parseCaseFile(file, readFileSync(file, 'utf8'));
  const { manifests, problems: unread } = readPaths(caseFile!.manifests);
  const run = runCases(caseFile!, buildWorld(manifests, caseFile!.settings));
  test('is asked about', () => expect([...problems, ...unread, ...run.problems]).toEqual([]));
  test.each(run.results.map((r) => [r.case.name, r] as const))('%s', (_name, { case: one, answer }) => {
    expect([answer.answer, answerText(answer, true)]).toEqual([one.expect, expect.any(String)]);
  });
});

test('the table shows what a gateway sends out, and pods that nobody knows', () => {
  const { callees, waysIn } = enforcedTable(buildWorld(readPaths([join(DIRECTORY, 'gateway.yaml')]).manifests));
  const row = (of: typeof callees | undefined, name: string): readonly object[] => of!.find(({ callee }) => callee.startsWith(name))!.callers;
  expect(row(callees, 'egress/gone:80')).toEqual([{ caller: 'anybody', access: 'undetermined: its pods are not among the manifests' }]);
  expect(row(waysIn, 'api.example:443')).toEqual([{ caller: 'outside via gateway egress/out api.example:80', access: 'undetermined: /v1*' }]);
  expect(waysIn!.some(({ callee }) => callee.startsWith('spread.example'))).toBe(false);
});
