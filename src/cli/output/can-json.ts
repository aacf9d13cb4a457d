import { questionText, type QuestionAnswer } from '../../eval/ask';
import { answerJson } from './answer-json';

/** `schema/answer.schema.json`. */
export function canJson(answer: QuestionAnswer): string {
  const result = { schema: 'cdk8s-mesh-access/answer', version: 1, question: questionText(answer.question), ...answerJson(answer) };
  return `${JSON.stringify(result, undefined, 2)}\n`;
}
