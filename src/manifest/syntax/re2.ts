import { characterClass, type CodePoints, escapedClass, inBothCases, negated, NOT_NEWLINE, OTHER_CASES } from './re2-class';

/**
 * Regular expressions as istiod's webhook takes them and Envoy goes by them: RE2.
 *
 * https://github.com/google/re2/wiki/Syntax, https://github.com/golang/go/blob/master/src/regexp/syntax/parse.go
 */
export type Re2
  = | { readonly kind: 'one'; readonly of: CodePoints }
    | { readonly kind: 'sequence'; readonly of: readonly Re2[] }
    | { readonly kind: 'either'; readonly of: readonly Re2[] }
    | { readonly kind: 'repeated'; readonly of: Re2; readonly least: number; readonly most: number }
  /** `start`, `end` of the text; `b`: a word begins or ends here; `B`: none does. */
    | { readonly kind: 'at'; readonly where: 'start' | 'end' | 'b' | 'B' };

/** `refused`: by the webhook. `unread`: it may be right, and what it matches nobody here knows. */
export type Re2Result = { readonly re2: Re2 } | { readonly refused: string } | { readonly unread: string };

class Fault extends Error {
  constructor(public readonly kind: 'refused' | 'unread', text: string) {
    super(text);
  }
}

const LONGEST = 1024;
const MOST_REPEATED = 1000;

const known = new Map<string, Re2Result>();

export function parseRe2(text: string): Re2Result {
  let result = known.get(text);
  if (result === undefined) {
    if (known.size >= LONGEST) known.clear();
    known.set(text, result = parsed(text));
  }
  return result;
}

function parsed(text: string): Re2Result {
  if (new TextEncoder().encode(text).length > LONGEST) return { refused: `is longer than ${LONGEST} bytes` };
  try {
    return { re2: new Parser(text).whole() };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return error.kind === 'refused' ? { refused: error.message } : { unread: error.message };
  }
}

/** How often something is repeated within something repeated, as the product counts. */
function repeats(re2: Re2): number {
  switch (re2.kind) {
    case 'one': case 'at': return 1;
    case 'repeated': return repeats(re2.of) * (re2.most === Infinity ? Math.max(re2.least, 1) : Math.max(re2.most, 1));
    default: return Math.max(1, ...re2.of.map(repeats));
  }
}

const WHERE: Readonly<Record<string, Extract<Re2, { kind: 'at' }>['where'] | undefined>> = { A: 'start', z: 'end', b: 'b', B: 'B' };

class Parser {
  private readonly text: readonly string[];
  private at = 0;
  private ignoresCase = false;
  private dotIsAll = false;

  constructor(text: string) {
    this.text = [...text];
  }

  whole(): Re2 {
    const re2 = this.alternatives(0);
    if (this.at < this.text.length) throw new Fault('refused', 'has a `)` too many');
    return re2;
  }

  private alternatives(depth: number): Re2 {
    if (depth > 100) throw new Fault('unread', 'is nested too deep');
    // What flags set ends with the group.
    const flags = [this.ignoresCase, this.dotIsAll] as const;
    const all = [this.sequence(depth)];
    while (this.take('|')) all.push(this.sequence(depth));
    [this.ignoresCase, this.dotIsAll] = flags;
    return all.length === 1 ? all[0] : { kind: 'either', of: all };
  }

  private sequence(depth: number): Re2 {
    const of: Re2[] = [];
    while (this.at < this.text.length && !this.sees('|') && !this.sees(')')) {
      const atom = this.atom(depth);
      if (atom !== undefined) of.push(...this.quantified(atom));
      else if (of.length > 0 && /^([*+?]|\{\d+(,\d*)?\})/.test(this.text.slice(this.at, this.at + 16).join(''))) throw new Fault('unread', 'repeats what sets flags alone');
    }
    return of.length === 1 ? of[0] : { kind: 'sequence', of };
  }

  /** Of `\Q…\E` the last character alone is repeated. */
  private quantified(atoms: readonly Re2[]): readonly Re2[] {
    const count = this.quantifier();
    if (count === undefined) return atoms;
    const repeated: Re2 = { kind: 'repeated', of: atoms[atoms.length - 1] ?? { kind: 'sequence', of: [] }, ...count };
    if (this.quantifier() !== undefined) throw new Fault('refused', 'repeats what is repeated (`**`)');
    if ((count.least > 1 || (count.most !== Infinity && count.most > 1)) && repeats(repeated) > MOST_REPEATED) throw new Fault('refused', `repeats more than ${MOST_REPEATED} times`);
    return [...atoms.slice(0, -1), repeated];
  }

  private quantifier(): { readonly least: number; readonly most: number } | undefined {
    const count = this.take('*') ? { least: 0, most: Infinity } : this.take('+') ? { least: 1, most: Infinity } : this.take('?') ? { least: 0, most: 1 } : this.braces();
    // Which of several matches it prefers is nothing to a match of the whole.
    if (count !== undefined) this.take('?');
    return count;
  }

  /** Any other brace is a character. */
  private braces(): { readonly least: number; readonly most: number } | undefined {
    const [all, least, comma, most] = /^\{(\d+)(,)?(\d+)?\}/.exec(this.text.slice(this.at, this.at + 16).join('')) ?? [];
    if (all === undefined || (comma === undefined && most !== undefined)) return undefined;
    this.at += all.length;
    const count = { least: Number(least), most: comma === undefined ? Number(least) : most === undefined ? Infinity : Number(most) };
    if (count.least > MOST_REPEATED || (count.most !== Infinity && count.most > MOST_REPEATED) || count.most < count.least) throw new Fault('refused', `has a bad count \`${all}\``);
    return count;
  }

  /** Undefined: it says something about what follows alone. */
  private atom(depth: number): readonly Re2[] | undefined {
    const c = this.text[this.at++];
    switch (c) {
      case '(': return this.group(depth);
      case '[': return [{ kind: 'one', of: this.characterClass() }];
      case '.': return [{ kind: 'one', of: this.dotIsAll ? negated([]) : NOT_NEWLINE }];
      case '^': return [{ kind: 'at', where: 'start' }];
      case '$': return [{ kind: 'at', where: 'end' }];
      case '*': case '+': case '?': throw new Fault('refused', `has a \`${c}\` with nothing to repeat`);
      case '{':
        if (this.isCount()) throw new Fault('refused', 'has a count with nothing to repeat');
        break;
      case '\\': return this.escape();
    }
    return [this.one([[c.codePointAt(0)!, c.codePointAt(0)!]])];
  }

  private isCount(): boolean {
    this.at--;
    const from = this.at;
    const is = this.braces() !== undefined;
    this.at = is ? from : from + 1;
    return is;
  }

  private group(depth: number): readonly Re2[] | undefined {
    if (this.sees('?') && !this.named()) {
      const [all, flags, ends] = /^\?([a-zA-Z-]*)([:)])/.exec(this.text.slice(this.at, this.at + 16).join('')) ?? [];
      if (all === undefined || !/^[imsU]*(-[imsU]+)?$/.test(flags)) throw new Fault('refused', 'has a group that RE2 does not know, as for what is ahead or behind (`(?=`, `(?!`, `(?<=`)');
      const before = [this.ignoresCase, this.dotIsAll] as const;
      this.at += all.length;
      this.setFlags(flags);
      if (ends === ')') return undefined;
      const re2 = this.closed(depth);
      [this.ignoresCase, this.dotIsAll] = before;
      return [re2];
    }
    return [this.closed(depth)];
  }

  private named(): boolean {
    const [all] = /^\?P?<\w+>/.exec(this.text.slice(this.at, this.at + LONGEST).join('')) ?? [];
    if (all !== undefined) this.at += all.length;
    return all !== undefined;
  }

  private closed(depth: number): Re2 {
    const re2 = this.alternatives(depth + 1);
    if (!this.take(')')) throw new Fault('refused', 'has a `(` without `)`');
    return re2;
  }

  private setFlags(flags: string): void {
    const [on, off = ''] = flags.split('-');
    if (on.includes('i')) this.ignoresCase = true;
    if (on.includes('s')) this.dotIsAll = true;
    if (off.includes('i')) this.ignoresCase = false;
    if (off.includes('s')) this.dotIsAll = false;
  }

  private escape(): readonly Re2[] {
    const c = this.text[this.at];
    if (c === 'Q') return this.quoted();
    const where = WHERE[c];
    if (where !== undefined) {
      this.at++;
      return [{ kind: 'at', where }];
    }
    return [this.one(this.escapedCharacters())];
  }

  private quoted(): readonly Re2[] {
    const rest = this.text.slice(this.at + 1);
    const end = rest.findIndex((c, i) => c === '\\' && rest[i + 1] === 'E');
    const inside = end < 0 ? rest : rest.slice(0, end);
    this.at += 1 + inside.length + (end < 0 ? 0 : 2);
    return inside.map((c) => this.one([[c.codePointAt(0)!, c.codePointAt(0)!]]));
  }

  private escapedCharacters(): CodePoints {
    const { of, length } = orFault(escapedClass(this.text.slice(this.at).join(''), this.ignoresCase));
    this.at += length;
    return of;
  }

  private characterClass(): CodePoints {
    const { of, length } = orFault(characterClass(this.text.slice(this.at).join(''), this.ignoresCase));
    this.at += length;
    return of;
  }

  private one(of: CodePoints): Re2 {
    if (!this.ignoresCase) return { kind: 'one', of };
    const both = inBothCases(of);
    if (both === undefined) throw new Fault('unread', OTHER_CASES);
    return { kind: 'one', of: both };
  }

  private sees(c: string): boolean {
    return this.text[this.at] === c;
  }

  private take(c: string): boolean {
    if (!this.sees(c)) return false;
    this.at++;
    return true;
  }
}

function orFault<T>(result: T | { readonly refused: string } | { readonly unread: string }): T {
  const found = result as Partial<Record<'refused' | 'unread', string>>;
  if (found.refused !== undefined) throw new Fault('refused', found.refused);
  if (found.unread !== undefined) throw new Fault('unread', found.unread);
  return result as T;
}
