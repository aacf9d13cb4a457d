import { explanation } from '../../report/decision-text';
import { countFailures, type CaseFileResult } from './test-result';
import { escaped } from './xml';

/** A suite for every file. https://github.com/testmoapp/junitxml */
export function testJunit(files: readonly CaseFileResult[]): string {
  return ['<?xml version="1.0" encoding="UTF-8"?>', `<testsuites ${counts(files)}>`, ...files.map(suite), '</testsuites>', ''].join('\n');
}

function suite(result: CaseFileResult): string {
  const cases = result.results.map(({ case: one, answer, holds }) => {
    const open = `    <testcase classname="${escaped(result.file)}" name="${escaped(one.name)}" file="${escaped(result.file)}" line="${one.line}"`;
    const message = escaped(`expected ${one.expect}, got ${answer.answer}`);
    return holds ? `${open}/>` : `${open}>\n      <failure type="${answer.answer}" message="${message}">${escaped(explanation(answer).join('\n'))}</failure>\n    </testcase>`;
  });
  return [`  <testsuite name="${escaped(result.file)}" ${counts([result])}>`, ...cases, '  </testsuite>'].join('\n');
}

function counts(files: readonly CaseFileResult[]): string {
  const { total, failed } = countFailures(files);
  return `tests="${total}" failures="${failed}"`;
}
