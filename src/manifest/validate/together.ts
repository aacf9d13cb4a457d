import type { KnownObject, Sidecar } from '../kinds';
import type { ManifestObject, ManifestProblem, Origin, UnreadObject } from '../manifests';

// What is wrong with objects that are right one by one.

/** kubectl puts an object without namespace there; kinds that lie in no namespace are the same with or without it. */
const NAMESPACE_LEFT_OUT = 'default';

/** kubectl would apply one over the other, and which of them stays depends on the order of files. */
export function duplicates(objects: readonly ManifestObject[], unread: readonly UnreadObject[]): ManifestProblem[] {
  const seen = new Map<string, Origin>();
  const problems: ManifestProblem[] = [];
  const check = (apiVersion: string, kind: string, name: string, namespace: string | undefined, origin: Origin): void => {
    const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
    const key = `${group}/${kind}/${namespace ?? NAMESPACE_LEFT_OUT}/${name}`;
    const first = seen.get(key);
    if (first === undefined) {
      seen.set(key, origin);
      return;
    }
    const id = namespace === undefined ? name : `${namespace}/${name}`;
    problems.push({
      code: 'duplicate-object',
      origin,
      path: 'metadata.name',
      message: `${kind} \`${id}\` is given twice, first at ${place(first)}`,
      value: name,
      repair: 'remove one of them',
    });
  };
  for (const { object: { apiVersion, kind, metadata }, origin } of objects) {
    // Anybody's settings, which carry no access: whichever stays, the answer is the same. The options of a Gateway are read, all of one name.
    if (kind !== 'ConfigMap') check(apiVersion, kind, metadata.name, metadata.namespace, origin);
  }
  for (const { apiVersion, kind, name, namespace, origin } of unread) if (name !== '') check(apiVersion, kind, name, namespace, origin);
  return problems;
}

/**
 * Istio leaves undefined which of two Sidecars for the same workloads is used
 * (https://istio.io/latest/docs/reference/config/networking/sidecar/).
 */
export function ambiguousSidecars(objects: readonly ManifestObject[]): ManifestProblem[] {
  const seen = new Map<string, Sidecar>();
  const problems: ManifestProblem[] = [];
  for (const { object, origin } of objects) {
    if (!isSidecar(object)) continue;
    const labels = object.spec.workloadSelector?.labels ?? {};
    const key = JSON.stringify([object.metadata.namespace ?? NAMESPACE_LEFT_OUT, Object.entries(labels).sort(([a], [b]) => a < b ? -1 : 1)]);
    const first = seen.get(key);
    if (first === undefined) {
      seen.set(key, object);
    } else if (first.metadata.name !== object.metadata.name) {
      problems.push({
        code: 'ambiguous-sidecar',
        origin,
        path: 'spec.workloadSelector',
        message: `selects the same workloads as Sidecar \`${first.metadata.name}\``,
        repair: 'keep one of them',
      });
    }
  }
  return problems;
}

function isSidecar(object: KnownObject): object is Sidecar {
  return object.kind === 'Sidecar';
}

function place({ file, line, construct }: Origin): string {
  if (file !== undefined) return line === undefined ? file : `${file}:${line}`;
  return construct ?? 'an earlier place';
}
