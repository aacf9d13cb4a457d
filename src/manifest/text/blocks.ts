import { Beyond, KnownLines, type Scalar, valueOf } from './lines';

/** A document in the form that programs write: block collections, and scalars of one line or in `|` blocks. */
export interface Blocks {
  readonly value: Readonly<Record<string, unknown>>;
  readonly lines: Lines;
}

/** Apart from the value: whoever keeps them need not keep all of a document of which little is read. */
export interface Lines {
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
export function readBlocks(text: string, known = new KnownLines()): Blocks | undefined {
  if (OTHER.test(text) || text.includes(WIDE)) return undefined;
  try {
    return new BlockReader(text, known).document();
  } catch (error) {
    if (error instanceof Beyond) return undefined;
    throw error;
  }
}

const OTHER = /[^\n\x20-\x7e]/;
const WIDE = ' '.repeat(200);
const DEEPEST = 40;
const MARKER = /^--- *(\n|$)/;
const SPACE = 0x20;
const HASH = 0x23;

class BlockReader {
  private offset = 0;
  private line = -1;
  /** Of the line that is looked at; -1: there is none left. */
  private indent = -1;
  private content = '';
  private depth = 0;
  private aboveItems: number[] | undefined;

  constructor(private readonly text: string, private readonly known: KnownLines) {}

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
    return { value, lines: { above, ...(this.aboveItems === undefined ? {} : { aboveItems: this.aboveItems }) } };
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
      const entry = this.known.entry(this.content);
      if (entry === undefined) throw new Beyond();
      const { key, value } = entry;
      // Twice, or of every object: not for here.
      if (key in result) throw new Beyond();
      result[key] = value === undefined ? this.below(indent, this.depth === 0 && key === 'items') : this.scalar(value, indent);
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
      } else if (this.known.entry(rest) !== undefined) {
        this.indent += content.length - rest.length;
        this.content = rest;
        items.push(this.collection());
      } else {
        items.push(this.scalar(this.known.scalar(rest), indent));
      }
    }
    if (this.indent > indent) throw new Beyond();
    // Most lists have one item, and one that has grown keeps room for seventeen.
    return items.slice();
  }

  private scalar(read: Scalar, indent: number): unknown {
    if (read.literal !== undefined) return this.literal(read.literal, indent);
    this.next();
    if (this.indent > indent) throw new Beyond();
    return valueOf(read);
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
