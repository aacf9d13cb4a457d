/** `podLabels was {…} and is {…}`, of each key that differs. */
export function differences<K extends string>(
  keys: readonly K[], before: Readonly<Partial<Record<K, unknown>>>, now: Readonly<Partial<Record<K, unknown>>>,
): readonly string[] {
  const text = (value: unknown): string => (value === undefined ? 'none' : `\`${typeof value === 'string' ? value : stable(value)}\``);
  return keys.filter((key) => stable(before[key]) !== stable(now[key])).map((key) => `${key} was ${text(before[key])} and is ${text(now[key])}`);
}

/** The order of keys is nobody's statement, and a waypoint that its owner manages is somebody else's to whoever imports it. */
function stable(value: unknown): string | undefined {
  return JSON.stringify(value, (_, v: unknown) => (isMap(v) ? sorted(v) : v));
}

function sorted(map: Readonly<Record<string, unknown>>): unknown {
  return Object.fromEntries(Object.entries(map).filter(([key]) => key !== 'managed').sort(([a], [b]) => (a < b ? -1 : 1)));
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
