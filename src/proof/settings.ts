import { dataPlaneOf } from '../eval/cluster/injection';
import type { DataPlane, MeshSettings, WorkloadView } from '../eval/types';
import { deployedFor, indexGateways } from '../eval/cluster/gateways';
import { LabelIndex } from '../eval/cluster/label-index';
import { type KnownObject, type Labels, type Service, WORKLOAD_KINDS, type Workload } from '../manifest/kinds';
import type { ManifestObject, Manifests } from '../manifest/manifests';
import { GATEWAY_NAME } from '../model/data-plane-labels';
import type { AccessModel, DataPlaneName, NamespaceModel, ServiceModel } from '../model/model';
import { groupBy, transport } from './declaration';
import { gatewayAsService, waypointsOf } from './hops';
import { FRESH } from './minimal';

/**
 * What the evaluator must be told because no manifest shows it.
 *
 * Nodes are left out on purpose: that a pod's own node always reaches it is an assumption of its own and not a hole in a policy.
 */
export function settingsOf({ mesh, namespaces }: Pick<AccessModel, 'mesh' | 'namespaces'>): MeshSettings {
  return {
    trustDomain: mesh.trustDomain,
    trustDomainAliases: mesh.trustDomainAliases,
    rootNamespace: mesh.rootNamespace,
    pathNormalization: mesh.pathNormalization,
    outboundTrafficPolicy: mesh.outboundTrafficPolicy,
    mesh: mesh.platform === 'istio',
    clusterDomain: mesh.cluster.domain,
    ...(mesh.cluster.podCidrs.length === 0 ? {} : { podCidrs: mesh.cluster.podCidrs }),
    // One whose object is ours asks for its data plane itself, or nothing does.
    namespaceDataPlanes: Object.fromEntries(namespaces.filter((n) => !isOurs(n)).map((n) => [n.id, n.dataPlane])),
  };
}

/**
 * Pods that are not in the manifests, as declared and with nothing else: of services deployed elsewhere, of waypoints that are somebody
 * else's, of gateways, and, of each service that moves from one data plane or account to another, pods that have not moved yet. Every
 * mixture of the two is decided with that: no decision is about more than one caller and one callee.
 */
export function assumedWorkloads(model: AccessModel, manifests: Manifests): readonly WorkloadView[] {
  const index = indexServicesByPods(model);
  const planes = dataPlanes(model, manifests);
  const imported: ReadonlySet<ServiceModel> = new Set(model.imported);
  const present = new Map([...model.services, ...imported].map((s): [ServiceModel, Workload[]] => [s, []]));
  for (const { object } of manifests.objects.filter(isWorkload)) {
    for (const s of index(object.metadata.namespace ?? 'default', object.pod.labels)) present.get(s)!.push(object);
  }
  const services = [...present].flatMap(([s, pods]): readonly WorkloadView[] => {
    // What the pods of another App ask for, their owners' synth has seen; and who may call them, nothing here says.
    const declared = imported.has(s)
      ? { ...declaredPod(s, s.dataPlane), containerPorts: [] }
      : declaredPod(s, planes(s.namespace, s.dataPlane, s.podLabels));
    const views = pods.length === 0 ? [declared] : [];
    if (s.migratingFrom === undefined && s.formerAccounts === undefined) return views;
    const now = pods.length === 0 ? [declared] : pods.map((pod) => viewOf(pod, s.namespace, planes(s.namespace, s.dataPlane, pod.pod.labels)));
    const old = s.migratingFrom === undefined ? [] : now.map((w) => inOldPlane(w, s.migratingFrom!));
    return [...views, ...old, ...underOtherAccounts(s, [...now, ...old])];
  });
  return [...services, ...existingWaypoints(model, manifests), ...gatewaysElsewhere(model, manifests)];
}

function declaredPod(s: ServiceModel, dataPlane: DataPlane): WorkloadView {
  return {
    id: s.id,
    namespace: s.namespace,
    name: s.name,
    labels: s.podLabels,
    annotations: s.excludedInboundPorts.length === 0 ? {} : { 'traffic.sidecar.istio.io/excludeInboundPorts': s.excludedInboundPorts.join(',') },
    serviceAccount: s.serviceAccount,
    dataPlane,
    hostNetwork: false,
    containerPorts: s.ports.map((p) => ({ containerPort: p.targetPort, protocol: transport(p.protocol) })),
    assumed: true,
  };
}

function viewOf({ metadata: { name }, pod }: Workload, namespace: string, dataPlane: DataPlane): WorkloadView {
  const { serviceAccountName: serviceAccount, ...facts } = pod;
  return { ...facts, id: `${namespace}/${name}`, namespace, name, serviceAccount, dataPlane, assumed: true };
}

/** The state is named wherever the pod is. */
function inOldPlane(w: WorkloadView, dataPlane: DataPlaneName): WorkloadView {
  return { ...w, id: `${w.id} (still ${dataPlane})`, dataPlane, assumed: true };
}

/** Each pod under each account of the service but its own. */
function underOtherAccounts(s: ServiceModel, pods: readonly WorkloadView[]): readonly WorkloadView[] {
  const former = (s.formerAccounts ?? []).map((f) => f.serviceAccount);
  if (former.length === 0) return [];
  const states = [[s.serviceAccount, 'already'] as const, ...former.map((account) => [account, 'still'] as const)];
  return pods.flatMap((w) => states.filter(([account]) => account !== w.serviceAccount).map(([serviceAccount, state]): WorkloadView => (
    { ...w, id: `${w.id} (${state} under ${serviceAccount})`, serviceAccount, assumed: true }
  )));
}

/** Whose Gateway the manifests do not hold; one of ours is there only if it is written. */
function existingWaypoints(model: AccessModel, manifests: Manifests): readonly WorkloadView[] {
  return waypointsOf(model).filter((w) => !w.managed && !holds(manifests, 'Gateway', w.name, w.namespace)).map(({ namespace, name, serviceAccount }): WorkloadView => ({
    id: `${namespace}/${name}`, namespace, name, labels: { [GATEWAY_NAME]: name }, annotations: {}, serviceAccount, dataPlane: 'waypoint', hostNetwork: false,
    containerPorts: [], assumed: true,
  }));
}

/** Gateways of which the manifests hold neither pods nor a Gateway object that istiod deploys them for. */
function gatewaysElsewhere(model: AccessModel, manifests: Manifests): readonly WorkloadView[] {
  const gateways = model.gateways ?? [];
  if (gateways.length === 0) return [];
  const workloads = manifests.objects.filter(isWorkload).map(({ object: { metadata, pod } }) => (
    { namespace: metadata.namespace ?? 'default', labels: pod.labels }
  ));
  const deployed = model.mesh.platform === 'istio' ? indexGateways(manifests.objects).all.flatMap((g) => deployedFor(g) ?? []) : [];
  const present = [...workloads, ...deployed];
  return gateways
    .filter(({ namespace, caller: { pods } }) => !present.some((w) => (
      w.namespace === namespace && Object.entries(pods.labels).every(([k, v]) => w.labels[k] === v)
    )))
    .map((gateway): WorkloadView => (
      { ...declaredPod(gatewayAsService(gateway), gateway.isProxy ? 'gateway' : 'none'), id: gateway.id, containerPorts: [] }
    ));
}

/**
 * In each namespace that we isolate, or that its owner says is, a pod that nobody declared: as a callee it grants nothing, and as a caller it
 * was granted nothing. For a tenant it is any pod of the others, whom nothing of theirs may touch.
 */
export function strayPods(model: AccessModel, manifests: Manifests): readonly { readonly service: ServiceModel; readonly workload: WorkloadView }[] {
  const planes = dataPlanes(model, manifests);
  return model.namespaces.filter((n) => n.owned || n.isolatedBy !== undefined).flatMap((namespace) => {
    const { service, workload } = strayPod(namespace, planes(namespace.id, namespace.dataPlane));
    const { migratingFrom } = namespace;
    return [workload, ...(migratingFrom === undefined ? [] : [inOldPlane(workload, migratingFrom)])].map((w) => ({ service, workload: w }));
  });
}

/** With no label and a name that nobody gave. */
export function strayPod(
  { id: namespace, construct, dataPlane, migratingFrom, stage }: Pick<NamespaceModel, 'id' | 'construct' | 'dataPlane' | 'migratingFrom' | 'stage'>, plane: DataPlane,
): { readonly service: ServiceModel; readonly workload: WorkloadView } {
  const about = { id: `an undeclared pod in ${namespace}`, namespace, name: FRESH.value, serviceAccount: FRESH.serviceAccount };
  return {
    service: {
      ...about, construct, dataPlane, automountToken: false, podLabels: {}, ports: [], kubernetesServices: [], deployedElsewhere: true,
      excludedInboundPorts: [], ...(migratingFrom === undefined ? {} : { migratingFrom }), ...(stage === undefined ? {} : { stage }),
    },
    workload: { ...about, labels: {}, annotations: {}, dataPlane: plane, hostNetwork: false, containerPorts: [], assumed: true },
  };
}

/** Before each waypoint of ours a Service that nobody declared, as whoever may create Services in its namespace could put there. */
export function strayServices(model: AccessModel): readonly ManifestObject<Service>[] {
  return waypointsOf(model).filter((w) => w.managed).map(({ namespace, name }) => ({
    object: {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: `${FRESH.value}-${name}`, namespace, labels: { 'istio.io/use-waypoint': name } },
      spec: { ports: [{ name: 'http', port: 80 }, { name: 'tcp', port: 9000 }] },
    },
    origin: { existing: true },
  }));
}

/** Its Namespace is to be among the manifests. */
function isOurs({ owned, writesObject }: NamespaceModel): boolean {
  return owned && writesObject !== false;
}

/** A declared proxy is only there if the namespace, as it will be, asks for it, and the labels that the pods are declared with do not refuse. */
function dataPlanes(model: AccessModel, manifests: Manifests): (namespace: string, declared: DataPlaneName, podLabels?: Labels) => DataPlane {
  const settings = settingsOf(model);
  const namespaces = manifests.objects.map((o) => o.object).filter((o) => o.kind === 'Namespace');
  // One of ours that is not written asks for nothing.
  const owned = model.namespaces.filter(isOurs).map((n): readonly [string, Labels] => [n.id, {}]);
  const labels = new Map([...owned, ...namespaces.map(({ metadata }): readonly [string, Labels] => [metadata.name, metadata.labels ?? {}])]);
  const usual = new Map(model.namespaces.map((n) => [n.id, n.dataPlane]));
  return (namespace, declared, podLabels) => {
    const own = declared === (usual.get(namespace) ?? 'sidecar') ? {} : ASKING[declared];
    const pod = { labels: { ...own, ...podLabels }, annotations: {}, serviceAccountName: '', hostNetwork: false, containerPorts: [] };
    return dataPlaneOf(pod, 'Deployment', namespace, labels.get(namespace), settings);
  };
}

export function holds({ objects }: Manifests, kind: KnownObject['kind'], name: string, namespace?: string): boolean {
  return objects.some(({ object: { kind: k, metadata } }) => (
    k === kind && metadata.name === name && (namespace === undefined || (metadata.namespace ?? 'default') === namespace)
  ));
}

/** What a pod carries that is not as its namespace is. */
const ASKING: Readonly<Record<DataPlaneName, Labels>> = {
  sidecar: { 'sidecar.istio.io/inject': 'true', 'istio.io/dataplane-mode': 'none' },
  ambient: { 'sidecar.istio.io/inject': 'false', 'istio.io/dataplane-mode': 'ambient' },
  none: { 'sidecar.istio.io/inject': 'false', 'istio.io/dataplane-mode': 'none' },
};

/** The declared services that a pod belongs to, by namespace and labels. */
export function indexServicesByPods(model: AccessModel): (namespace: string, labels: Labels) => readonly ServiceModel[] {
  const byNamespace = [...groupBy([...model.services, ...(model.imported ?? [])], (s) => s.namespace)];
  const indexes = new Map(byNamespace.map(([namespace, services]) => [namespace, new LabelIndex(services, (s) => s.podLabels)]));
  return (namespace, labels) => indexes.get(namespace)?.find(labels) ?? [];
}

export function isWorkload(o: ManifestObject): o is ManifestObject<Workload> {
  return (WORKLOAD_KINDS as readonly string[]).includes(o.object.kind);
}
