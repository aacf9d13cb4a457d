import { resolvePlain } from './scalar';

/** It is not of the subset that `readBlocks` takes. */
export class Beyond extends Error {}

/** What stands behind a key or a dash on their line. */
export interface Scalar {
  readonly plain?: unknown;
  /** A header, `|`: the text is below. */
  readonly literal?: string;
  /** `{}` or `[]`: each one is a value of its own. */
  readonly empty?: 'map' | 'list';
}

export interface Entry {
  readonly key: string;
  /** Undefined: there is nothing on its line. */
  readonly value?: Scalar;
}

const ENTRY = /^([A-Za-z_][\w./-]{0,250}|"[^"\\]{1,250}"):(?: +(.*))?$/;
// A Sidecar that sends nowhere says `~/*`.
const PLAIN = /^(?:[\w/$(]|[-+.][\w./]|~\/)/;

/** Of ten thousand workloads, with what they name; more are read each time. */
const MOST = 100_000;
const LONGEST = 200;

/**
 * Reads single lines of block collections. Manifests consist of few different ones, `protocol: TCP` and the names of those who call, so that
 * each is looked at once; and what is equal in the objects is then the same string, which saves memory and is compared faster.
 */
export class KnownLines {
  private readonly entries = new Map<string, Entry | undefined>();
  private readonly scalars = new Map<string, Scalar>();

  /** Undefined: it has no key. */
  entry(line: string): Entry | undefined {
    const known = this.entries.get(line);
    if (known !== undefined) return known;
    const entry = this.entryOf(line);
    if (entry !== undefined && line.length < LONGEST && this.entries.size < MOST) this.entries.set(line, entry);
    return entry;
  }

  scalar(text: string): Scalar {
    let scalar = this.scalars.get(text);
    if (scalar === undefined) {
      scalar = scalarOf(text);
      if (text.length < LONGEST && this.scalars.size < MOST) this.scalars.set(text, scalar);
    }
    return scalar;
  }

  private entryOf(line: string): Entry | undefined {
    const entry = ENTRY.exec(line);
    if (entry === null) return undefined;
    const [, written, rest = ''] = entry;
    const key = written.startsWith('"') ? written.slice(1, -1) : resolvePlain(written);
    if (typeof key !== 'string') throw new Beyond();
    return rest === '' ? { key } : { key, value: this.scalar(rest) };
  }
}

export function valueOf({ plain, empty }: Scalar): unknown {
  return empty === undefined ? plain : empty === 'map' ? {} : [];
}

function scalarOf(text: string): Scalar {
  const [first] = text;
  if (first === '|') return { literal: text };
  if (first === '"' || first === '\'') {
    if (text.length < 2 || text.indexOf(first, 1) !== text.length - 1 || (first === '"' && text.includes('\\'))) throw new Beyond();
    return { plain: text.slice(1, -1) };
  }
  if (text === '{}') return { empty: 'map' };
  if (text === '[]') return { empty: 'list' };
  if (!PLAIN.test(text) || text.includes(': ') || text.includes(' #') || text.endsWith(':')) throw new Beyond();
  return { plain: resolvePlain(text) };
}
