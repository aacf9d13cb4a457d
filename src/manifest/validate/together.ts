import type { KnownObject, Sidecar } from '../kinds';
import type { ManifestObject, ManifestProblem } from '../manifests';

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
    const key = JSON.stringify([object.metadata.namespace ?? 'default', Object.entries(labels).sort(([a], [b]) => a < b ? -1 : 1)]);
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
