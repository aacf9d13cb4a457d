import type { Findings } from '../manifest/schema/finding';
import type { Path } from '../manifest/schema/path';

interface Level {
  /** Undefined: a list. */
  readonly keys?: Set<string>;
  step: string | number;
}

/** Strings, and what opens, closes and separates; everything else stands for itself. */
const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]/g;

/**
 * Keys that a map has twice. JSON.parse takes the last, other readers the first: a contract would say one thing to whoever reviews it and
 * another to synth. `text` is JSON.
 */
export function repeatedKeys(text: string, findings: Findings): void {
  const levels: Level[] = [];
  let expectsKey = false;
  for (const [token] of text.matchAll(TOKEN)) {
    const level = levels.at(-1);
    if (token === '{' || token === '[') {
      levels.push(token === '{' ? { keys: new Set(), step: '' } : { step: 0 });
      expectsKey = token === '{';
    } else if (token === '}' || token === ']') {
      levels.pop();
      expectsKey = false;
    } else if (token === ',') {
      expectsKey = level?.keys !== undefined;
      if (typeof level?.step === 'number') level.step++;
    } else if (token !== ':' && expectsKey && level?.keys !== undefined) {
      const key = JSON.parse(token) as string;
      level.step = key;
      if (level.keys.has(key)) findings.addAt(pathOf(levels), 'duplicate-key', `\`${key}\` is given twice`, { value: key, repair: 'leave one out' });
      level.keys.add(key);
      expectsKey = false;
    }
  }
}

function pathOf(levels: readonly Level[]): Path {
  return levels.map(({ step }) => step);
}
