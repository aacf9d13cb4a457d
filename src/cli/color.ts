/** Marks words for a terminal; elsewhere they stay as they are. */
export type Paint = (style: Style, text: string) => string;
export type Style = keyof typeof CODES;

const CODES = { good: '32', bad: '31', doubtful: '33', strong: '1', faint: '2' } as const;

export const plain: Paint = (_style, text) => text;

export const colored: Paint = (style, text) => `\u001b[${CODES[style]}m${text}\u001b[0m`;

/** `--color` and `--no-color` win; then https://no-color.org, then https://force-color.org: each whatever its value, unless it is empty. */
export function paintFor(isTerminal: boolean, env: Readonly<Record<string, string | undefined>>): Paint {
  if ((env.NO_COLOR ?? '') !== '') return plain;
  return (env.FORCE_COLOR ?? '') !== '' || (isTerminal && env.TERM !== 'dumb') ? colored : plain;
}
