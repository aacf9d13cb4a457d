/** One mistake in a question. */
export interface QuestionProblem {
  readonly message: string;
  readonly repair: string;
}

/** A question that cannot be put: malformed, or about something that the manifests do not have. Never an answer. */
export class QuestionError extends Error {
  readonly problems: readonly QuestionProblem[];

  constructor(...problems: readonly QuestionProblem[]) {
    super(problems.map(({ message, repair }) => `${message}; ${repair}`).join('\n'));
    this.name = 'QuestionError';
    this.problems = problems;
  }
}
