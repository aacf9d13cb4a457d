import type { DocumentText } from './split';

/** One object of a stream of JSON. */
export interface JsonObject extends DocumentText {
  readonly value: Readonly<Record<string, unknown>>;
  /** Of the top level's `items`, which may be many times what a parser of YAML can hold. */
  readonly items?: readonly DocumentText[];
}

/** What of a document is JSON objects one after the other, and what comes then. */
export interface JsonStream {
  readonly objects: readonly JsonObject[];
  /** Left out: nothing. */
  readonly rest?: DocumentText;
}

/**
 * Reads objects that stand on a line each, or simply behind each other, as kubectl takes them and YAML does not; and a single one many times
 * faster than a parser of YAML does. What is not JSON, or gives a key twice, is left to that parser from the object on which it is about.
 */
export function readJson(source: DocumentText): JsonStream {
  const start = START.exec(source.text)?.[0].length;
  if (start === undefined) return { objects: [], rest: source };
  const reader = new JsonReader(source, start);
  const objects: JsonObject[] = [];
  for (;;) {
    const at = reader.next();
    if (at === undefined) return { objects };
    const object = reader.object();
    // What follows an object is another one, or the text is something else altogether: `{a: b}: c` is a mapping.
    if (object === undefined) return { objects, rest: reader.from(at) };
    if (!reader.isBetweenObjects()) return { objects: [], rest: source };
    objects.push(object);
  }
}

const START = /^(?:---[ \t]*\r?\n)?\s*(?=\{)/;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?/y;
const WORDS = [['true', true], ['false', false], ['null', null]] as const;
const CONTROL = /\p{Cc}/u;
/** As deep as the parser of YAML goes. */
const DEEPEST = 100;
const NEWLINE = 0x0a;
const SPACE = 0x20;
const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN_MAP = 0x7b;
const CLOSE_MAP = 0x7d;

/** It is no JSON, or is for the parser to judge. */
class Beyond extends Error {}

class JsonReader {
  private readonly text: string;
  private at: number;
  private depth = 0;
  private items: DocumentText[] | undefined;
  /** Lines are counted once, on the way. */
  private counted = 0;
  private line: number;
  private backslash = -1;

  constructor(source: DocumentText, start: number) {
    this.text = source.text;
    this.at = start;
    this.line = source.line;
  }

  /** Where the next object begins; undefined: there is none. */
  next(): number | undefined {
    this.blanks();
    return this.at < this.text.length ? this.at : undefined;
  }

  from(offset: number): DocumentText {
    return { text: this.text.slice(offset), line: this.lineOf(offset) };
  }

  object(): JsonObject | undefined {
    const start = this.at;
    const line = this.lineOf(start);
    this.items = undefined;
    this.depth = 0;
    try {
      const value = this.map();
      return { value, text: this.text.slice(start, this.at), line, ...(this.items === undefined ? {} : { items: this.items }) };
    } catch (error) {
      if (error instanceof Beyond || error instanceof SyntaxError) return undefined;
      throw error;
    }
  }

  isBetweenObjects(): boolean {
    this.blanks();
    return this.at >= this.text.length || this.code() === OPEN_MAP;
  }

  /** Offsets are asked for in their order. */
  private lineOf(offset: number): number {
    for (let newline = this.text.indexOf('\n', this.counted); newline >= 0 && newline < offset; newline = this.text.indexOf('\n', this.counted)) {
      this.line++;
      this.counted = newline + 1;
    }
    return this.line;
  }

  private code(): number {
    return this.text.charCodeAt(this.at);
  }

  private blanks(): void {
    for (;;) {
      const code = this.code();
      if (code !== SPACE && code !== NEWLINE && code !== 0x0d && code !== 0x09) return;
      this.at++;
    }
  }

  private take(code: number): void {
    this.blanks();
    if (this.code() !== code) throw new Beyond();
    this.at++;
  }

  private value(): unknown {
    this.blanks();
    switch (this.code()) {
      case QUOTE: return this.string();
      case OPEN_MAP: return this.map();
      case OPEN_LIST: return this.list();
      default: return this.word();
    }
  }

  private map(): Record<string, unknown> {
    const result: Record<string, unknown> = {};
    this.take(OPEN_MAP);
    if (++this.depth > DEEPEST) throw new Beyond();
    this.blanks();
    for (let first = true; this.code() !== CLOSE_MAP; first = false, this.blanks()) {
      if (!first) this.take(COMMA);
      this.blanks();
      const key = this.string();
      // Twice, or of every object: not for here.
      if (key in result) throw new Beyond();
      this.take(COLON);
      this.blanks();
      result[key] = this.depth === 1 && key === 'items' && this.code() === OPEN_LIST ? this.list(this.items = []) : this.value();
    }
    this.depth--;
    this.at++;
    return result;
  }

  private list(places?: DocumentText[]): unknown[] {
    const result: unknown[] = [];
    this.take(OPEN_LIST);
    if (++this.depth > DEEPEST) throw new Beyond();
    this.blanks();
    for (let first = true; this.code() !== CLOSE_LIST; first = false, this.blanks()) {
      if (!first) this.take(COMMA);
      this.blanks();
      const start = this.at;
      const line = places && this.lineOf(start);
      result.push(this.value());
      if (line !== undefined) places?.push({ text: this.text.slice(start, this.at), line });
    }
    this.depth--;
    this.at++;
    return result;
  }

  private string(): string {
    if (this.code() !== QUOTE) throw new Beyond();
    const start = this.at++;
    if (this.backslash < this.at) {
      const found = this.text.indexOf('\\', this.at);
      this.backslash = found < 0 ? Infinity : found;
    }
    let end = this.text.indexOf('"', this.at);
    if (end < 0) throw new Beyond();
    const escaped = this.backslash < end;
    if (escaped) end = this.endOfEscaped();
    this.at = end + 1;
    const inside = this.text.slice(start + 1, end);
    if (CONTROL.test(inside)) throw new Beyond();
    return escaped ? JSON.parse(`"${inside}"`) as string : inside;
  }

  private endOfEscaped(): number {
    for (let at = this.at; at < this.text.length; at++) {
      const code = this.text.charCodeAt(at);
      if (code === QUOTE) return at;
      if (code === 0x5c) at++;
    }
    throw new Beyond();
  }

  private word(): unknown {
    NUMBER.lastIndex = this.at;
    const number = NUMBER.exec(this.text)?.[0];
    if (number !== undefined) {
      this.at += number.length;
      return Number(number);
    }
    for (const [word, value] of WORDS) {
      if (!this.text.startsWith(word, this.at)) continue;
      this.at += word.length;
      return value;
    }
    throw new Beyond();
  }
}
