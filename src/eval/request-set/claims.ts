import { own, ownRecord } from '../own';
import { matchesSet } from './match';
import { BY_WORDS, rawPath, readAs } from './reading';
import { stringWitness } from './string-set';
import type { ClaimSet, Pattern, TokenWitness } from './types';
import { inUniverse } from './universe';

/** `none`: it need not be there. `impossible`: no claim is that. `unknown`: none was found, and none is excluded. */
type Raw = { readonly value: string | readonly string[] } | 'none' | 'impossible' | 'unknown';

/** One claim as a token has it, for what is asked of it as it is and of its words. */
function rawClaim(path: string, plain: ClaimSet | undefined, words: ClaimSet | undefined): Raw {
  const wanted = [...plain?.has ?? [], ...words?.has ?? []];
  if (wanted.length === 0) return 'none';
  const list = wanted.map((patterns) => valueOf(patterns, [...plain?.hasNone ?? [], ...words?.hasNone ?? []]));
  if (list.every((v) => v !== undefined)) return { value: written(path, [...new Set(list)]) };
  // Without a list it is one string. To one reading alone that is no more than a list can be.
  return plain === undefined || words === undefined ? 'impossible' : oneString(path, plain, words);
}

/** A list of one is a string to everybody, unless it has spaces: then it is words to some. */
function written(path: string, values: readonly string[]): string | readonly string[] {
  if (ALWAYS_STRING.has(path)) return values[0];
  return values.length > 1 || path === '[aud]' || values[0] === '' || values[0].includes(' ') ? values : values[0];
}

/** https://www.rfc-editor.org/rfc/rfc7519#section-4.1 */
export const ALWAYS_STRING: ReadonlySet<string> = new Set(['[iss]', '[sub]']);

/** A string of which one thing is asked as a whole, and another of its words. */
function oneString(path: string, plain: ClaimSet, words: ClaimSet): Raw {
  const { has: wholes = [], hasNone = [] } = plain;
  const finite = wholes.find((patterns) => patterns.every(({ kind }) => kind === 'exact'));
  const found = (finite === undefined ? guesses(plain, words) : finite.flatMap((p) => (p.kind === 'exact' ? [p.value] : [])))
    .find((s) => inUniverse('header', s) && fits(path, plain, s) && fits(`${path}${BY_WORDS}`, words, s));
  if (found !== undefined) return { value: found };
  // Whatever has words is something, and that is excluded.
  const isExcluded = (words.has ?? []).length > 0 && hasNone.some((p) => p.kind === 'present' || (p.kind === 'prefix' && p.value === ''));
  return finite !== undefined || isExcluded ? 'impossible' : 'unknown';
}

/** Each of the words, together, with spaces around them and among others. */
function guesses({ has: wholes = [], hasNone }: ClaimSet, words: ClaimSet): readonly string[] {
  const base = (words.has ?? []).flatMap((patterns) => valueOf(patterns, words.hasNone) ?? []).join(' ');
  const starts = wholes.flatMap((patterns) => valueOf(patterns, hasNone) ?? []);
  return [
    base, `${base} ${base}`, ` ${base}`, `${base} `, ` ${base} `, `x ${base}`, `${base} x`, ` x ${base} x `, ' ',
    ...starts.flatMap((s) => [s, `${s} `, `${s} ${base}`, `${base} ${s}`, `${s} ${base} ${s}`]),
  ];
}

function fits(path: string, { has = [], hasNone = [] }: ClaimSet, value: string): boolean {
  const values = readAs(path, value);
  return has.every((patterns) => values.some((v) => matchesSet({ in: patterns }, v))) && values.every((v) => matchesSet({ notIn: hasNone }, v));
}

function valueOf(patterns: readonly Pattern[], hasNone: readonly Pattern[] | undefined): string | undefined {
  return stringWitness('header', { in: patterns, ...(hasNone === undefined || hasNone.length === 0 ? {} : { notIn: hasNone }) });
}

/** All claims of a token; undefined: there is no such token. */
export function rawClaims(claims: Readonly<Record<string, ClaimSet>>): { readonly claims: TokenWitness['claims']; readonly unknown: boolean } | undefined {
  const raw = ownRecord<string | readonly string[]>();
  let unknown = false;
  for (const path of new Set(Object.keys(claims).map(rawPath))) {
    const claim = rawClaim(path, own(claims, path), own(claims, `${path}${BY_WORDS}`));
    if (claim === 'impossible') return undefined;
    if (claim === 'unknown') unknown = true;
    else if (claim !== 'none') raw[path] = claim.value;
  }
  return { claims: raw, unknown };
}
