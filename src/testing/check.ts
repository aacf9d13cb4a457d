import { ask, askAtAll, parseCaller, parsePlace, parseTarget, QuestionError, type QuestionAnswer } from '../eval/ask';
import type { Answer } from '../eval';
import { narrowing } from '../private/narrowing';
import { answerText, whoMayCall } from '../report';
import type { AccessRequest } from './access-request';
import type { Evidence } from './evidence';

/** A misspelled part would be left out, and another request asked about. */
const REQUEST = { method: true, path: true, host: true, headers: true } as const;

/** What a check found; the text says what was expected and what is the case. */
export interface Check {
  readonly holds: boolean;
  readonly text: string;
}

/** Anything but the expected answer fails, `undetermined` included. A question that cannot be put throws. */
export function checkAnswer({ world }: Evidence, expected: Answer, caller: string, target: string, request?: AccessRequest): Check {
  const answer = asked((): QuestionAnswer => {
    const question = { from: parseCaller(caller), to: parseTarget(target) };
    return request === undefined ? askAtAll(world, question) : ask(world, { ...question, request: narrowing('AccessRequest', request, REQUEST) });
  });
  return { holds: answer.answer === expected, text: `expected ${expected}, got ${answerText(answer)}` };
}

export function checkCallers({ world }: Evidence, target: string, callers: readonly string[]): Check {
  const { allowed, unexpected, missing } = asked(() => whoMayCall(world, parsePlace(target), callers));
  const lines = [
    ...unexpected.map(({ caller, access }) => `  also allowed: ${caller} (${access})`),
    ...missing.map((caller) => `  not allowed: ${caller}`),
  ];
  const who = allowed.length === 0 ? 'nobody' : allowed.map(({ caller }) => caller).join(', ');
  return { holds: lines.length === 0, text: [`expected only [${callers.join(', ')}] to be allowed at ${target}, allowed: ${who}`, ...lines].join('\n') };
}

function asked<T>(question: () => T): T {
  try {
    return question();
  } catch (error) {
    // A plain error with the same words: its class means nothing outside of this package.
    throw error instanceof QuestionError ? new Error(error.message) : error;
  }
}
