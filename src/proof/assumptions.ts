import type { WorkloadView } from '../eval/types';
import type { World } from '../eval/world';
import type { Manifests } from '../manifest/manifests';
import type { AccessModel, EdgeModel, PortAccessModel, ServiceModel } from '../model/model';
import { transport } from './declaration';
import { indexServicesByPods } from './settings';
import type { Assumption } from './types';

interface Facts {
  readonly model: AccessModel;
  readonly manifests: Manifests;
  readonly assumed: readonly WorkloadView[];
  readonly world: World;
}

interface Named {
  readonly id: string;
  readonly text: string;
  /** What it concerns; undefined: it does not bear on this model. Empty: the whole mesh. */
  subjects(facts: Facts): readonly string[] | undefined;
}

const onMesh = (subjects: (facts: Facts) => readonly string[] | undefined) => (facts: Facts): readonly string[] | undefined =>
  (facts.model.mesh.platform === 'istio' ? subjects(facts) : undefined);
const some = (subjects: readonly string[]): readonly string[] | undefined => (subjects.length === 0 ? undefined : [...new Set(subjects)].sort());

/** INVARIANT: ids never change; declarations acknowledge them by name. Sorted by id. */
const ASSUMPTIONS: readonly Named[] = [
  {
    id: 'backends-do-not-decode-slashes',
    text: 'these backends do not take `%2F` for `/`: without DECODE_AND_MERGE_SLASHES, `/api/..%2Fadmin` passes a grant below `/api`',
    subjects: onMesh(({ model }) => (model.mesh.pathNormalization === 'DECODE_AND_MERGE_SLASHES' ? undefined : some(openPaths(model)))),
  },
  {
    id: 'backends-do-not-resolve-dot-segments',
    text: 'these backends do not resolve `..`: under normalization NONE, `/api/../admin` passes a grant below `/api`',
    subjects: onMesh(({ model }) => (model.mesh.pathNormalization === 'NONE' ? some(openPaths(model)) : undefined)),
  },
  {
    id: 'cni-enforces-network-policy',
    text: 'the cluster\'s network plugin enforces NetworkPolicy, both directions, for TCP, UDP and SCTP',
    subjects: () => [],
  },
  {
    id: 'external-hosts-may-be-anywhere',
    text: 'for external hosts whose addresses are not known, NetworkPolicy opens their port to every address outside the cluster; that it is that host is kept by the workload\'s own proxy',
    subjects: ({ model }) => some(model.externals.filter((e) => e.addresses.length === 0).map((e) => e.caller)),
  },
  {
    id: 'identities-are-issued-by-the-mesh-ca',
    text: 'only the mesh\'s certificate authority issues identities of its trust domain, each to pods that run under that service account',
    subjects: onMesh(() => []),
  },
  {
    id: 'mesh-is-as-declared',
    text: 'the installed mesh has the trust domain, root namespace, path normalization and outbound policy that `Mesh` states, and injects a sidecar where a namespace asks for it',
    subjects: onMesh(() => []),
  },
  {
    id: 'namespaces-elsewhere-inject',
    text: 'these namespaces, which the manifests do not hold, ask for a sidecar as declared',
    subjects: onMesh(({ model, manifests }) => some(model.namespaces.filter((n) => n.dataPlane === 'sidecar' && !holdsNamespace(manifests, n.id)).map((n) => n.id))),
  },
  {
    id: 'node-ports-keep-client-addresses',
    text: 'clients from outside the cluster keep their addresses when they come through these Services: where a node puts its own in their place, NetworkPolicy takes them for the node, which always reaches its own pods',
    subjects: ({ model, world }) => some(servicesOnNodes(model, world)),
  },
  {
    id: 'node-traffic-reaches-pods',
    text: 'what runs on a pod\'s own node (the kubelet\'s probes among it) reaches the pod whatever NetworkPolicy says',
    subjects: () => [],
  },
  {
    id: 'pod-labels-are-trusted',
    text: 'on ports that no proxy guards, a pod is who its namespace and labels say: whoever may create pods there may pose as a caller',
    subjects: ({ model }) => some(byLabels(model).map((e) => e.callee)),
  },
  {
    id: 'pods-deployed-elsewhere',
    text: 'pods that are not in these manifests carry exactly the declared labels and run under the declared service account',
    subjects: ({ model, assumed }) => some([...assumed.map((w) => w.id), ...model.edges.flatMap(({ caller }) => (caller.kind === 'identity' ? [caller.principal] : []))]),
  },
  {
    id: 'unread-objects',
    text: 'objects of kinds that are not understood open nothing',
    subjects: ({ manifests }) => some(manifests.unread.map((u) => `${u.kind} ${u.namespace === undefined ? '' : `${u.namespace}/`}${u.name}`)),
  },
];

export const ASSUMPTION_IDS: readonly string[] = ASSUMPTIONS.map((a) => a.id);

/** Those that bear on this model, and no others: a list that is always the same is read once. */
export function assumptionsOf(facts: Facts): readonly Assumption[] {
  return ASSUMPTIONS.flatMap(({ id, text, subjects }) => {
    const concerned = subjects(facts);
    return concerned === undefined ? [] : [{ id, text, subjects: concerned, acknowledged: facts.model.mesh.acknowledged.includes(id) }];
  });
}

/** Services that nodes or addresses outside the cluster answer for, and that lead to declared pods. */
function servicesOnNodes(model: AccessModel, { services, workloads }: World): readonly string[] {
  const exposed = services.all.filter(({ source: { object: { spec } } }) => spec.type === 'NodePort' || spec.type === 'LoadBalancer' || (spec.externalIPs ?? []).length > 0);
  if (exposed.length === 0) return [];
  const declaredAs = indexServicesByPods(model);
  const declared = workloads.filter((w) => declaredAs(w.namespace, w.labels).length > 0);
  return exposed.filter((service) => declared.some((w) => services.selecting(w).includes(service))).map((s) => `Service ${s.namespace}/${s.name}`);
}

function holdsNamespace({ objects }: Manifests, name: string): boolean {
  return objects.some(({ object }) => object.kind === 'Namespace' && object.metadata.name === name);
}

function openPaths(model: AccessModel): readonly string[] {
  // A gRPC server looks a method up by its whole path and decodes nothing: https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md
  const open = (a: PortAccessModel): boolean => a.protocol !== 'grpc' && (a.http ?? []).some((h) => h.paths?.some((p) => p.kind !== 'exact'));
  return model.edges.filter((e) => e.access.some(open)).map((e) => e.callee);
}

function byLabels(model: AccessModel): readonly EdgeModel[] {
  const services = new Map(model.services.map((s) => [s.id, s]));
  return model.edges.filter(({ caller, callee, access }) => {
    const service = services.get(callee);
    if (service === undefined || caller.kind === 'addresses' || caller.kind === 'anyone') return false;
    return access.some((a) => !isGuarded(model, service, a.targetPort, transport(a.protocol) === 'TCP'));
  });
}

function isGuarded(model: AccessModel, callee: ServiceModel, port: number, tcp: boolean): boolean {
  return model.mesh.platform === 'istio' && callee.dataPlane === 'sidecar' && tcp && !callee.excludedInboundPorts.includes(port);
}
