import { dataPlaneOf } from '../eval/cluster/injection';
import type { DataPlane, MeshSettings, WorkloadView } from '../eval/types';
import { LabelIndex } from '../eval/cluster/label-index';
import { type Labels, WORKLOAD_KINDS, type Workload } from '../manifest/kinds';
import type { ManifestObject, Manifests } from '../manifest/manifests';
import type { AccessModel, DataPlaneName, ServiceModel } from '../model/model';
import { groupBy, transport } from './declaration';
import { FRESH } from './minimal';

/**
 * What the evaluator must be told because no manifest shows it.
 *
 * Nodes are left out on purpose: that a pod's own node always reaches it is an assumption of its own and not a hole in a policy.
 */
export function settingsOf({ mesh, namespaces }: AccessModel): MeshSettings {
  return {
    trustDomain: mesh.trustDomain,
    trustDomainAliases: mesh.trustDomainAliases,
    rootNamespace: mesh.rootNamespace,
    pathNormalization: mesh.pathNormalization,
    outboundTrafficPolicy: mesh.outboundTrafficPolicy,
    mesh: mesh.platform === 'istio',
    clusterDomain: mesh.cluster.domain,
    ...(mesh.cluster.podCidrs.length === 0 ? {} : { podCidrs: mesh.cluster.podCidrs }),
    namespaceDataPlanes: Object.fromEntries(namespaces.map((n) => [n.id, n.dataPlane])),
  };
}

/** For each service whose pods are not in the manifests, pods that carry what was declared and nothing else. */
export function assumedWorkloads(model: AccessModel, manifests: Manifests): readonly WorkloadView[] {
  const index = indexServicesByPods(model);
  const planes = dataPlanes(model, manifests);
  const pods = manifests.objects.filter(isWorkload).map((o) => o.object);
  const present = new Set(pods.flatMap(({ metadata, pod }) => index(metadata.namespace ?? 'default', pod.labels)));
  return model.services.filter((s) => !present.has(s)).map((s): WorkloadView => ({
    id: s.id,
    namespace: s.namespace,
    name: s.name,
    labels: s.podLabels,
    annotations: s.excludedInboundPorts.length === 0 ? {} : { 'traffic.sidecar.istio.io/excludeInboundPorts': s.excludedInboundPorts.join(',') },
    serviceAccount: s.serviceAccount,
    dataPlane: planes(s.namespace, s.dataPlane, s.podLabels),
    hostNetwork: false,
    containerPorts: s.ports.map((p) => ({ containerPort: p.targetPort, protocol: transport(p.protocol) })),
    assumed: true,
  }));
}

/** In each namespace that we isolate, a pod that nobody declared: as a callee it grants nothing, and as a caller it was granted nothing. */
export function strayPods(model: AccessModel, manifests: Manifests): readonly { readonly service: ServiceModel; readonly workload: WorkloadView }[] {
  const planes = dataPlanes(model, manifests);
  return model.namespaces.filter((n) => n.owned).map(({ id: namespace, construct, dataPlane }) => {
    const about = { id: `an undeclared pod in ${namespace}`, namespace, name: FRESH.value, serviceAccount: FRESH.serviceAccount };
    const service: ServiceModel = {
      ...about, construct, dataPlane, automountToken: false, podLabels: {}, ports: [], kubernetesServices: [], deployedElsewhere: true,
      excludedInboundPorts: [],
    };
    const workload: WorkloadView = {
      ...about, labels: {}, annotations: {}, dataPlane: planes(namespace, dataPlane), hostNetwork: false, containerPorts: [], assumed: true,
    };
    return { service, workload };
  });
}

/** A declared proxy is only there if the namespace, as it will be, asks for it, and the labels that the pods are declared with do not refuse. */
function dataPlanes(model: AccessModel, manifests: Manifests): (namespace: string, declared: DataPlaneName, podLabels?: Labels) => DataPlane {
  const settings = settingsOf(model);
  const namespaces = manifests.objects.map((o) => o.object).filter((o) => o.kind === 'Namespace');
  const labels = new Map(namespaces.map(({ metadata }) => [metadata.name, metadata.labels ?? {}]));
  const usual = new Map(model.namespaces.map((n) => [n.id, n.dataPlane]));
  return (namespace, declared, podLabels) => {
    const own: Labels = declared === (usual.get(namespace) ?? 'sidecar') ? {} : { 'sidecar.istio.io/inject': String(declared === 'sidecar') };
    const pod = { labels: { ...own, ...podLabels }, annotations: {}, serviceAccountName: '', hostNetwork: false, containerPorts: [] };
    return dataPlaneOf(pod, 'Deployment', namespace, labels.get(namespace), settings);
  };
}

/** The declared services that a pod belongs to, by namespace and labels. */
export function indexServicesByPods(model: AccessModel): (namespace: string, labels: Labels) => readonly ServiceModel[] {
  const byNamespace = [...groupBy(model.services, (s) => s.namespace)];
  const indexes = new Map(byNamespace.map(([namespace, services]) => [namespace, new LabelIndex(services, (s) => s.podLabels)]));
  return (namespace, labels) => indexes.get(namespace)?.find(labels) ?? [];
}

function isWorkload(o: ManifestObject): o is ManifestObject<Workload> {
  return (WORKLOAD_KINDS as readonly string[]).includes(o.object.kind);
}
