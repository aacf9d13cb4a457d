/** Of two states of a cluster's manifests. */
export interface Both<T> {
  readonly before: T;
  readonly after: T;
}

export const SIDES = ['before', 'after'] as const;
export type Side = typeof SIDES[number];

export function both<T>(of: (side: Side) => T): Both<T> {
  return { before: of('before'), after: of('after') };
}

/** Each once, in the order in which they are met first. */
export function unionBy<T>({ before, after }: Both<readonly T[]>, keyOf: (value: T) => string): ReadonlyMap<string, Partial<Both<T>>> {
  const found = new Map<string, Partial<Both<T>>>();
  for (const value of before) found.set(keyOf(value), { ...found.get(keyOf(value)), before: value });
  for (const value of after) found.set(keyOf(value), { ...found.get(keyOf(value)), after: value });
  return found;
}
