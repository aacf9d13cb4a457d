import { answerJson } from './answer-json';
import { countFailures, type CaseFileResult } from './test-result';

/** `schema/test-result.schema.json`. */
export function testJson(files: readonly CaseFileResult[]): string {
  const result = {
    schema: 'cdk8s-mesh-access/test-result',
    version: 1,
    ...countFailures(files),
    files: files.map(({ file, results }) => ({
      file,
      cases: results.map(({ case: { name, line, expect }, answer, holds }) => ({ name, line, holds, expected: expect, ...answerJson(answer) })),
    })),
  };
  return `${JSON.stringify(result, undefined, 2)}\n`;
}
