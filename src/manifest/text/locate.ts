import { isAlias, isMap, isScalar, isSeq, type ParsedNode, type Scalar } from 'yaml';
import type { Path } from '../schema/path';
import { composeDocument } from './compose';
import { resolvePlain } from './scalar';

/** 1-based line of an offset in a text that begins at line `first`. */
export function lineAt(text: string, offset: number, first: number): number {
  let line = first;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line++;
  return line;
}

/**
 * The offset of a key path: of the key or list item, or of the nearest one above it that is in the text (a missing field has no place
 * of its own; what an alias brings in is found where the alias stands).
 */
export function locate(text: string, path: Path): number {
  let node: ParsedNode | null | undefined = composeDocument(text).document?.contents;
  let offset = node?.range[0] ?? 0;
  for (const step of path) {
    const child = childOf(node, step);
    if (child === undefined) return offset;
    [offset, node] = child;
  }
  return offset;
}

function childOf(node: ParsedNode | null | undefined, step: string | number): [number, ParsedNode | null] | undefined {
  if (isSeq(node) && typeof step === 'number') {
    const item = node.items[step] as ParsedNode | undefined;
    return item === undefined ? undefined : [item.range[0], item];
  }
  if (!isMap(node) || isAlias(node)) return undefined;
  const pair = node.items.find(({ key }) => isScalar(key) && keyName(key) === String(step));
  return pair === undefined ? undefined : [pair.key.range[0], pair.value];
}

function keyName(key: Scalar): string {
  return String(key.type === 'PLAIN' ? resolvePlain(String(key.value)) : key.value);
}
