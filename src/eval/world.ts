import type { WorkloadEntry } from '../manifest/endpoint-kinds';
import type { Labels, Workload } from '../manifest/kinds';
import { WORKLOAD_KINDS } from '../manifest/kinds';
import type { ManifestObject, Manifests } from '../manifest/manifests';
import { byAge } from './age/order';
import { deployedFor, GATEWAY_NAME, isDeployedWaypoint, type Gateways, indexGateways, WAYPOINT_CLASS } from './cluster/gateways';
import { GivenLabels } from './cluster/given-labels';
import { dataPlaneOf, missedPlane } from './cluster/injection';
import { machineOf } from './cluster/machines';
import { podsOfSets } from './cluster/ordinals';
import { indexPolicies, namespaceOfObject, type Policies } from './cluster/policies';
import { type OtherMeshConfig, otherMeshConfigs } from './cluster/revision';
import { indexServices, type Services } from './cluster/services';
import { type LinkerdView, linkerdView } from './linkerd/mesh';
import { selects } from './matcher/selector';
import { settingsFor } from './settings';
import type { DataPlane, MeshSettings, WorkloadView } from './types';

/** Everything that decides, indexed once. Immutable; the same manifests and settings give the same world. */
export interface World {
  /** By age, as far as they show it; the others in the order read. */
  readonly objects: readonly ManifestObject[];
  /** The order of objects is that of their creation. `false`: it says nothing, and what depends on it is undetermined. */
  readonly orderIsAge: boolean;
  readonly settings: MeshSettings;
  /** The mesh's own trust domain and its aliases. */
  readonly trustDomains: readonly string[];
  /** Labels of the namespaces whose object is in the manifests, with the one that the API server adds. */
  readonly namespaces: ReadonlyMap<string, Labels>;
  /** Of the manifests, in their order, pods before machines, then the assumed ones, then those that istiod deploys for Gateways. */
  readonly workloads: readonly WorkloadView[];
  readonly gateways: Gateways;
  /** Something in the manifests is in ambient mode, or is stated to be; without it nobody sends HBONE. */
  readonly ambient: boolean;
  readonly services: Services;
  readonly policies: Policies;
  readonly linkerd: LinkerdView;
}

/** Set by the sidecar injector on the pods that it changed. */
const INJECTED = 'sidecar.istio.io/status';

/** Set by the API server, whatever the manifest says. https://kubernetes.io/docs/reference/labels-annotations-taints/#kubernetes-io-metadata-name */
export const NAME_LABEL = 'kubernetes.io/metadata.name';

/**
 * `assumed`: pods that are not in the manifests but will be there, stated by whoever asks.
 *
 * `orderIsAge`: whoever asks goes through the orders by itself, or knows that this is the right one. Otherwise nothing depends on order.
 */
export function buildWorld(
  manifests: Manifests, settings: Partial<MeshSettings> = {}, assumed: readonly WorkloadView[] = [],
  { orderIsAge = false }: { readonly orderIsAge?: boolean } = {},
): World {
  const complete = settingsFor(manifests.objects, settings);
  const objects = byAge(manifests.objects);
  const otherMeshConfig = otherMeshConfigs(manifests.objects, settings);
  const namespaces = new Map<string, Labels>();
  for (const { object } of manifests.objects) {
    if (object.kind === 'Namespace') namespaces.set(object.metadata.name, { ...object.metadata.labels, [NAME_LABEL]: object.metadata.name });
  }
  const gateways = indexGateways(manifests.objects);
  const labels = new GivenLabels(manifests.objects, complete);
  const pods = podsOfSets(manifests.objects);
  const viewed = (o: ManifestObject<Workload>): WorkloadView => governed(view(o, namespaces, gateways, complete), namespaces, otherMeshConfig);
  const there = manifests.objects.filter(isWorkload).filter(({ object: { pod } }) => pod.ended !== true);
  const own = there.flatMap((o) => pods(o, viewed(o)).map((w) => labels.view(w, o.object.kind)));
  const machines = manifests.objects.filter(isMachine).flatMap((o) => machineOf(o, namespaces, complete) ?? []);
  const others = assumed.map((w) => (complete.mesh
    ? labels.view(governed({ ...w, dataPlane: watched(w.dataPlane, namespaces.get(w.namespace), complete) }, namespaces, otherMeshConfig))
    : { ...w, dataPlane: 'none' as const }));
  const stated = [...own, ...machines, ...others];
  const workloads = complete.mesh ? [...stated, ...deployed(gateways, stated)] : stated;
  return {
    objects,
    orderIsAge,
    settings: complete,
    trustDomains: [complete.trustDomain, ...complete.trustDomainAliases],
    namespaces,
    workloads,
    gateways,
    ambient: complete.mesh && isAmbient(namespaces, workloads, complete),
    services: indexServices(objects, workloads, complete),
    policies: indexPolicies(objects),
    linkerd: linkerdView(manifests),
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

function isMachine(o: ManifestObject): o is ManifestObject<WorkloadEntry> {
  return o.object.kind === 'WorkloadEntry';
}

/** Pods with the Gateway's label are its pods, whoever deploys them: then istiod's are not taken to be there, too. */
function deployed(gateways: Gateways, stated: readonly WorkloadView[]): readonly WorkloadView[] {
  const there = new Set(stated.map((w) => `${w.namespace}/${w.labels[GATEWAY_NAME] ?? ''}`));
  return gateways.all.flatMap((gateway) => (there.has(`${namespaceOfObject(gateway)}/${gateway.object.metadata.name}`) ? [] : deployedFor(gateway) ?? []));
}

function isAmbient(namespaces: ReadonlyMap<string, Labels>, workloads: readonly WorkloadView[], { namespaceDataPlanes = {} }: MeshSettings): boolean {
  return workloads.some((w) => w.dataPlane === 'ambient' || w.dataPlane === 'waypoint')
    || [...namespaces.values()].some((labels) => labels['istio.io/dataplane-mode'] === 'ambient')
    || Object.values(namespaceDataPlanes).includes('ambient');
}

function view(source: ManifestObject<Workload>, namespaces: ReadonlyMap<string, Labels>, gateways: Gateways, settings: MeshSettings): WorkloadView {
  const { object } = source;
  const { pod } = object;
  const namespace = namespaceOfObject(source);
  const gateway = gateways.find(namespace, pod.labels[GATEWAY_NAME] ?? '');
  const isWaypoint = settings.mesh && gateway !== undefined && gateway.object.spec.gatewayClassName === WAYPOINT_CLASS;
  const dataPlane = isWaypoint ? 'waypoint' : dataPlaneOf(pod, object.kind, namespace, namespaces.get(namespace), settings);
  const missed = isWaypoint ? undefined : missedPlane(pod, object.kind, namespace, namespaces.get(namespace), settings);
  return {
    id: `${namespace}/${object.metadata.name}`,
    namespace,
    name: object.metadata.name,
    labels: pod.labels,
    annotations: pod.annotations,
    serviceAccount: pod.serviceAccountName,
    dataPlane: watched(dataPlane, namespaces.get(namespace), settings),
    hostNetwork: pod.hostNetwork,
    containerPorts: pod.containerPorts,
    ...(pod.ip === undefined ? {} : { ip: pod.ip }),
    ...(pod.ips === undefined ? {} : { ips: pod.ips }),
    ...(pod.asProxy === undefined ? {} : { asProxy: pod.asProxy }),
    ...(pod.ownProxy === undefined || isInjected(object) ? {} : { ownProxy: pod.ownProxy }),
    assumed: false,
    ...(missed === 'pending' ? { otherIstiod: 'istio-cni leads its traffic to a ztunnel that does not know it yet' } : {}),
    ...(missed === 'sidecar' || missed === 'ambient' ? { missed } : {}),
    ...(isWaypoint && isDeployedWaypoint(object, gateway) ? { deployed: true } : {}),
  };
}

/** Then its proxy is the injector's. */
function isInjected({ kind, pod }: Workload): boolean {
  return kind === 'Pod' && pod.annotations[INJECTED] !== undefined;
}

/** A proxy of another istiod may be told something else of everything; ztunnel and waypoints have the one that is gone by. */
function governed(workload: WorkloadView, namespaces: ReadonlyMap<string, Labels>, other: OtherMeshConfig): WorkloadView {
  if (workload.dataPlane !== 'sidecar' && workload.dataPlane !== 'gateway') return workload;
  const why = other(workload.labels, namespaces.get(workload.namespace));
  return why === undefined ? workload : { ...workload, dataPlane: 'unknown', otherIstiod: why };
}

/** What istiod does not watch it tells nothing: no policy, and nobody knows with what a proxy that is there goes on. */
function watched(plane: DataPlane, labels: Labels | undefined, { discoverySelectors = [] }: MeshSettings): DataPlane {
  const isWatched = labels === undefined || discoverySelectors.length === 0 || discoverySelectors.some((selector) => selects(selector, labels));
  return isWatched || plane === 'none' ? plane : 'unknown';
}
