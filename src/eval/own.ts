/**
 * Records by names that others choose: a header may be called `constructor` or `__proto__`, and then only what the record itself holds
 * counts, not what every object inherits.
 */
export function own<T>(record: Readonly<Record<string, T>> | undefined, name: string): T | undefined {
  return record !== undefined && Object.hasOwn(record, name) ? record[name] : undefined;
}

/** An empty record that inherits nothing, so that every name can be assigned. */
export function ownRecord<T>(from: Readonly<Record<string, T>> = {}): Record<string, T> {
  return Object.assign(Object.create(null) as Record<string, T>, from);
}
