import type { HeaderModel, HeaderValueModel } from '../model/model';

/** Two conditions on one header of which a value can only meet one; undefined: none. Sent twice it would meet both, which nobody means. */
export function impossibleHeader(headers: readonly HeaderModel[]): string | undefined {
  return headers.find((one, i) => headers.slice(i + 1).some((other) => other.name === one.name && areApart(one, other)))?.name;
}

function areApart(one: HeaderModel, other: HeaderModel): boolean {
  return !one.values.some((a) => other.values.some((b) => meet(a, b)));
}

/** Is there a value that both match? */
function meet(a: HeaderValueModel, b: HeaderValueModel): boolean {
  if (a.kind === 'present' || b.kind === 'present') return true;
  if (a.kind === 'exact') return matches(b, a.value);
  if (b.kind === 'exact') return matches(a, b.value);
  if (a.kind !== b.kind) return true;
  return a.kind === 'prefix' ? a.value.startsWith(b.value) || b.value.startsWith(a.value) : a.value.endsWith(b.value) || b.value.endsWith(a.value);
}

function matches(pattern: Exclude<HeaderValueModel, { kind: 'present' }>, value: string): boolean {
  switch (pattern.kind) {
    case 'exact': return value === pattern.value;
    case 'prefix': return value.startsWith(pattern.value);
    case 'suffix': return value.endsWith(pattern.value);
  }
}
