import { isAlias, isMap, isScalar, isSeq, type Document, type LineCounter, type Node } from '../kept/yaml';
import { QuestionError } from '../eval/ask/error';
import { didYouMean } from '../eval/ask/nearest';
import type { ManifestProblem } from '../manifest/manifests';

/** What the fields of one file share. */
export interface Source {
  readonly file: string;
  readonly document: Document;
  readonly lines: LineCounter;
  /** Of the problems. */
  readonly code: string;
  /** Everything wrong so far; reading goes on, so that one run reports all of it. */
  readonly problems: ManifestProblem[];
}

/** One value of a YAML file, with its place. A reader of the wrong type records a problem and gives undefined. */
export class Field {
  private readonly node: Node | null | undefined;

  constructor(private readonly source: Source, node: unknown, readonly path: string, private readonly offset = 0) {
    this.node = isAlias(node) ? node.resolve(source.document) : node as Node | null | undefined;
  }

  get line(): number {
    return this.source.lines.linePos(this.node?.range?.[0] ?? this.offset).line;
  }

  get isScalar(): boolean {
    return isScalar(this.node);
  }

  get isList(): boolean {
    return isSeq(this.node);
  }

  fail(message: string, repair: string): undefined {
    const { file, problems, code } = this.source;
    problems.push({ code, origin: { file, line: this.line }, line: this.line, path: this.path, message, repair });
    return undefined;
  }

  /** Runs a parser of the question grammar; what it refuses becomes a problem here. */
  parsed<T>(parse: (text: string) => T): T | undefined {
    const text = this.string();
    return text === undefined ? undefined : this.understood(() => parse(text));
  }

  understood<T>(read: () => T): T | undefined {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof QuestionError)) throw error;
      const [{ message, repair }] = error.problems;
      return this.fail(message, repair);
    }
  }

  /** The fields of a mapping; an unknown key is a problem. */
  mapping(known: readonly string[]): ReadonlyMap<string, Field> | undefined {
    const fields = this.anyMapping();
    for (const [key, field] of fields ?? []) {
      if (!known.includes(key)) field.fail(`unknown key \`${key}\``, didYouMean(key, known, 'remove it'));
    }
    return fields;
  }

  /** The fields of a mapping whose keys are the user's own. */
  anyMapping(): ReadonlyMap<string, Field> | undefined {
    if (!isMap(this.node)) return this.fail(`must be a mapping, got ${this.shown}`, 'write `key: value` lines below it');
    return new Map(this.node.items.map(({ key, value }) => {
      const name = String(isScalar(key) ? key.value : key);
      return [name, new Field(this.source, value, this.path === '' ? name : `${this.path}.${name}`, isScalar(key) ? key.range?.[0] : this.offset)];
    }));
  }

  list(): readonly Field[] | undefined {
    if (!isSeq(this.node)) return this.fail(`must be a list, got ${this.shown}`, 'write one `- item` per line below it');
    return this.node.items.map((item, i) => new Field(this.source, item, `${this.path}[${i}]`, this.offset));
  }

  /** A text that says something. */
  string(): string | undefined {
    const text = this.text();
    return text === '' ? this.fail('is empty', 'write a text') : text;
  }

  text(): string | undefined {
    const value = isScalar(this.node) ? this.node.value : undefined;
    if (typeof value === 'string') return value;
    return this.fail(`must be a string, got ${this.shown}`, 'write a text, in quotes if it looks like a number or a boolean');
  }

  port(): number | undefined {
    const value = isScalar(this.node) ? this.node.value : undefined;
    if (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 65535) return value;
    return this.fail(`not a port, got ${this.shown}`, 'write a number from 1 to 65535 without quotes');
  }

  boolean(): boolean | undefined {
    const value = isScalar(this.node) ? this.node.value : undefined;
    return typeof value === 'boolean' ? value : this.fail(`must be \`true\` or \`false\`, got ${this.shown}`, 'write one of them without quotes');
  }

  oneOf<T extends string | boolean>(choices: readonly T[]): T | undefined {
    const value = isScalar(this.node) ? this.node.value : undefined;
    return choices.find((c) => c === value) ?? this.fail(`got ${this.shown}`, `write ${choices.map((c) => `\`${c}\``).join(', ')}`);
  }

  private get shown(): string {
    if (isMap(this.node)) return 'a mapping';
    if (isSeq(this.node)) return 'a list';
    return isScalar(this.node) && this.node.value !== null ? `\`${String(this.node.value)}\`` : 'nothing';
  }
}

/** Reads what is there. */
export function mapped<T>(field: Field | undefined, read: (field: Field) => T): T | undefined {
  return field === undefined ? undefined : read(field);
}
