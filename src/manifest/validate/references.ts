import { type KnownObject, type Workload, WORKLOAD_KINDS } from '../kinds';
import type { ManifestObject, ManifestProblem } from '../manifests';

interface Followed {
  readonly objects: readonly ManifestObject[];
  readonly problems: readonly ManifestProblem[];
}

/** Rollouts with the pods of the workloads that they refer to. One whose workload is not here would stand for pods that nobody knows. */
export function followed(objects: readonly ManifestObject[]): Followed {
  if (!objects.some(refers)) return { objects, problems: [] };
  const workloads = new Map(objects.filter(isWorkload).map(({ object }) => [keyOf(object.kind, object), object]));
  const problems: ManifestProblem[] = [];
  const complete = objects.flatMap((source): readonly ManifestObject[] => {
    if (!refers(source)) return [source];
    const { object } = source;
    const { kind, name } = object.workloadRef!;
    const { namespace } = object.metadata;
    const found = workloads.get(keyOf(kind, { metadata: { name, ...(namespace === undefined ? {} : { namespace }) } }));
    if (found !== undefined) {
      const selector = object.selector ?? found.selector;
      return [{ ...source, object: { ...object, pod: found.pod, ...(selector === undefined ? {} : { selector }) } }];
    }
    const line = source.lineOf?.('spec.workloadRef');
    problems.push({
      code: 'missing-field',
      origin: source.origin,
      path: 'spec.workloadRef',
      ...(line === undefined ? {} : { line }),
      message: `${kind} \`${name}\` of the same namespace, whose pods it has, is not among these objects`,
      value: name,
      repair: `put the ${kind} beside the Rollout`,
    });
    return [];
  });
  return { objects: complete, problems };
}

/** What names no namespace is in `default`. */
function keyOf(kind: string, { metadata: { namespace = 'default', name } }: Pick<KnownObject, 'metadata'>): string {
  return `${kind} ${namespace}/${name}`;
}

function refers(o: ManifestObject): o is ManifestObject<Workload> {
  return isWorkload(o) && o.object.workloadRef !== undefined;
}

function isWorkload(o: ManifestObject): o is ManifestObject<Workload> {
  return (WORKLOAD_KINDS as readonly string[]).includes(o.object.kind);
}
