import type { Paint, Style } from '../color';

/** Each line by what it is; `undefined`: as it stands. */
export function painted(text: string, paint: Paint, styleOf: (line: string, i: number) => Style | undefined): string {
  return text.split('\n').map((line, i) => {
    const style = line === '' ? undefined : styleOf(line, i);
    return style === undefined ? line : paint(style, line);
  }).join('\n');
}

export function isIndented(line: string): boolean {
  return line.startsWith(' ');
}

export const SEVERITY_STYLES: Readonly<Record<'error' | 'warning' | 'info', Style>> = { error: 'bad', warning: 'doubtful', info: 'faint' };
