import { parseRe2, type Re2 } from '../../manifest/syntax/re2';
import { negated } from '../../manifest/syntax/re2-class';
import { either, type Expression, NOTHING, sequence } from './expression';

/** Does it match the whole? By the sets of places where its parts end, so that no expression takes long; shares nothing with the automata. */
export function matchesRe2(text: string, value: string): boolean {
  const result = parseRe2(text);
  if (!('re2' in result)) throw new Error(`an expression that is not read: ${text}`);
  const characters = Array.from(value, (c) => c.codePointAt(0)!);
  return ends(result.re2, characters, new Set([0])).has(characters.length);
}

type Places = ReadonlySet<number>;

function ends(re2: Re2, characters: readonly number[], starts: Places): Places {
  if (starts.size === 0) return starts;
  switch (re2.kind) {
    case 'one': return new Set([...starts].filter((i) => i < characters.length && re2.of.some(([from, to]) => from <= characters[i] && characters[i] <= to)).map((i) => i + 1));
    case 'sequence': return re2.of.reduce<Places>((places, part) => ends(part, characters, places), starts);
    case 'either': return new Set(re2.of.flatMap((part) => [...ends(part, characters, starts)]));
    case 'repeated': return repeatedEnds(re2, characters, starts);
    case 'at': return new Set([...starts].filter((i) => isAt(re2.where, characters, i)));
  }
}

function repeatedEnds({ of, least, most }: Extract<Re2, { kind: 'repeated' }>, characters: readonly number[], starts: Places): Places {
  let places = starts;
  for (let i = 0; i < least && places.size > 0; i++) places = ends(of, characters, places);
  const all = new Set(places);
  for (let i = least; i < most && places.size > 0; i++) {
    places = new Set([...ends(of, characters, places)].filter((place) => !all.has(place)));
    for (const place of places) all.add(place);
  }
  return all;
}

function isAt(where: Extract<Re2, { kind: 'at' }>['where'], characters: readonly number[], i: number): boolean {
  switch (where) {
    case 'start': return i === 0;
    case 'end': return i === characters.length;
    default: return (isWord(characters[i - 1]) !== isWord(characters[i])) === (where === 'b');
  }
}

function isWord(c: number | undefined): boolean {
  return c !== undefined && /\w/.test(String.fromCodePoint(c));
}

/** Parts of an expression, more than which are not even tried. */
const LARGEST = 400;

/** For an automaton; undefined: there is none, or the expression is a long one. */
export function re2Expression(text: string): Expression | undefined {
  const result = parseRe2(text);
  if (!('re2' in result)) return undefined;
  const bare = withoutEnds(result.re2, true, true);
  return size(bare) > LARGEST ? undefined : expressionOf(bare);
}

/** What matches as a whole begins at the start and ends at the end, whether it says so or not. */
function withoutEnds(re2: Re2, atStart: boolean, atEnd: boolean): Re2 {
  switch (re2.kind) {
    case 'at': return (re2.where === 'start' && atStart) || (re2.where === 'end' && atEnd) ? { kind: 'sequence', of: [] } : re2;
    case 'either': return { kind: 'either', of: re2.of.map((part) => withoutEnds(part, atStart, atEnd)) };
    case 'sequence': return { kind: 'sequence', of: re2.of.map((part, i) => withoutEnds(part, atStart && i === 0, atEnd && i === re2.of.length - 1)) };
    default: return re2;
  }
}

function size(re2: Re2): number {
  switch (re2.kind) {
    case 'one': case 'at': return 1;
    case 'repeated': return size(re2.of) * (re2.most === Infinity ? re2.least + 1 : Math.max(1, re2.most));
    default: return re2.of.reduce((sum, part) => sum + size(part), 0);
  }
}

function expressionOf(re2: Re2): Expression | undefined {
  switch (re2.kind) {
    case 'one': return oneOf(re2.of);
    case 'at': return undefined;
    case 'repeated': {
      const of = expressionOf(re2.of);
      return of && { kind: 'repeated', of, least: re2.least, most: re2.most };
    }
    default: {
      const of = re2.of.map(expressionOf);
      return of.includes(undefined) ? undefined : { kind: re2.kind, of: of as readonly Expression[] };
    }
  }
}

const [SURROGATES, BEYOND] = [[0xd800, 0xdfff], 0x10000] as const;

/** In UTF-16, where characters beyond the first plane are two: in a class all of them stand together, or none. */
function oneOf(of: Extract<Re2, { kind: 'one' }>['of']): Expression | undefined {
  const low = negated([...negated(of), [SURROGATES[0], SURROGATES[1]], [BEYOND, 0x10ffff]]);
  const high = negated([...negated(of), [0, BEYOND - 1]]);
  if (high.length > 0 && (high.length > 1 || high[0][0] !== BEYOND || high[0][1] !== 0x10ffff)) return undefined;
  const parts: Expression[] = [
    ...(low.length === 0 ? [] : [{ kind: 'character', ranges: low.map(([min, max]) => ({ min, max })) } as const]),
    ...(high.length === 0 ? [] : [sequence({ kind: 'character', ranges: [{ min: 0xd800, max: 0xdbff }] }, { kind: 'character', ranges: [{ min: 0xdc00, max: 0xdfff }] })]),
  ];
  return parts.length === 0 ? NOTHING : parts.length === 1 ? parts[0] : either(...parts);
}
