import { isMap, isScalar, isSeq, type ParsedNode, type Scalar } from '../../kept/yaml';
import type { Path } from '../schema/path';
import type { Lines } from './blocks';
import { composeDocument, type Parsed } from './compose';
import type { JsonObject } from './json';
import { resolvePlain } from './scalar';
import type { DocumentText } from './split';

type Node = ParsedNode | null | undefined;

/**
 * Finds lines in one document. The parsed form is many times the size of the text, so it is kept for one document at a time and
 * made again when it is asked for later: most objects are never asked for a line.
 */
export class DocumentLines {
  private static latest: { readonly lines: DocumentLines; readonly contents: Node } | undefined;

  /** `known`: what is known of the text without parsing it. */
  constructor(private readonly source: DocumentText, private readonly known?: Lines) {}

  /** Until another document is looked into. */
  keep(document: Parsed | undefined): void {
    DocumentLines.latest = { lines: this, contents: document?.contents };
  }

  /** 1-based line of an offset. */
  at(offset: number): number {
    const { text, line: first } = this.source;
    let line = first;
    for (let newline = text.indexOf('\n'); newline >= 0 && newline < offset; newline = text.indexOf('\n', newline + 1)) line++;
    return line;
  }

  /**
   * The line of a key path: of the key or list item, or of the nearest one above it that is in the text (a missing field has no place
   * of its own; what an alias brings in is found where the alias stands).
   */
  of(path: Path): number {
    const above = this.known && aboveIn(this.known, path);
    if (above !== undefined) return this.source.line + above;
    let node = this.contents();
    let offset = node?.range[0] ?? 0;
    for (const step of path) {
      const child = childOf(node, step);
      if (child === undefined) break;
      [offset, node] = child;
    }
    return this.at(offset);
  }

  private contents(): Node {
    if (DocumentLines.latest?.lines !== this) this.keep(composeDocument(this.source.text).document);
    return DocumentLines.latest!.contents;
  }
}

/** Finds lines in an object of JSON; one of its `items` is looked at by itself, since all of them may be more than can be parsed again. */
export class StreamLines {
  private readonly whole: DocumentLines;
  private latest: { readonly item: number; readonly lines: DocumentLines } | undefined;

  constructor(private readonly object: JsonObject) {
    this.whole = new DocumentLines(object);
  }

  of(path: Path): number {
    const [list, item, ...rest] = path;
    const text = list === 'items' && typeof item === 'number' ? this.object.items?.[item] : undefined;
    if (text === undefined) return path.length === 0 ? this.object.line : this.whole.of(path);
    if (rest.length === 0) return text.line;
    if (this.latest?.item !== item) this.latest = { item: item as number, lines: new DocumentLines(text) };
    return this.latest!.lines.of(rest);
  }
}

/** Of the document, and of one of its items. */
function aboveIn({ above, aboveItems }: Lines, [list, item, ...rest]: Path): number | undefined {
  if (list === undefined) return above;
  return list === 'items' && typeof item === 'number' && rest.length === 0 ? aboveItems?.[item] : undefined;
}

function childOf(node: Node, step: string | number): [number, Node] | undefined {
  if (isSeq(node) && typeof step === 'number') {
    const item = node.items[step] as ParsedNode | undefined;
    return item === undefined ? undefined : [item.range[0], item];
  }
  const pair = isMap<ParsedNode, ParsedNode | null>(node) ? node.items.find(({ key }) => isScalar(key) && keyName(key) === String(step)) : undefined;
  return pair === undefined ? undefined : [pair.key.range[0], pair.value];
}

function keyName(key: Scalar): string {
  return String(key.type === 'PLAIN' ? resolvePlain(String(key.value)) : key.value);
}
