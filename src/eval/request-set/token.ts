import { own, ownRecord } from '../own';
import { compareText } from './pattern';
import {
  ANY_HEADER, canonicalStrings, EVERY, isEmptyHeader, meetHeaders, meetStrings, minusHeaders, minusStrings, seenToCover, stringsKey, stringWitness,
} from './string-set';
import { ALWAYS_STRING, rawClaims } from './claims';
import type { ClaimSet, HeaderSet, Pattern, TokenSet, TokenWitness } from './types';

/** Places, keys and claims are strings like the values of headers. */
const DIMENSION = 'header';
const ANY_VALUE: readonly Pattern[] = [{ kind: 'prefix', value: '' }];

/**
 * As `canonicalBox`: `{}` is unconstrained, undefined is seen to be empty.
 *
 * INVARIANT: what asks for a key or a value of a claim asks for a token, so that requests without one are outside by `at` alone.
 */
export function canonicalToken(set: TokenSet | undefined): { readonly token?: TokenSet } | undefined {
  if (set === undefined) return {};
  const key = canonicalStrings(DIMENSION, set.key ?? EVERY);
  const isKeyed = key.in !== undefined || key.notIn !== undefined;
  const claims = ownRecord<ClaimSet>();
  for (const name of Object.keys(set.claims ?? {}).sort(compareText)) {
    const claim = canonicalClaim(ALWAYS_STRING.has(name) ? single(set.claims![name]) : set.claims![name]);
    if (claim === undefined) return undefined;
    if (claim.has !== undefined || claim.hasNone !== undefined) claims[name] = claim;
  }
  const required = set.key !== undefined || Object.values(claims).some((c) => c.has !== undefined);
  const at = canonicalPlace(set.at ?? ANY_HEADER, required);
  if (key.in?.length === 0 || at === undefined) return undefined;
  const token = {
    ...(at.absent && at.in === undefined && at.notIn === undefined ? {} : { at }),
    ...(isKeyed ? { key } : {}),
    // Who has no token has no claims.
    ...(Object.keys(claims).length > 0 && !isWithout(at) ? { claims } : {}),
  };
  return Object.keys(token).length === 0 ? {} : { token };
}

function canonicalPlace({ absent, ...strings }: HeaderSet, required: boolean): HeaderSet | undefined {
  const set = canonicalStrings(DIMENSION, strings);
  if (absent && !required) return { ...set, absent };
  return set.in?.length === 0 ? undefined : set;
}

function isWithout({ absent, in: places }: HeaderSet): boolean {
  return absent === true && places?.length === 0;
}

/** The one value is in all of the lists. */
function single({ has = [], ...rest }: ClaimSet): ClaimSet {
  if (has.length < 2) return { has, ...rest };
  return { has: [has.reduce((a, b) => meetStrings(DIMENSION, { in: a }, { in: b }).in ?? ANY_VALUE)], ...rest };
}

function canonicalClaim({ has = [], hasNone = [] }: ClaimSet): ClaimSet | undefined {
  const { notIn: none } = canonicalStrings(DIMENSION, { notIn: hasNone });
  const lists = has.map((list) => canonicalStrings(DIMENSION, { in: list, ...(none === undefined ? {} : { notIn: none }) }).in ?? ANY_VALUE);
  if (lists.some((list) => list.length === 0)) return undefined;
  const kept = lists.filter((list, i) => !lists.some((other, j) => i !== j && covers(list, other) && (!covers(other, list) || j < i)));
  kept.sort((a, b) => compareText(stringsKey({ in: a }), stringsKey({ in: b })));
  return { ...(kept.length === 0 ? {} : { has: kept }), ...(none === undefined ? {} : { hasNone: none }) };
}

/** Who has a value of `inner` has one of `outer`. */
function covers(outer: readonly Pattern[], inner: readonly Pattern[]): boolean {
  return seenToCover({ in: outer }, { in: inner });
}

/** INVARIANT: of canonical sets, equal keys mean equal sets. */
export function tokenKey({ at, key, claims = {} }: TokenSet): string {
  const place = at === undefined ? '' : `${stringsKey(at)}${at.absent ? '?' : ''}`;
  const values = Object.entries(claims).map(([name, { has = [], hasNone }]) => (
    `${JSON.stringify(name)}=${has.map((list) => stringsKey({ in: list })).join('&')}${hasNone === undefined ? '' : stringsKey({ notIn: hasNone })}`));
  return `token ${place} ${key === undefined ? '' : stringsKey(key)} ${values.join('|')}`;
}

/** Certain where `true`. */
export function seenToCoverToken(outer: TokenSet, inner: TokenSet): boolean {
  const place = inner.at ?? ANY_HEADER;
  if (outer.at !== undefined && ((!outer.at.absent && place.absent) || !seenToCover(outer.at, place))) return false;
  if (outer.key !== undefined && !seenToCover(outer.key, inner.key ?? EVERY)) return false;
  return isWithout(place) || Object.entries(outer.claims ?? {}).every(([name, { has = [], hasNone = [] }]) => {
    const values = own(inner.claims, name) ?? {};
    const notIn = values.hasNone ?? [];
    return has.every((list) => values.has?.some((l) => seenToCover({ in: list }, { in: l, notIn })))
      && (hasNone.length === 0 || seenToCover({ notIn: hasNone }, { notIn }));
  });
}

export function meetTokens(a: TokenSet | undefined, b: TokenSet | undefined): TokenSet | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  const claims = ownRecord(a.claims);
  for (const [name, set] of Object.entries(b.claims ?? {})) claims[name] = meetClaims(claims[name], set);
  const key = a.key === undefined || b.key === undefined ? a.key ?? b.key : meetStrings(DIMENSION, a.key, b.key);
  return { ...(a.at ?? b.at ? { at: meetHeaders(a.at, b.at) } : {}), ...(key === undefined ? {} : { key }), claims };
}

function meetClaims(a: ClaimSet = {}, b: ClaimSet): ClaimSet {
  return { has: [...(a.has ?? []), ...(b.has ?? [])], hasNone: [...(a.hasNone ?? []), ...(b.hasNone ?? [])] };
}

/** `a` without `b`, which is canonical, as disjoint sets; some may be empty. */
export function minusTokens(a: TokenSet, b: TokenSet): readonly TokenSet[] {
  const pieces: TokenSet[] = [];
  let rest = a;
  if (b.at !== undefined) {
    pieces.push(...minusHeaders(rest.at ?? ANY_HEADER, b.at).map((at) => ({ ...rest, at })));
    rest = { ...rest, at: meetHeaders(rest.at, b.at) };
  }
  // From here on `rest` has a token wherever `b` asks for something of it.
  if (b.key !== undefined) {
    pieces.push(...minusStrings(DIMENSION, rest.key ?? EVERY, b.key).map((key) => ({ ...rest, key })));
    rest = { ...rest, key: rest.key === undefined ? b.key : meetStrings(DIMENSION, rest.key, b.key) };
  }
  const constrain = (name: string, set: ClaimSet): TokenSet => (
    { ...rest, claims: { ...rest.claims, [name]: meetClaims(own(rest.claims, name), set) } });
  for (const [name, { has = [], hasNone }] of issuerFirst(b.claims)) {
    for (const list of has) {
      pieces.push(constrain(name, { hasNone: list }));
      rest = constrain(name, { has: [list] });
    }
    if (hasNone !== undefined) {
      pieces.push(constrain(name, { has: [hasNone] }));
      rest = constrain(name, { hasNone });
    }
  }
  return pieces;
}

/** Whose it is says how its claims are read: pieces that leave that open would ask for readings that nobody makes. */
function issuerFirst(claims: TokenSet['claims'] = {}): readonly (readonly [string, ClaimSet])[] {
  const entries = Object.entries(claims);
  return [...entries.filter(([name]) => name === '[iss]'), ...entries.filter(([name]) => name !== '[iss]')];
}

/** Are requests without one among these? */
export function isOptionalToken({ at = ANY_HEADER }: TokenSet): boolean {
  return at.absent === true;
}

/** For canonical sets exact, but that a claim which is asked for as it is and by its words is taken to be possible where neither is seen. */
export function isEmptyToken({ at = ANY_HEADER, key = EVERY, claims = {} }: TokenSet): boolean {
  if (at.absent) return false;
  return isEmptyHeader(at) || stringWitness(DIMENSION, key) === undefined || rawClaims(claims) === undefined;
}

/** Undefined: it needs none. */
export function tokenWitness({ at = ANY_HEADER, key = EVERY, claims = {} }: TokenSet): TokenWitness | undefined {
  if (at.absent) return undefined;
  const raw = rawClaims(claims)!;
  return { at: stringWitness(DIMENSION, at)!, key: stringWitness(DIMENSION, key)!, claims: raw.claims, ...(raw.unknown ? { unknown: true } : {}) };
}
