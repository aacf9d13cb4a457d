/** Paths and hosts may hold anything: in code, with a fence that they do not hold, and without ending a cell. */
export function code(text: string): string {
  const fence = '`'.repeat(Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length)) + 1);
  const pad = text.startsWith('`') || text.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${text.replaceAll('|', '\\|')}${pad}${fence}`;
}

/** No character of it is markup, and nobody is mentioned by it. */
export function escaped(text: string): string {
  return text.replace(/[\\`*_[\]<>|#@]/g, (character) => (character === '<' ? '&lt;' : character === '@' ? '&#64;' : `\\${character}`));
}

export function folded(title: string, text: string): string {
  return `<details><summary>${title}</summary>\n\n${text}\n\n</details>\n`;
}
