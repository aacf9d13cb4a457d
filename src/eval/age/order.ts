import type { ManifestObject } from '../../manifest/manifests';

/**
 * With those whose age is known by age, in the places that they have among them; what has none stays where it is. Two of one second go by
 * name and namespace.
 *
 * https://github.com/istio/istio/blob/master/pilot/pkg/model/config.go (`sortByCreationComparator`)
 */
export function byAge(objects: readonly ManifestObject[]): readonly ManifestObject[] {
  const dated = objects.filter(isDated);
  if (dated.length < 2) return objects;
  const sorted = [...dated].sort(olderFirst);
  if (sorted.every((o, i) => o === dated[i])) return objects;
  let next = 0;
  return objects.map((o) => (isDated(o) ? sorted[next++] : o));
}

export function isDated({ object }: ManifestObject): boolean {
  return object.metadata.creationTimestamp !== undefined;
}

export function olderFirst(a: ManifestObject, b: ManifestObject): number {
  const age = Date.parse(a.object.metadata.creationTimestamp!) - Date.parse(b.object.metadata.creationTimestamp!);
  if (age !== 0) return age;
  const [x, y] = [a, b].map(({ object: { metadata } }) => `${metadata.name}.${metadata.namespace ?? 'default'}`);
  return x < y ? -1 : x > y ? 1 : 0;
}
