import { ask, QuestionError, type QuestionAnswer } from '../eval/ask';
import type { World } from '../eval/world';
import type { ManifestProblem } from '../manifest';
import type { Case, CaseFile } from './case-file';

export interface CaseResult {
  readonly case: Case;
  readonly answer: QuestionAnswer;
  /** The answer is the expected one; `undetermined` is an answer like the others. */
  readonly holds: boolean;
}

export interface CaseRun {
  readonly results: readonly CaseResult[];
  readonly problems: readonly ManifestProblem[];
}

/** Asks every question of a case file. One that cannot be put is a problem of the file, not a failed case. */
export function runCases(caseFile: CaseFile, world: World): CaseRun {
  const results: CaseResult[] = [];
  const problems: ManifestProblem[] = [];
  for (const one of caseFile.cases) {
    try {
      const answer = ask(world, one.question);
      results.push({ case: one, answer, holds: answer.answer === one.expect });
    } catch (error) {
      if (!(error instanceof QuestionError)) throw error;
      const { line, path } = one;
      problems.push(...error.problems.map((p) => ({ code: 'bad-question', origin: { file: caseFile.file, line }, line, path, ...p })));
    }
  }
  return { results, problems };
}
