import type { QuestionAnswer } from '../../eval/ask';
import { answerText } from '../../report/decision-text';
import { plain, type Paint, type Style } from '../color';

const STYLES: Readonly<Record<QuestionAnswer['answer'], Style>> = { allow: 'good', deny: 'bad', undetermined: 'doubtful' };

export function canText(answer: QuestionAnswer, withRules: boolean, paint: Paint = plain): string {
  const text = answerText(answer, withRules);
  return `${paint(STYLES[answer.answer], answer.answer)}${text.slice(answer.answer.length)}\n`;
}
