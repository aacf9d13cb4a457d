/**
 * What of a `.proto` file says which calls there are (syntax, package and services), as text for the parser.
 *
 * Everything else is taken out first. The parser takes the `//` of an address inside a comment for a comment of its own, and loses the calls
 * that follow; and it refuses lists in options, `import public` and ranges of extensions, which `protoc` takes and which say nothing of calls.
 */
export interface ProtoText {
  readonly text: string;
  /** ``12: `{` is never closed``. */
  readonly problem?: string;
}

interface Token {
  readonly text: string;
  readonly offset: number;
}

const TOKEN = /\/\/[^\n]*|\/\*[^]*?\*\/|\s+|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|[\w.]+|[^]/g;
const OPENING = new Set(['{', '(', '[']);
const CLOSING = new Set(['}', ')', ']']);
/** Statements that end with `;`, and those that end with a block. */
const SAID = new Set(['option', 'import', 'edition']);
const BLOCKS = new Set(['message', 'enum', 'extend']);

export function protoText(content: string): ProtoText {
  const tokens = tokensOf(content);
  const broken = tokens.find(({ text }) => /^["'/]$/.test(text));
  if (broken !== undefined) return { text: '', problem: `${lineOf(content, broken)}: \`${broken.text}\` is out of place, or begins a text or comment that never ends` };
  const kept: string[] = [];
  const open: Token[] = [];
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i];
    const isStatement = kept.length === 0 || [';', '{', '}'].includes(kept[kept.length - 1]);
    if (isStatement && token.text === ';') continue;
    if (isStatement && (SAID.has(token.text) || (open.length === 0 && BLOCKS.has(token.text)))) {
      const end = endOf(tokens, i, SAID.has(token.text) ? ';' : '}');
      if (end === undefined) return { text: '', problem: `${lineOf(content, token)}: \`${token.text}\` never ends` };
      i = end;
      continue;
    }
    if (token.text === '{') open.push(token);
    if (token.text === '}') open.pop();
    kept.push(token.text.startsWith('\'') ? `"${token.text.slice(1, -1)}"` : token.text);
  }
  const unclosed = open.pop();
  if (unclosed !== undefined) return { text: '', problem: `${lineOf(content, unclosed)}: \`{\` is never closed` };
  return { text: kept.join(' ') };
}

function tokensOf(content: string): readonly Token[] {
  return [...content.matchAll(TOKEN)]
    .filter(([text]) => !/^(?:\s|\/\/|\/\*|\uFEFF)/.test(text))
    .map(({ 0: text, index }) => ({ text, offset: index }));
}

/** Where a statement ends that begins at `start`: at the first `last` outside of brackets, or that closes the outermost. */
function endOf(tokens: readonly Token[], start: number, last: ';' | '}'): number | undefined {
  let depth = 0;
  for (let i = start; i < tokens.length; i++) {
    const { text } = tokens[i];
    if (OPENING.has(text)) depth++;
    if (CLOSING.has(text)) depth--;
    if (depth < 0) return undefined;
    if (depth === 0 && text === last) return last === '}' || isOneValue(tokens.slice(start, i)) ? i : undefined;
  }
  return undefined;
}

/** Without its `;` an option would take what follows with it. */
function isOneValue(statement: readonly Token[]): boolean {
  const value = statement.slice(statement.findIndex(({ text }) => text === '=') + 1 || 1);
  let depth = 0;
  const words = value.filter(({ text }) => {
    if (OPENING.has(text)) depth++;
    if (CLOSING.has(text)) depth--;
    return depth === 0 && /^[\w.]/.test(text);
  });
  return words.length <= 1;
}

function lineOf(content: string, { offset }: Token): number {
  return content.slice(0, offset).split('\n').length;
}
