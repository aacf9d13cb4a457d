/** Both ends included. */
export type CodePoints = readonly (readonly [from: number, to: number])[];

const LAST = 0x10ffff;
const DIGITS: CodePoints = [[0x30, 0x39]];
const SPACES: CodePoints = [[0x09, 0x0a], [0x0c, 0x0d], [0x20, 0x20]];
const WORD: CodePoints = [[0x30, 0x39], [0x41, 0x5a], [0x5f, 0x5f], [0x61, 0x7a]];
const PERL: Readonly<Record<string, CodePoints | undefined>> = {
  d: DIGITS, D: negated(DIGITS), s: SPACES, S: negated(SPACES), w: WORD, W: negated(WORD),
};
const CONTROL: Readonly<Record<string, number | undefined>> = { a: 7, f: 12, n: 10, r: 13, t: 9, v: 11 };
const POSIX: Readonly<Record<string, CodePoints | undefined>> = {
  alnum: [[0x30, 0x39], [0x41, 0x5a], [0x61, 0x7a]], alpha: [[0x41, 0x5a], [0x61, 0x7a]], ascii: [[0, 0x7f]], blank: [[9, 9], [0x20, 0x20]],
  cntrl: [[0, 0x1f], [0x7f, 0x7f]], digit: DIGITS, graph: [[0x21, 0x7e]], lower: [[0x61, 0x7a]], print: [[0x20, 0x7e]],
  punct: [[0x21, 0x2f], [0x3a, 0x40], [0x5b, 0x60], [0x7b, 0x7e]], space: [[9, 13], [0x20, 0x20]], upper: [[0x41, 0x5a]], word: WORD,
  xdigit: [[0x30, 0x39], [0x41, 0x46], [0x61, 0x66]],
};

export const NOT_NEWLINE: CodePoints = negated([[10, 10]]);

export function negated(of: CodePoints): CodePoints {
  const sorted = [...of].sort(([a], [b]) => a - b);
  const rest: (readonly [number, number])[] = [];
  let next = 0;
  for (const [from, to] of sorted) {
    if (from > next) rest.push([next, from - 1]);
    next = Math.max(next, to + 1);
  }
  return next <= LAST ? [...rest, [next, LAST]] : rest;
}

type Read = { readonly of: CodePoints; readonly length: number } | { readonly refused: string } | { readonly unread: string };

/** Of what stands behind a backslash; `length` in characters, as in all of these. */
export function escapedClass(text: string, ignoresCase: boolean): Read {
  const [c = ''] = text;
  if (c === 'W' && ignoresCase) return { of: negated(inBothCases(WORD)!), length: 1 };
  const perl = PERL[c];
  if (perl !== undefined) return { of: perl, length: 1 };
  if (c === 'p' || c === 'P') return { unread: `has a class of Unicode (\`\\${c}\`)` };
  const [octal] = /^(0[0-7]{0,2}|[1-7][0-7]{1,2})/.exec(text) ?? [];
  if (octal !== undefined) return single(parseInt(octal, 8), octal.length);
  const [hex, two, more] = /^x(?:([0-9a-fA-F]{2})|\{([0-9a-fA-F]+)\})/.exec(text) ?? [];
  if (hex !== undefined) {
    const code = parseInt(two ?? more, 16);
    return code > LAST ? { refused: `has a character \`\\${hex}\` that there is not` } : single(code, hex.length);
  }
  if (CONTROL[c] !== undefined) return single(CONTROL[c], 1);
  if (c !== '' && c.codePointAt(0)! < 0x80 && !/[0-9A-Za-z]/.test(c)) return single(c.codePointAt(0)!, 1);
  return { refused: c === '' ? 'ends in a backslash' : /[1-9]/.test(c) ? `refers to a group (\`\\${c}\`), which RE2 cannot` : `has an escape \`\\${c}\` that RE2 does not know` };
}

function single(code: number, length: number): Read {
  return { of: [[code, code]], length };
}

/** Of what stands behind `[`, with the bracket at its end. What is excluded is so in both cases. */
export function characterClass(given: string, ignoresCase: boolean): Read {
  const text = [...given];
  const isNot = text[0] === '^';
  const of: (readonly [number, number])[] = [];
  let at = isNot ? 1 : 0;
  const first = at;
  while (at < text.length && (text[at] !== ']' || at === first)) {
    const named = /^\[:(\^?)([^:\]]*):\]/.exec(text.slice(at, at + 16).join(''));
    if (named !== null) {
      const posix = POSIX[named[2]];
      if (posix === undefined) return { refused: `has a class \`${named[0]}\` that RE2 does not know` };
      of.push(...(named[1] === '' ? posix : negated(posix)));
      at += named[0].length;
      continue;
    }
    const low = member(text, at, ignoresCase);
    if (!('of' in low)) return low;
    at += low.length;
    const isRange = low.of.length === 1 && low.of[0][0] === low.of[0][1] && text[at] === '-' && at + 1 < text.length && text[at + 1] !== ']';
    if (!isRange) {
      of.push(...low.of);
      continue;
    }
    const high = member(text, at + 1, ignoresCase);
    if (!('of' in high)) return high;
    const [[from], [to, end]] = [low.of[0], high.of[0]];
    if (high.of.length > 1 || to !== end || to < from) return { refused: 'has a range of characters that goes backwards' };
    of.push([from, to]);
    at += 1 + high.length;
  }
  if (at >= text.length) return { refused: 'has a `[` without `]`' };
  const both = ignoresCase ? inBothCases(of) : of;
  if (both === undefined) return { unread: OTHER_CASES };
  return { of: isNot ? negated(both) : both, length: at + 1 };
}

function member(text: readonly string[], at: number, ignoresCase: boolean): Read {
  if (text[at] !== '\\') return single(text[at].codePointAt(0)!, 1);
  const escaped = escapedClass(text.slice(at + 1).join(''), ignoresCase);
  return 'of' in escaped ? { ...escaped, length: escaped.length + 1 } : escaped;
}

export const OTHER_CASES = 'ignores the case of letters that are not ASCII';

/** Undefined: some of them have other cases than those of ASCII. What is everything but a few has all that is needed. */
export function inBothCases(of: CodePoints): CodePoints | undefined {
  const [upper, lower] = [[0x41, 0x5a], [0x61, 0x7a]] as const;
  const shifted = (from: readonly [number, number], by: number): CodePoints => of.flatMap(([min, max]) => {
    const [low, high] = [Math.max(min, from[0]), Math.min(max, from[1])];
    return low <= high ? [[low + by, high + by] as const] : [];
  });
  const has = (c: string): boolean => of.some(([min, max]) => [c, c.toUpperCase()].some((l) => min <= l.codePointAt(0)! && l.codePointAt(0)! <= max));
  const beyond = of.some(([min, max]) => max > 0x7f && !(min <= 0x80 && max === 0x10ffff));
  if (beyond) return undefined;
  return [
    ...of, ...shifted(upper, 0x20), ...shifted(lower, -0x20),
    ...(has('k') ? [[0x212a, 0x212a] as const] : []), ...(has('s') ? [[0x17f, 0x17f] as const] : []),
  ];
}
