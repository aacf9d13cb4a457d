import { own, ownRecord } from '../own';
import { compareText } from './pattern';
import {
  ANY_HEADER, canonicalStrings, EVERY, isEmptyHeader, meetHeaders, meetStrings, minusHeaders, minusStrings, seenToCover, stringsKey, stringWitness,
} from './string-set';
import { holdsOnlyPreflights, otherThanPreflight } from './box-preflight';
import { canonicalToken, isEmptyToken, isOptionalToken, meetTokens, minusTokens, seenToCoverToken, tokenKey, tokenWitness } from './token';
import type { Box, HeaderSet, Opaque, StringSet, Witness } from './types';
import { ANY_HOST, type Dimension } from './universe';

export type HttpBox = Extract<Box, { kind: 'http' }>;

/** The dimensions that are one string each, and which universe they live in. */
export const STRINGS = [['methods', 'method'], ['hosts', 'host'], ['paths', 'path']] as const satisfies readonly (readonly [keyof HttpBox, Dimension])[];

/** Unconstrained dimensions left out, the rest canonical; undefined: seen to be empty. Not being seen to be is no proof, see `boxWitness`. */
export function canonicalBox(box: Box): Box | undefined {
  const conditions = canonicalConditions(box);
  if (conditions === undefined) return undefined;
  if (box.kind === 'bytes') return { kind: 'bytes', ...conditions };
  const strings: Partial<Record<'methods' | 'hosts' | 'paths', StringSet>> = {};
  for (const [field, dimension] of STRINGS) {
    const set = canonicalStrings(dimension, box[field] ?? EVERY);
    if (set.in?.length === 0) return undefined;
    if (set.in !== undefined || set.notIn !== undefined) strings[field] = set;
  }
  const headers = ownRecord<HeaderSet>();
  for (const name of Object.keys(box.headers ?? {}).sort(compareText)) {
    const { absent } = box.headers![name];
    const set = canonicalStrings('header', box.headers![name]);
    if (set.in?.length === 0 && !absent) return undefined;
    if (!absent || set.in !== undefined || set.notIn !== undefined) headers[name] = absent ? { ...set, absent } : set;
  }
  const token = canonicalToken(box.token);
  return token && { kind: 'http', ...strings, ...(Object.keys(headers).length > 0 ? { headers } : {}), ...token, ...conditions };
}

function canonicalConditions(box: Box): { when?: readonly Opaque[]; whenNot?: readonly Opaque[] } | undefined {
  const when = [...new Set(box.when?.map((c) => c.key))].sort(compareText);
  const whenNot = [...new Set(box.whenNot?.map((c) => c.key))].sort(compareText);
  if (when.some((key) => whenNot.includes(key))) return undefined;
  const conditions = (keys: readonly string[]): readonly Opaque[] => keys.map((key) => ({ key }));
  return { ...(when.length > 0 ? { when: conditions(when) } : {}), ...(whenNot.length > 0 ? { whenNot: conditions(whenNot) } : {}) };
}

/** INVARIANT: of canonical boxes, equal keys mean equal sets. `without` leaves a dimension out. */
export function boxKey(box: Box, without?: string): string {
  const conditions = box.when === undefined && box.whenNot === undefined ? '' : JSON.stringify([box.when ?? [], box.whenNot ?? []]);
  if (box.kind === 'bytes') return `bytes ${conditions}`;
  const strings = STRINGS.map(([field]) => (field === without || box[field] === undefined ? '' : stringsKey(box[field]))).join('|');
  const headers = Object.entries(box.headers ?? {}).map(([name, set]) => `${JSON.stringify(name)}=${stringsKey(set)}${set.absent ? '?' : ''}`).join('|');
  return `http ${strings} ${headers} ${box.token === undefined ? '' : tokenKey(box.token)}${conditions}`;
}

/** Certain where `true`. */
export function seenToCoverBox(outer: Box, inner: Box): boolean {
  if (outer.when?.some((c) => !inner.when?.some((d) => c.key === d.key))) return false;
  if (outer.whenNot?.some((c) => !inner.whenNot?.some((d) => c.key === d.key))) return false;
  if (outer.kind === 'bytes' || inner.kind === 'bytes') return outer.kind === inner.kind;
  return STRINGS.every(([field]) => outer[field] === undefined || seenToCover(outer[field], inner[field] ?? EVERY))
    && Object.entries(outer.headers ?? {}).every(([name, set]) => {
      const other = own(inner.headers, name) ?? ANY_HEADER;
      return (set.absent || !other.absent) && seenToCover(set, other);
    })
    && (outer.token === undefined || seenToCoverToken(outer.token, inner.token ?? {}));
}

export function meetBoxes(a: Box, b: Box): Box | undefined {
  const conditions = { when: [...(a.when ?? []), ...(b.when ?? [])], whenNot: [...(a.whenNot ?? []), ...(b.whenNot ?? [])] };
  if (a.kind === 'bytes' || b.kind === 'bytes') return a.kind === b.kind ? canonicalBox({ kind: 'bytes', ...conditions }) : undefined;
  const strings: Partial<Record<'methods' | 'hosts' | 'paths', StringSet>> = {};
  for (const [field, dimension] of STRINGS) {
    strings[field] = a[field] === undefined || b[field] === undefined ? a[field] ?? b[field] : meetStrings(dimension, a[field], b[field]);
    if (strings[field]?.in?.length === 0) return undefined;
  }
  const headers = ownRecord(a.headers);
  for (const [name, set] of Object.entries(b.headers ?? {})) headers[name] = meetHeaders(headers[name], set);
  const token = meetTokens(a.token, b.token);
  return canonicalBox({ kind: 'http', ...strings, headers, ...(token === undefined ? {} : { token }), ...conditions });
}

/** `a` without `b` as disjoint boxes: for each dimension what of `a` lies outside there and inside in the dimensions before. */
export function minusBox(a: Box, b: Box): readonly Box[] {
  if (seenToCoverBox(b, a)) return [];
  const common = meetBoxes(a, b);
  if (common === undefined || isEmptyBox(common)) return [a];
  const pieces: Box[] = [];
  let rest = a;
  for (const { key } of b.when ?? []) {
    pieces.push({ ...rest, whenNot: [...(rest.whenNot ?? []), { key }] });
    rest = { ...rest, when: [...(rest.when ?? []), { key }] };
  }
  for (const { key } of b.whenNot ?? []) {
    pieces.push({ ...rest, when: [...(rest.when ?? []), { key }] });
    rest = { ...rest, whenNot: [...(rest.whenNot ?? []), { key }] };
  }
  if (rest.kind === 'http' && b.kind === 'http') pieces.push(...minusHttp(rest, b));
  return pieces.flatMap((p) => canonicalBox(p) ?? []);
}

function minusHttp(a: HttpBox, b: HttpBox): readonly Box[] {
  const pieces: Box[] = [];
  let rest = a;
  for (const [field, dimension] of STRINGS) {
    if (b[field] === undefined) continue;
    const mine = rest[field] ?? EVERY;
    pieces.push(...minusStrings(dimension, mine, b[field]).map((set) => ({ ...rest, [field]: set })));
    rest = { ...rest, [field]: meetStrings(dimension, mine, b[field]) };
  }
  for (const [name, set] of Object.entries(b.headers ?? {})) {
    const mine = own(rest.headers, name) ?? ANY_HEADER;
    pieces.push(...minusHeaders(mine, set).map((left) => ({ ...rest, headers: { ...rest.headers, [name]: left } })));
    rest = { ...rest, headers: { ...rest.headers, [name]: meetHeaders(mine, set) } };
  }
  if (b.token !== undefined) pieces.push(...minusTokens(rest.token ?? {}, b.token).map((token) => ({ ...rest, token })));
  return pieces;
}

/** Exact, for canonical boxes. */
export function isEmptyBox(box: Box): boolean {
  if (box.kind === 'bytes') return false;
  return STRINGS.some(([field, dimension]) => box[field] !== undefined && stringWitness(dimension, box[field]) === undefined)
    || Object.values(box.headers ?? {}).some(isEmptyHeader)
    || (box.token !== undefined && (isEmptyToken(box.token) || (!isOptionalToken(box.token) && holdsOnlyPreflights(box))));
}

/** One request of the canonical box; undefined: it has none. */
export function boxWitness(box: Box): Witness | undefined {
  if (isEmptyBox(box)) return undefined;
  const when = (box.when ?? []).map((c) => c.key);
  if (box.kind === 'bytes') return { kind: 'bytes', when };
  const headers = ownRecord<string>();
  for (const [name, set] of Object.entries(box.headers ?? {})) {
    const value = stringWitness('header', set);
    if (!set.absent) headers[name] = value!;
  }
  const token = box.token && tokenWitness(box.token);
  const request: Witness = {
    kind: 'http',
    method: stringWitness('method', box.methods ?? EVERY)!,
    host: box.hosts === undefined ? ANY_HOST : stringWitness('host', box.hosts)!,
    path: stringWitness('path', box.paths ?? EVERY)!,
    headers,
    ...(token === undefined ? {} : { token }),
    when,
  };
  return token === undefined ? request : otherThanPreflight(request, box);
}
