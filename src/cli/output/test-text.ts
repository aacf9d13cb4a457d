import { explanation } from '../../report/decision-text';
import { plain, type Paint } from '../color';
import { countFailures, type CaseFileResult } from './test-result';

/** One line per case; a case that does not hold is explained layer by layer. */
export function testText(files: readonly CaseFileResult[], paint: Paint = plain): string {
  const lines = files.flatMap(({ file, results }) => [
    file,
    ...results.flatMap(({ case: one, answer, holds }) => holds
      ? [`  ${paint('good', 'holds')}  ${one.name}`]
      : [
          `  ${paint('bad', 'FAILS')}  ${one.name} (line ${one.line}): expected ${one.expect}, got ${answer.answer}`,
          ...explanation(answer),
        ]),
  ]);
  const { total, failed } = countFailures(files);
  return [...lines, '', `${total} ${total === 1 ? 'case' : 'cases'}, ${failed} failed`, ''].join('\n');
}
