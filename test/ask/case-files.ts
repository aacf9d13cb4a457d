import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseCaseFile, runCases } from '../../src/cases';
import { buildWorld } from '../../src/eval';
import { readPaths } from '../../src/manifest';
import { answerText } from '../../src/report';

/** Every case of `directory/NAME.cases.yaml` is a test, asked as the command line asks it. */
export function testCaseFile(directory: string, name: string): void {
  const file = join(directory, `${name}.cases.yaml`);
  const { caseFile, problems } = parseCaseFile(file, readFileSync(file, 'utf8'));
  const { manifests, problems: unread } = readPaths(caseFile!.manifests);
  const run = runCases(caseFile!, buildWorld(manifests, caseFile!.settings));
  test('is asked about', () => expect([...problems, ...unread, ...run.problems]).toEqual([]));
  test.each(run.results.map((r) => [r.case.name, r] as const))('%s', (_name, { case: one, answer }) => {
    expect([answer.answer, answerText(answer, true)]).toEqual([one.expect, expect.any(String)]);
  });
}
