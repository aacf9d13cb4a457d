import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import {
  API_SERVER_CALLING_KINDS, apiServerCalls, type ConstructObject, formatManifestProblem, type ManifestObject, type Manifests, over, readObjects,
  readPaths, WORKLOAD_KINDS,
} from '../manifest';
import type { Service, Workload } from '../manifest';
import type { AppFacts, KubernetesServiceFact, WorkloadFact } from '../resolve/app-facts';
import { isOwn } from './api-objects';

export interface ReadBack {
  readonly manifests: Manifests;
  /** What the cluster has already under names that the App writes. Left out: nothing. */
  readonly replaced?: readonly ManifestObject[];
  /** One line each. With one, the manifests lack what was refused and say nothing. */
  readonly problems: readonly string[];
}

/** Every object of the App, whoever made it, as cdk8s will write it: after labels, patches and tokens. */
export function readApp(objects: readonly ApiObject[], render = toJson): ReadBack {
  const { manifests, problems } = readObjects(rendered(objects, render));
  return { manifests, problems: problems.map(formatManifestProblem) };
}

/** What the App has of other people's workloads, and with `withServices` of their Kubernetes Services. */
export interface AppReading extends AppFacts {
  readonly problems: readonly string[];
}

/** These alone, as they stand now. */
export function readObjectsOf(objects: readonly ApiObject[], render = toJson): AppReading {
  const { manifests, problems } = readObjects(rendered(objects, render));
  return {
    workloads: withReferences(manifests.objects.filter(isWorkload)).map(workloadFact),
    kubernetesServices: manifests.objects.flatMap(kubernetesServiceFact),
    apiServerCalls: manifests.objects.flatMap(({ object, origin }) => apiServerCalls(object).map((call) => ({ ...call, construct: origin.construct ?? '' }))),
    unread: problems.flatMap(({ origin: { construct } }) => construct ?? []),
    problems: problems.map(formatManifestProblem),
  };
}

/** Possible while the declaration still has mistakes: none of these objects is ours. */
export function readAppFacts(objects: readonly ApiObject[], withServices: boolean, render = toJson): AppReading {
  const wanted = objects.filter((o) => mayMakePods(o) || API_SERVER_CALLING_KINDS.includes(o.kind) || (withServices && o.kind === 'Service' && !isOwn(o)));
  return readObjectsOf(wanted, render);
}

/**
 * What the cluster has already, and over it the App. An object of the App replaces the one of the same name; what was there before is
 * the older where age decides.
 */
export function readOver(paths: readonly string[], app: Manifests): ReadBack {
  if (paths.length === 0) return { manifests: app, problems: [] };
  const { manifests: existing, problems } = readPaths(paths);
  return { ...over(existing, app), problems: problems.map(formatManifestProblem) };
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

interface ReadWorkload {
  readonly read: ManifestObject<Workload>;
  readonly podsOf?: string;
}

function withReferences(workloads: readonly ManifestObject<Workload>[]): readonly ReadWorkload[] {
  const key = (kind: string, name: string, namespace = 'default'): string => `${kind} ${namespace}/${name}`;
  const constructs = new Map(workloads.map(({ object: { kind, metadata: { name, namespace } }, origin }) => (
    [key(kind, name, namespace), origin.construct]
  )));
  return workloads.map((read) => {
    const { workloadRef, metadata } = read.object;
    const podsOf = workloadRef && constructs.get(key(workloadRef.kind, workloadRef.name, metadata.namespace));
    return podsOf === undefined ? { read } : { read, podsOf };
  });
}

function workloadFact({ read, podsOf }: ReadWorkload): WorkloadFact {
  const { kind, metadata, pod, selector } = read.object;
  return {
    kind,
    name: metadata.name,
    namespace: metadata.namespace ?? 'default',
    labels: pod.labels,
    annotations: pod.annotations,
    serviceAccountName: pod.serviceAccountName,
    hostNetwork: pod.hostNetwork,
    construct: read.origin.construct ?? '',
    containerPorts: pod.containerPorts,
    ...(selector === undefined ? {} : { selector }),
    ...(pod.probes === undefined ? {} : { probes: pod.probes }),
    ...(podsOf === undefined ? {} : { podsOf }),
  };
}

/** One without selector has endpoints that somebody else maintains, or is a name for somewhere else. */
function kubernetesServiceFact(read: ManifestObject): KubernetesServiceFact[] {
  if (read.object.kind !== 'Service') return [];
  const { metadata, spec } = read.object as Service;
  return [{
    namespace: metadata.namespace ?? 'default',
    name: metadata.name,
    construct: read.origin.construct ?? '',
    labels: metadata.labels ?? {},
    annotations: metadata.annotations ?? {},
    headless: spec.clusterIP === 'None',
    selector: spec.type === 'ExternalName' ? {} : spec.selector ?? {},
    ports: (spec.ports ?? []).map((p) => ({ ...p, targetPort: p.targetPort ?? p.port, protocol: p.protocol ?? 'TCP' })),
  }];
}
