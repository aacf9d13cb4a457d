import { explanation } from '../../report/decision-text';
import { countFailures, type CaseFileResult } from './test-result';

/** https://testanything.org/tap-version-14-specification.html */
export function testTap(files: readonly CaseFileResult[]): string {
  let number = 0;
  const lines = files.flatMap(({ file, results }) => results.flatMap(({ case: one, answer, holds }) => [
    `${holds ? 'ok' : 'not ok'} ${++number} - ${description(`${file}: ${one.name}`)}`,
    ...(holds
      ? []
      : [
          '  ---',
          `  message: ${JSON.stringify(`expected ${one.expect}, got ${answer.answer}`)}`,
          `  at: ${JSON.stringify(`${file}:${one.line}`)}`,
          '  layers:',
          ...explanation(answer).flatMap((block) => block.split('\n')).map((line) => `    - ${JSON.stringify(line.trim())}`),
          '  ...',
        ]),
  ]));
  return `${['TAP version 14', `1..${countFailures(files).total}`, ...lines].join('\n')}\n`;
}

/** A `#` would begin a directive, `# SKIP` for one, which makes whatever fails hold. */
function description(text: string): string {
  return text.replaceAll(/[\\#]/g, '\\$&').replaceAll(/\s+/g, ' ');
}
