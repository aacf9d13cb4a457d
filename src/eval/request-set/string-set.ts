import { shortest } from './automata';
import { matchesSet } from './match';
import { comparePatterns, keyOf } from './pattern';
import { covers, disjoint, meetPatterns } from './pattern-order';
import type { HeaderSet, Pattern, StringSet } from './types';
import { type Dimension, inUniverse, READABLE } from './universe';

/** A set with neither list: every string of the dimension. */
export const EVERY: StringSet = {};

/** Sorted, without patterns that others make superfluous; equal texts are equal sets. */
export function canonicalStrings(dimension: Dimension, set: StringSet): StringSet {
  let notIn = maximal(set.notIn ?? []);
  if (set.in === undefined || set.in.some((p) => isEvery(dimension, p))) {
    return notIn.length === 0 ? EVERY : { notIn };
  }
  const kept = maximal(set.in).filter((p) => !notIn.some((n) => covers(n, p)));
  notIn = notIn.filter((n) => kept.some((p) => !disjoint(p, n)));
  return notIn.length === 0 ? { in: kept } : { in: kept, notIn };
}

function maximal(patterns: readonly Pattern[]): readonly Pattern[] {
  if (patterns.length < 2) return patterns;
  const { exact, others } = apart(patterns);
  // One value covers nothing but itself, and of a policy with hundreds most are.
  const wide = others.filter((p, i) => !others.some((q, j) => i !== j && covers(q, p) && (!covers(p, q) || j < i)));
  const values = [...exact.values()].filter((p) => !wide.some((q) => covers(q, p)));
  return [...wide, ...values].sort(comparePatterns);
}

type Exact = Pattern & { readonly kind: 'exact' };

function apart(patterns: readonly Pattern[]): { readonly exact: ReadonlyMap<string, Exact>; readonly others: readonly Pattern[] } {
  const exact = new Map<string, Exact>();
  const others: Pattern[] = [];
  for (const p of patterns) {
    if (p.kind !== 'exact') others.push(p);
    else if (!exact.has(p.value)) exact.set(p.value, p as Exact);
  }
  return { exact, others };
}

function isEvery(dimension: Dimension, p: Pattern): boolean {
  switch (p.kind) {
    case 'present': return dimension === 'method' || dimension === 'path';
    case 'prefix': return p.value === '' || (dimension === 'path' && p.value === '/');
    case 'suffix': return p.value === '';
    default: return false;
  }
}

/** Of small ones a key is made sooner than found. */
const FEW = 16;
const keys = new WeakMap<StringSet, string>();

export function stringsKey(set: StringSet): string {
  if ((set.in?.length ?? 0) + (set.notIn?.length ?? 0) <= FEW) return writtenKey(set);
  let key = keys.get(set);
  if (key === undefined) keys.set(set, key = writtenKey(set));
  return key;
}

function writtenKey(set: StringSet): string {
  return `${set.in === undefined ? '*' : `[${set.in.map(keyOf).join(' ')}]`}${set.notIn === undefined ? '' : `-[${set.notIn.map(keyOf).join(' ')}]`}`;
}

export function meetStrings(dimension: Dimension, a: StringSet, b: StringSet): StringSet {
  const notIn = [...(a.notIn ?? []), ...(b.notIn ?? [])];
  const meet = a.in === undefined ? b.in : b.in === undefined ? a.in : inBoth(a.in, b.in);
  return canonicalStrings(dimension, { ...(meet === undefined ? {} : { in: meet }), notIn });
}

function inBoth(a: readonly Pattern[], b: readonly Pattern[]): readonly Pattern[] {
  if (a.length === 1 || b.length === 1) return a.flatMap((p) => b.flatMap((q) => meetPatterns(p, q) ?? []));
  const [x, y] = [apart(a), apart(b)];
  return [
    ...[...x.exact.values()].filter(({ value }) => y.exact.has(value)),
    ...[...x.exact.values()].filter((p) => y.others.some((q) => covers(q, p))),
    ...[...y.exact.values()].filter((p) => x.others.some((q) => covers(q, p))),
    ...x.others.flatMap((p) => y.others.flatMap((q) => meetPatterns(p, q) ?? [])),
  ];
}

/** `a` without `b`, as a union of at most two disjoint sets; empty ones are left out. */
export function minusStrings(dimension: Dimension, a: StringSet, b: StringSet): readonly StringSet[] {
  const outside = b.in === undefined ? [] : [canonicalStrings(dimension, { ...a, notIn: [...(a.notIn ?? []), ...b.in] })];
  const inside = b.in === undefined ? a : meetStrings(dimension, a, { in: b.in });
  const excluded = b.notIn === undefined ? [] : [meetStrings(dimension, inside, { in: b.notIn })];
  return [...outside, ...excluded].filter((s) => stringWitness(dimension, s) !== undefined);
}

/** Certain where `true`; see `covers`. */
export function seenToCover(outer: StringSet, inner: StringSet): boolean {
  if (outer.in !== undefined && !inner.in?.every((p) => outer.in!.some((o) => covers(o, p)))) return false;
  return (outer.notIn ?? []).every((n) => inner.notIn?.some((m) => covers(m, n)) || inner.in?.every((p) => disjoint(p, n)));
}

const LIMIT = 20_000;
const witnesses = new Map<string, string | undefined>();

/**
 * A string of the set; undefined: it has none. Exact: candidates that people would write are tried by plain matching first, and only
 * where none fits does an automaton look for one or show that there is none.
 */
export function stringWitness(dimension: Dimension, set: StringSet): string | undefined {
  if (set.in?.length === 0) return undefined;
  if (set.in === undefined && set.notIn === undefined) return READABLE[dimension][0];
  const key = `${dimension} ${stringsKey(set)}`;
  if (witnesses.has(key)) return witnesses.get(key);
  const found = candidates(dimension, set).find((c) => inUniverse(dimension, c) && matchesSet(set, c))
    ?? (set.in?.every((p) => p.kind === 'exact') ? undefined : shortest(dimension, set));
  if (witnesses.size >= LIMIT) witnesses.clear();
  witnesses.set(key, found);
  return found;
}

function candidates(dimension: Dimension, set: StringSet): readonly string[] {
  if (set.in === undefined) return READABLE[dimension];
  return set.in.flatMap((p) => examples(dimension, p));
}

function examples(dimension: Dimension, p: Pattern): readonly string[] {
  const start = dimension === 'path' ? '/' : '';
  switch (p.kind) {
    case 'exact': return [p.value];
    case 'prefix': return [p.value, `${p.value}x`, `${p.value}/x`, `${p.value}x/y`];
    case 'suffix': return [p.value, `${start}x${p.value}`, `${start}x/y${p.value}`];
    case 'present': return READABLE[dimension];
    case 'template': return [p.value.replace('{**}', 'x').replaceAll('{*}', 'x'), p.value.replace('{**}', '').replaceAll('{*}', 'y')];
    case 'expression': return READABLE[dimension];
    case 'all': return p.of.flatMap((q) => examples(dimension, q));
  }
}

export function meetHeaders(a: HeaderSet | undefined, b: HeaderSet | undefined): HeaderSet {
  if (a === undefined) return b!;
  if (b === undefined) return a;
  return { ...meetStrings('header', a, b), ...(a.absent && b.absent ? { absent: true } : {}) };
}

/** A header that may be absent is one more value. */
export function minusHeaders(a: HeaderSet, b: HeaderSet): readonly HeaderSet[] {
  const present = minusStrings('header', a, b);
  if (!a.absent || b.absent) return present;
  return present.length === 0 ? [{ in: [], absent: true }] : [{ ...present[0], absent: true }, ...present.slice(1)];
}

export const ANY_HEADER: HeaderSet = { absent: true };

export function isEmptyHeader(h: HeaderSet): boolean {
  return !h.absent && stringWitness('header', h) === undefined;
}
