import type { KnownObject } from '../../../manifest/kinds';
import type { PodsOf } from '../../subject';

/** Objects with the scope of one before them: a namespace, or some pod. */
export function* withScopeOfAnother<T extends KnownObject>(
  all: readonly PodsOf<T>[], isWide: (object: T) => boolean,
): Iterable<{ readonly one: PodsOf<T>; readonly before: PodsOf<T> }> {
  const first = new Map<string, PodsOf<T>>();
  for (const one of all) {
    const scopes = isWide(one.source.object) ? [one.namespace] : one.workloads.map((w) => `pods of ${w.id}`);
    const before = scopes.flatMap((scope) => first.get(scope) ?? []).find((other) => other !== one);
    for (const scope of scopes) if (!first.has(scope)) first.set(scope, one);
    if (before !== undefined) yield { one, before };
  }
}
