import { readFileSync } from 'node:fs';
import { type Document, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from '../../kept/yaml';
import { invalid, text } from '../arguments';

/** A node of the document; undefined: nothing there. */
export type Value = Node | undefined;
export type Complain = (at: readonly string[], message: string, repair: string) => void;

const LONGEST = 16 * 1024 * 1024;
const MOST_ALIASES = 100;

/** The content of a file that describes an API. What is wrong in it is collected and thrown together, each with its line. */
export function readApiFile(what: string, given: unknown): { readonly path: string; readonly content: string } {
  const path = text(what, given);
  let content: string;
  try {
    content = readFileSync(path, 'utf8');
  } catch (error) {
    throw invalid('unreadable-api', `\`${path}\` cannot be read: ${(error as Error).message}`, 'give a file, relative to the working directory');
  }
  if (content.length > LONGEST) throw invalid('unreadable-api', `\`${path}\` has more than ${LONGEST / 1024 / 1024} MiB`, 'is it the document of one service?');
  return { path, content };
}

export class ApiFile {
  private readonly wrong: { readonly message: string; readonly repair: string }[] = [];
  private readonly lines = new LineCounter();
  private readonly document: Document;

  constructor(public readonly path: string, content: string) {
    this.document = parseDocument(content, { lineCounter: this.lines, uniqueKeys: true, prettyErrors: false });
    for (const { code, message, pos } of this.document.errors) {
      if (code === 'MULTIPLE_DOCS') this.at(pos[0], 'a second document begins', 'give a file with one');
      else this.at(pos[0], message.replace(/\.$/, ''), 'write it as YAML or JSON');
    }
    if (this.wrong.length > 0) this.done();
    try {
      this.document.toJS({ maxAliasCount: MOST_ALIASES });
    } catch (error) {
      this.at(0, (error as Error).message, 'leave the aliases out');
      this.done();
    }
  }

  public get root(): Value {
    return this.document.contents ?? undefined;
  }

  public complain(at: readonly string[], message: string, repair: string): void {
    this.at(this.nodeAt(at)?.range?.[0] ?? 0, message, repair);
  }

  /** Throws if anything was complained about. */
  public done(): void {
    if (this.wrong.length === 0) return;
    const [{ message, repair }, ...further] = this.wrong;
    throw invalid('invalid-api', message, [repair, ...further.map((other) => `${other.message}; ${other.repair}`)].join('\n'));
  }

  public child(value: Value, keys: readonly string[]): Value {
    return keys.reduce<Value>((node, key) => {
      const of = this.resolved(node);
      return isMap(of) ? this.resolved(of.get(key, true) as Value) : undefined;
    }, value);
  }

  /** The text at the last key of `at`, which is one of `owner`'s. */
  public text(owner: Value, at: readonly string[]): string | undefined {
    const node = this.child(owner, at.slice(-1));
    if (node === undefined) return undefined;
    const found = this.scalar(node);
    if (found === undefined || found === '') this.complain(at, `\`${at[at.length - 1]}\` must be a text`, 'write it as one');
    return found === '' ? undefined : found;
  }

  public scalar(node: Value): string | undefined {
    const of = this.resolved(node);
    return isScalar(of) && typeof of.value === 'string' ? of.value : undefined;
  }

  public list(owner: Value, at: readonly string[]): readonly Value[] | undefined {
    const node = this.child(owner, at.slice(-1));
    if (node === undefined) return undefined;
    if (isSeq(node)) return node.items as Value[];
    this.complain(at, `\`${at[at.length - 1]}\` must be a list`, 'write it as one');
    return undefined;
  }

  /** Keys and values of a map: of `owner`'s last key of `at`, or of `owner` itself. */
  public entries(owner: Value, at: readonly string[], itself = false): readonly (readonly [string, Value])[] {
    const node = itself ? this.resolved(owner) : this.child(owner, at.slice(-1));
    if (isMap(node)) return node.items.map(({ key, value }) => [this.scalar(key as Node) ?? String(key), value as Value]);
    if (node !== undefined || !itself) this.complain(at, `\`${at[at.length - 1]}\` ${node === undefined ? 'is missing' : 'must be a map'}`, 'an API has operations under `paths`');
    return [];
  }

  private at(offset: number, message: string, repair: string): void {
    const { line, col } = this.lines.linePos(offset);
    this.wrong.push({ message: `${this.path}:${Math.max(line, 1)}:${Math.max(col, 1)}: ${message}`, repair });
  }

  private nodeAt(at: readonly string[]): Value {
    for (let length = at.length; length > 0; length--) {
      const node = this.document.getIn(at.slice(0, length).map((k) => (/^\d+$/.test(k) ? Number(k) : k)), true);
      if (node !== undefined && node !== null) return node as Node;
    }
    return this.root;
  }

  private resolved(node: Value): Value {
    return node !== undefined && node !== null && 'source' in node && 'resolve' in node ? (node as { resolve(d: Document): Value }).resolve(this.document) : node ?? undefined;
  }
}
