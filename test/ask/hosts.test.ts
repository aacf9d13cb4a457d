import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseCaseFile, runCases } from '../../src/cases';
import { buildWorld } from '../../src/eval';
import { readPaths } from '../../src/manifest';
import { answerText } from '../../src/report';

const DIRECTORY = join(__dirname, '../cases/hosts');

describe.each(['entries'])('%s', (name) => {
  const file = join(DIRECTORY, `${name}.cases.yaml`);
  const { caseFile, problems } = parseCaseFile(file, readFileSync(file, 'utf8'));
  const { manifests, problems: unread } = readPaths(caseFile!.manifests);
  const run = runCases(caseFile!, buildWorld(manifests, caseFile!.settings));
  test('is asked about', () => expect([...problems, ...unread, ...run.problems]).toEqual([]));
  test.each(run.results.map((r) => [r.case.name, r] as const))('%s', (_name, { case: one, answer }) => {
    expect([answer.answer, answerText(answer, true)]).toEqual([one.expect, expect.any(String)]);
  });
});
