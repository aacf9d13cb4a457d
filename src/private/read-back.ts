import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import type { WorkloadFact } from '../check';
import { type ConstructObject, formatManifestProblem, type ManifestObject, type Manifests, readObjects, readPaths, WORKLOAD_KINDS } from '../manifest';
import type { Workload } from '../manifest';

export interface ReadBack {
  readonly manifests: Manifests;
  /** One line each. With one, the manifests lack what was refused and say nothing. */
  readonly problems: readonly string[];
}

/** Every object of the App, whoever made it, as cdk8s will write it: after labels, patches and tokens. */
export function readApp(root: IConstruct, render = toJson): ReadBack {
  const { manifests, problems } = readObjects(rendered(apiObjects(root), render));
  return { manifests, problems: problems.map(formatManifestProblem) };
}

/** Those that make pods. Cheap, and possible while the declaration still has mistakes: none of them is ours. */
export function readWorkloads(root: IConstruct): { readonly workloads: readonly WorkloadFact[]; readonly problems: readonly string[] } {
  const { manifests, problems } = readObjects(rendered(apiObjects(root).filter(mayMakePods)));
  return { workloads: manifests.objects.flatMap(workloadFact), problems: problems.map(formatManifestProblem) };
}

/**
 * What the cluster has already, and over it the App. An object of the App replaces the one of the same name; what was there before is
 * the older where age decides.
 */
export function readOver(paths: readonly string[], app: Manifests): ReadBack {
  if (paths.length === 0) return { manifests: app, problems: [] };
  const { manifests: existing, problems } = readPaths(paths);
  const replaced = new Set(app.objects.map(identity));
  return {
    manifests: {
      objects: [...existing.objects.filter((o) => !replaced.has(identity(o))), ...app.objects],
      unread: [...existing.unread, ...app.unread],
    },
    problems: problems.map(formatManifestProblem),
  };
}

export function apiObjects(root: IConstruct): ApiObject[] {
  return root.node.findAll().filter((c): c is ApiObject => ApiObject.isApiObject(c));
}

const toJson = (object: ApiObject): unknown => object.toJson();

function* rendered(objects: readonly ApiObject[], render = toJson): Generator<ConstructObject> {
  for (const object of objects) yield { value: render(object), construct: object.node.path };
}

const POD_KINDS: ReadonlySet<string> = new Set(WORKLOAD_KINDS);

function mayMakePods({ kind }: ApiObject): boolean {
  return POD_KINDS.has(kind) || kind.endsWith('List');
}

function isWorkload(object: ManifestObject): object is ManifestObject<Workload> {
  return POD_KINDS.has(object.object.kind);
}

function workloadFact(read: ManifestObject): WorkloadFact[] {
  if (!isWorkload(read)) return [];
  const { kind, metadata, pod } = read.object;
  return [{
    kind,
    name: metadata.name,
    namespace: metadata.namespace ?? 'default',
    labels: pod.labels,
    annotations: pod.annotations,
    serviceAccountName: pod.serviceAccountName,
    hostNetwork: pod.hostNetwork,
    construct: read.origin.construct ?? '',
  }];
}

/** As the API server tells objects apart: the version is not part of it, and what names no namespace is in `default`. */
function identity({ object: { apiVersion, kind, metadata } }: ManifestObject): string {
  const slash = apiVersion.indexOf('/');
  return [slash < 0 ? '' : apiVersion.slice(0, slash), kind, metadata.namespace ?? 'default', metadata.name].join('/');
}
