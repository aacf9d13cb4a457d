import { isAlias, isPair, isScalar, isSeq, type Alias, type ParsedNode, type Scalar, type YAMLMap, type YAMLSeq } from '../../kept/yaml';
import { isMap } from '../schema/kit';
import { show } from '../schema/show';
import type { TextFault } from './compose';
import { resolvePlain } from './scalar';

/** Values that aliases may add to a document, counted as if each alias were written out. */
const MOST_ALIASED = 100_000;
const MOST_FAULTS = 50;

interface Anchored {
  readonly value: unknown;
  /** How many values it stands for. */
  readonly size: number;
}

/**
 * The plain value of a parsed document. Aliases share one value, so a bomb of them costs nothing here, but whoever walks
 * the value would pay for each: their number is bounded.
 */
export class ValueReader {
  readonly faults: TextFault[] = [];
  private readonly anchors = new Map<string, Anchored | undefined>();
  private size = 0;
  private aliased = 0;

  read(node: ParsedNode | null | undefined): unknown {
    if (node === null || node === undefined) return null;
    if (isAlias(node)) return this.alias(node);
    const before = this.size++;
    const anchor = node.anchor;
    // Not yet there while it is being read: an alias inside its own anchor is a cycle.
    if (anchor !== undefined) this.anchors.set(anchor, undefined);
    const value = isScalar(node) ? this.scalar(node) : isSeq(node) ? this.list(node) : this.map(node as YAMLMap.Parsed);
    if (anchor !== undefined) this.anchors.set(anchor, { value, size: this.size - before });
    return value;
  }

  private alias(node: Alias.Parsed): unknown {
    const target = this.anchors.get(node.source);
    if (target === undefined) {
      const fault = this.anchors.has(node.source) ? 'stands inside its own anchor' : 'has no anchor before it';
      this.fault('yaml-syntax', `alias ${show(node.source)} ${fault}`, node);
      return null;
    }
    this.size += target.size;
    this.aliased += target.size;
    if (this.aliased <= MOST_ALIASED) return target.value;
    if (!this.faults.some(({ code }) => code === 'alias-bomb')) this.fault('alias-bomb', `aliases expand to more than ${MOST_ALIASED} values`, node);
    return null;
  }

  private scalar(node: Scalar.Parsed): unknown {
    if (node.tag !== undefined && node.tag !== STRING_TAG && node.tag !== '!') {
      this.fault('yaml-syntax', `tag ${show(node.tag)} is not supported`, node);
    }
    const text = String(node.value);
    return node.type === 'PLAIN' && node.tag === undefined ? resolvePlain(text) : text;
  }

  private list(node: YAMLSeq.Parsed): unknown[] {
    return node.items.map((item) => this.read(isPair(item) ? item.value as ParsedNode : item));
  }

  private map(node: YAMLMap.Parsed): Record<string, unknown> {
    const entries = new Map<string, unknown>();
    const merged: Readonly<Record<string, unknown>>[] = [];
    for (const { key, value } of node.items) {
      if (isMergeKey(key)) {
        merged.push(...this.merge(this.read(value), key));
        continue;
      }
      const name = this.key(key);
      if (name === undefined) continue;
      if (entries.has(name)) this.fault('duplicate-key', `key ${show(name)} is given twice; kubectl would silently take the last one`, key);
      entries.set(name, this.read(value));
    }
    for (const source of merged) {
      for (const [name, value] of Object.entries(source)) if (!entries.has(name)) entries.set(name, value);
    }
    return Object.fromEntries(entries);
  }

  private key(node: ParsedNode): string | undefined {
    const value = this.read(node);
    if (typeof value === 'string') return value;
    if (typeof value === 'number' || typeof value === 'boolean') return String(value);
    this.fault('yaml-syntax', 'a key must be a string', node);
    return undefined;
  }

  private merge(value: unknown, key: ParsedNode): Readonly<Record<string, unknown>>[] {
    const sources: unknown[] = Array.isArray(value) ? value : [value];
    const maps = sources.filter(isMap);
    if (maps.length < sources.length) this.fault('yaml-syntax', '`<<` takes a map or a list of maps', key);
    return maps;
  }

  private fault(code: TextFault['code'], message: string, node: ParsedNode | Alias.Parsed): void {
    if (this.faults.length < MOST_FAULTS) this.faults.push({ code, message, offset: node.range[0] });
  }
}

const STRING_TAG = 'tag:yaml.org,2002:str';

function isMergeKey(node: ParsedNode): boolean {
  return isScalar(node) && node.type === 'PLAIN' && node.value === '<<';
}
