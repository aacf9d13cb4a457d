import { resolvePlain } from './scalar';

/** A document in the form that programs write: block collections, and scalars of one line or in `|` blocks. */
export interface Blocks {
  readonly value: Readonly<Record<string, unknown>>;
  /** Lines of the text before its first key. */
  readonly above: number;
  /** The same for each of the top level's `items`. */
  readonly aboveItems?: readonly number[];
}

/**
 * Reads what nearly all manifests consist of, many times faster than a parser of YAML does. Undefined: the text may be anything else, or
 * wrong, and the parser decides.
 *
 * INVARIANT: of a text that it takes the parser says that nothing is wrong with it, and reads the same value. So the subset is a list of what
 * is allowed: printable ASCII; keys without any doubt; plain scalars that begin with no indicator and hold no `: ` and no ` #`; quotes
 * without escapes; no flow collections but empty ones, no tags, anchors, merges, comments behind anything, nor values that go on below.
 */
export function readBlocks(text: string): Blocks | undefined {
  if (OTHER.test(text) || text.includes(WIDE)) return undefined;
  try {
    return new BlockReader(text).document();
  } catch (error) {
    if (error instanceof Beyond) return undefined;
    throw error;
  }
}

const OTHER = /[^\n\x20-\x7e]/;
const WIDE = ' '.repeat(200);
const DEEPEST = 40;
const MARKER = /^--- *(\n|$)/;
const ENTRY = /^([A-Za-z_][\w./-]{0,250}|"[^"\\]{1,250}"):(?: +(.*))?$/;
const PLAIN = /^(?:[\w/$(]|[-+.][\w./])/;
const SPACE = 0x20;
const HASH = 0x23;

/** Of the subset. */
class Beyond extends Error {}

class BlockReader {
  private offset = 0;
  private line = -1;
  /** Of the line that is looked at; -1: there is none left. */
  private indent = -1;
  private content = '';
  private depth = 0;
  private aboveItems: number[] | undefined;

  constructor(private readonly text: string) {}

  document(): Blocks {
    if (this.text.startsWith('---')) {
      const marker = MARKER.exec(this.text)?.[0];
      if (marker === undefined) throw new Beyond();
      this.offset = marker.length;
      this.line++;
    }
    this.next();
    const above = this.line;
    const value = this.indent === 0 && !this.isItem() ? this.map(0) : undefined;
    if (value === undefined || !this.isAtEnd()) throw new Beyond();
    return { value, above, ...(this.aboveItems === undefined ? {} : { aboveItems: this.aboveItems }) };
  }

  /** To the next line with anything but blanks and a comment. */
  private next(): void {
    const { text } = this;
    while (this.offset < text.length) {
      const start = this.offset;
      const end = this.endOfLine();
      let first = start;
      while (text.charCodeAt(first) === SPACE) first++;
      if (first >= end || text.charCodeAt(first) === HASH) continue;
      let last = end;
      while (text.charCodeAt(last - 1) === SPACE) last--;
      this.indent = first - start;
      this.content = text.slice(first, last);
      return;
    }
    this.indent = -1;
    this.content = '';
  }

  /** Of the one that begins here, and on to the one after. */
  private endOfLine(): number {
    const newline = this.text.indexOf('\n', this.offset);
    const end = newline < 0 ? this.text.length : newline;
    this.offset = end + 1;
    this.line++;
    return end;
  }

  private isAtEnd(): boolean {
    return this.indent < 0;
  }

  private isItem(): boolean {
    return this.content === '-' || this.content.startsWith('- ');
  }

  private collection(): unknown {
    if (++this.depth > DEEPEST) throw new Beyond();
    const value = this.isItem() ? this.list(this.indent) : this.map(this.indent);
    this.depth--;
    return value;
  }

  private map(indent: number): Record<string, unknown> {
    const result: Record<string, unknown> = {};
    while (this.indent === indent) {
      const entry = ENTRY.exec(this.content);
      if (entry === null) throw new Beyond();
      const [, written, rest = ''] = entry;
      const key = written.startsWith('"') ? written.slice(1, -1) : resolvePlain(written);
      // Twice, or of every object: not for here.
      if (typeof key !== 'string' || key in result) throw new Beyond();
      const isItems = this.depth === 0 && key === 'items';
      result[key] = rest === '' ? this.below(indent, isItems) : this.scalar(rest, indent);
    }
    if (this.indent > indent) throw new Beyond();
    return result;
  }

  /** The value of a key that has none on its line. A list may stand as far left as the key. */
  private below(indent: number, isItems: boolean): unknown {
    this.next();
    if (this.indent < indent || (this.indent === indent && !this.isItem())) return null;
    if (!isItems || !this.isItem()) return this.collection();
    this.aboveItems = [];
    return this.list(this.indent, this.aboveItems);
  }

  private list(indent: number, above?: number[]): unknown[] {
    const items: unknown[] = [];
    while (this.indent === indent && this.isItem()) {
      above?.push(this.line);
      const { content } = this;
      const rest = content.slice(1).trimStart();
      if (rest === '') {
        // Where it begins is not where its dash is.
        if (above !== undefined) throw new Beyond();
        this.next();
        items.push(this.indent > indent ? this.collection() : null);
      } else if (ENTRY.test(rest)) {
        this.indent += content.length - rest.length;
        this.content = rest;
        items.push(this.collection());
      } else {
        items.push(this.scalar(rest, indent));
      }
    }
    if (this.indent > indent) throw new Beyond();
    return items;
  }

  private scalar(text: string, indent: number): unknown {
    if (text.startsWith('|')) return this.literal(text, indent);
    const value = scalarOf(text);
    this.next();
    if (this.indent > indent) throw new Beyond();
    return value;
  }

  /** `|` and `|-`, as far to the right as their first line. */
  private literal(header: string, parent: number): string {
    if (header !== '|' && header !== '|-') throw new Beyond();
    const { text } = this;
    const lines: string[] = [];
    let indent = -1;
    while (this.offset < text.length) {
      const start = this.offset;
      let first = start;
      while (text.charCodeAt(first) === SPACE) first++;
      const isBlank = first === text.length || text[first] === '\n';
      if (isBlank && (indent < 0 || first - start > indent)) throw new Beyond();
      if (indent < 0) indent = first - start;
      if (!isBlank && first - start < indent) break;
      const end = this.endOfLine();
      lines.push(text.slice(Math.min(start + indent, end), end));
    }
    if (indent <= parent) throw new Beyond();
    while (lines.at(-1) === '') lines.pop();
    this.next();
    return header === '|' ? `${lines.join('\n')}\n` : lines.join('\n');
  }
}

function scalarOf(text: string): unknown {
  const [first] = text;
  if (first === '"' || first === '\'') {
    if (text.length < 2 || text.indexOf(first, 1) !== text.length - 1 || (first === '"' && text.includes('\\'))) throw new Beyond();
    return text.slice(1, -1);
  }
  if (text === '{}') return {};
  if (text === '[]') return [];
  if (!PLAIN.test(text) || text.includes(': ') || text.includes(' #') || text.endsWith(':')) throw new Beyond();
  return resolvePlain(text);
}
