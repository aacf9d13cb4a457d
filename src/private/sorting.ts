/** By UTF-16 code units, so that bytes do not depend on anyone's locale. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

export function sortedUnique(values: readonly string[]): string[] {
  if (values.length < 2) return [...values];
  return [...new Set(values)].sort(compare);
}

/** Sorted by key; of several with the same key the first stays. */
export function byKey<T>(values: Iterable<T>, key: (value: T) => string): T[] {
  const known = new Map<string, T>();
  for (const value of values) {
    const k = key(value);
    if (!known.has(k)) known.set(k, value);
  }
  return [...known].sort(([a], [b]) => compare(a, b)).map(([, value]) => value);
}
