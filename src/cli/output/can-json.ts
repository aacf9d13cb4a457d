import { questionText, type QuestionAnswer } from '../../eval/ask';
import { answerJson } from './answer-json';

export function canJson(answer: QuestionAnswer): string {
  return `${JSON.stringify({ question: questionText(answer.question), ...answerJson(answer) }, undefined, 2)}\n`;
}
