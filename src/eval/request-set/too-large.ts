import { patternText } from './pattern';
import type { Pattern } from './types';

/** Conditions of which nobody can tell, within reason, whether any request meets them all. Never an answer. */
export class TooLargeError extends Error {
  constructor(patterns: readonly Pattern[]) {
    const texts = [...new Set(patterns.map((p) => `\`${patternText(p)}\``))];
    super(`the conditions ${texts.slice(0, 5).join(', ')}${texts.length > 5 ? ` and ${texts.length - 5} more` : ''} are too large to be compared with each other; write simpler or fewer expressions`);
    this.name = 'TooLargeError';
  }
}
