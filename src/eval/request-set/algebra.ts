import { boxKey, boxWitness, canonicalBox, type HttpBox, isEmptyBox, meetBoxes, minusBox, seenToCoverBox, STRINGS } from './box';
import { compareText } from './pattern';
import type { Box, RequestSet, Witness } from './types';

/**
 * What every operation returns. Its key is kept on it: a map beside it would cost the garbage collector more than the algebra costs.
 *
 * INVARIANT: `boxes` are canonical, merged and sorted.
 */
class CanonicalSet implements RequestSet {
  #key: string | undefined;

  constructor(public readonly boxes: readonly Box[]) {}

  get key(): string {
    this.#key ??= this.boxes.map((box) => boxKey(box)).join('\n');
    return this.#key;
  }
}

/** No request at all. */
export const NOTHING: RequestSet = new CanonicalSet([]);
/** Every HTTP request and every other connection. */
export const EVERYTHING: RequestSet = new CanonicalSet([{ kind: 'bytes' }, { kind: 'http' }]);
/** Every HTTP request. */
export const ANY_HTTP: RequestSet = new CanonicalSet([{ kind: 'http' }]);
/** Every connection that carries something other than HTTP. */
export const ANY_BYTES: RequestSet = new CanonicalSet([{ kind: 'bytes' }]);

export function http(box: Omit<HttpBox, 'kind'> = {}): RequestSet {
  return fromBoxes([{ kind: 'http', ...box }]);
}

export function bytes(box: Omit<Extract<Box, { kind: 'bytes' }>, 'kind'> = {}): RequestSet {
  return fromBoxes([{ kind: 'bytes', ...box }]);
}

export function fromBoxes(boxes: readonly Box[]): RequestSet {
  return made(boxes);
}

function made(boxes: readonly Box[]): CanonicalSet {
  return new CanonicalSet(merge(boxes.flatMap((box) => canonicalBox(box) ?? [])));
}

/** A set that somebody wrote down by hand is made canonical where it is used. */
function canonical(set: RequestSet): CanonicalSet {
  return set instanceof CanonicalSet ? set : made(set.boxes);
}

/** Canonical text. Equal texts are equal sets; different ones need `equals`. */
export function setKey(set: RequestSet): string {
  return canonical(set).key;
}

/** Joins boxes that differ in one dimension, drops those inside others, sorts. */
function merge(boxes: readonly Box[]): readonly Box[] {
  let merged = uncovered(boxes);
  for (let before = Infinity; merged.length < before && merged.length > 1;) {
    before = merged.length;
    for (const [field] of STRINGS) merged = mergeOver(field, merged);
  }
  if (merged.length < 2) return merged;
  const keyed = uncovered(merged).map((box) => ({ box, key: boxKey(box) }));
  return keyed.sort((a, b) => compareText(a.key, b.key)).map(({ box }) => box);
}

function mergeOver(field: typeof STRINGS[number][0], boxes: readonly Box[]): readonly Box[] {
  const groups = new Map<string, Box>();
  const rest: Box[] = [];
  for (const box of boxes) {
    if (box.kind === 'bytes' || box[field]?.in === undefined || box[field].notIn !== undefined) {
      rest.push(box);
      continue;
    }
    const key = boxKey(box, field);
    const other = groups.get(key);
    const joined = other?.kind === 'http' ? canonicalBox({ ...box, [field]: { in: [...other[field]!.in!, ...box[field].in] } }) : box;
    groups.set(key, joined ?? box);
  }
  return [...rest, ...groups.values()];
}

function uncovered(boxes: readonly Box[]): readonly Box[] {
  if (boxes.length < 2) return boxes;
  return boxes.filter((box, i) => !boxes.some((other, j) => i !== j && seenToCoverBox(other, box) && (!seenToCoverBox(box, other) || j < i)));
}

export function union(...sets: readonly RequestSet[]): RequestSet {
  const some = sets.filter((s) => s.boxes.length > 0);
  return some.length === 1 ? canonical(some[0]) : fromBoxes(some.flatMap((s) => s.boxes));
}

export function intersect(...sets: readonly RequestSet[]): RequestSet {
  return sets.reduce(intersectTwo, EVERYTHING);
}

function intersectTwo(a: RequestSet, b: RequestSet): RequestSet {
  if (a === EVERYTHING) return canonical(b);
  if (b === EVERYTHING || a === b) return canonical(a);
  const keyA = setKey(a);
  const keyB = setKey(b);
  if (keyA === keyB || keyB === setKey(EVERYTHING)) return canonical(a);
  if (keyA === setKey(EVERYTHING)) return canonical(b);
  if (keyB === setKey(ANY_HTTP) && isHttpOnly(a)) return canonical(a);
  if (keyA === setKey(ANY_HTTP) && isHttpOnly(b)) return canonical(b);
  return fromBoxes(canonical(a).boxes.flatMap((x) => canonical(b).boxes.flatMap((y) => meetBoxes(x, y) ?? [])));
}

function isHttpOnly(set: RequestSet): boolean {
  return set.boxes.every((box) => box.kind === 'http');
}

export function subtract(a: RequestSet, b: RequestSet): RequestSet {
  if (b === EVERYTHING || (b === ANY_HTTP && isHttpOnly(a)) || setKey(a) === setKey(b)) return NOTHING;
  let rest = canonical(a).boxes;
  for (const y of canonical(b).boxes) rest = rest.flatMap((x) => minusBox(x, y));
  return fromBoxes(rest.filter((box) => !isEmptyBox(box)));
}

export function isEmpty(set: RequestSet): boolean {
  return canonical(set).boxes.every(isEmptyBox);
}

export function isSubset(inner: RequestSet, outer: RequestSet): boolean {
  return setKey(inner) === setKey(outer) || isEmpty(subtract(inner, outer));
}

export function equals(a: RequestSet, b: RequestSet): boolean {
  return isSubset(a, b) && isSubset(b, a);
}

/** A short, readable request of the set; undefined: the set is empty. */
export function witness(set: RequestSet): Witness | undefined {
  const found = canonical(set).boxes.flatMap((box) => boxWitness(box) ?? []);
  return found.reduce<Witness | undefined>((best, w) => (best === undefined || weight(w) < weight(best) ? w : best), undefined);
}

function weight(w: Witness): number {
  if (w.kind === 'bytes') return 1_000 + 10 * w.when.length;
  return w.method.length + w.path.length + (w.method === 'GET' ? 0 : 3) + 10 * (w.when.length + Object.keys(w.headers).length);
}
