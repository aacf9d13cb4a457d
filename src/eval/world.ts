import type { Labels, Workload } from '../manifest/kinds';
import { WORKLOAD_KINDS } from '../manifest/kinds';
import type { ManifestObject, Manifests } from '../manifest/manifests';
import { dataPlaneOf } from './cluster/injection';
import { indexPolicies, namespaceOfObject, type Policies } from './cluster/policies';
import { indexServices, type Services } from './cluster/services';
import { DEFAULT_SETTINGS, type MeshSettings, type WorkloadView } from './types';

/** Everything that decides, indexed once. Immutable; the same manifests and settings give the same world. */
export interface World {
  readonly settings: MeshSettings;
  /** The mesh's own trust domain and its aliases. */
  readonly trustDomains: readonly string[];
  /** Labels of the namespaces whose object is in the manifests, with the one that the API server adds. */
  readonly namespaces: ReadonlyMap<string, Labels>;
  /** Of the manifests, in their order, then the assumed ones. */
  readonly workloads: readonly WorkloadView[];
  readonly services: Services;
  readonly policies: Policies;
}

const NAME_LABEL = 'kubernetes.io/metadata.name';

/**
 * `assumed`: pods that are not in the manifests but will be there, stated by whoever asks.
 *
 * The order of the manifests stands in for age wherever the oldest wins; nothing else depends on it.
 */
export function buildWorld(manifests: Manifests, settings: Partial<MeshSettings> = {}, assumed: readonly WorkloadView[] = []): World {
  const complete: MeshSettings = { ...DEFAULT_SETTINGS, ...settings };
  const namespaces = new Map<string, Labels>();
  for (const { object } of manifests.objects) {
    if (object.kind === 'Namespace') namespaces.set(object.metadata.name, { ...object.metadata.labels, [NAME_LABEL]: object.metadata.name });
  }
  const own = manifests.objects.filter(isWorkload).map((o) => view(o, namespaces, complete));
  const workloads = [...own, ...assumed.map((w) => (complete.mesh ? w : { ...w, dataPlane: 'none' as const }))];
  return {
    settings: complete,
    trustDomains: [complete.trustDomain, ...complete.trustDomainAliases],
    namespaces,
    workloads,
    services: indexServices(manifests.objects, workloads),
    policies: indexPolicies(manifests.objects),
  };
}

/** What is known of a namespace's labels; the name is a label of every namespace. `complete`: there are no others. */
export function namespaceLabels(world: World, namespace: string): { readonly labels: Labels; readonly complete: boolean } {
  const labels = world.namespaces.get(namespace);
  return labels === undefined ? { labels: { [NAME_LABEL]: namespace }, complete: false } : { labels, complete: true };
}

function isWorkload(o: ManifestObject): o is ManifestObject<Workload> {
  return (WORKLOAD_KINDS as readonly string[]).includes(o.object.kind);
}

function view(source: ManifestObject<Workload>, namespaces: ReadonlyMap<string, Labels>, settings: MeshSettings): WorkloadView {
  const { object } = source;
  const { pod } = object;
  const namespace = namespaceOfObject(source);
  return {
    id: `${namespace}/${object.metadata.name}`,
    namespace,
    name: object.metadata.name,
    labels: pod.labels,
    annotations: pod.annotations,
    serviceAccount: pod.serviceAccountName,
    dataPlane: dataPlaneOf(pod, object.kind, namespace, namespaces.get(namespace), settings),
    hostNetwork: pod.hostNetwork,
    containerPorts: pod.containerPorts,
    ...(pod.ip === undefined ? {} : { ip: pod.ip }),
    assumed: false,
  };
}
