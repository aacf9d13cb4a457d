import type { QuestionAnswer } from '../../eval/ask';
import { answerText } from '../../report';

export function canText(answer: QuestionAnswer): string {
  return `${answerText(answer)}\n`;
}
