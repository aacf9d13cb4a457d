import type { WorkloadView } from '../eval/types';
import type { World } from '../eval/world';
import type { Manifests } from '../manifest/manifests';
import type { AccessModel, EdgeModel, ServiceModel } from '../model/model';
import { gatewayName } from '../model/names';
import { isNative } from '../model/native-sidecars';
import { callerPlanes, mayBeAmbient, planesOf } from '../model/planes';
import { profileFacts } from '../model/profile-facts';
import { decodesSlashes, hasOpenPaths } from '../model/undecoded-paths';
import { acknowledged } from './acknowledged';
import { besidePods } from './assumed/behind';
import { unseenProviders } from './assumed/log-providers';
import { identityOf, unreadName } from './assumed/unread';
import { transport } from './declaration';
import { waypointsOf } from './hops';
import { waypointId } from './planes';
import { pendingOf } from './rollout';
import { holds, indexServicesByPods, isWorkload } from './settings';
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
    id: 'access-log-providers-are-defined',
    text: 'the MeshConfig, which the manifests do not hold, has these as providers of access logs: istiod passes over a name that it does not know, and nothing is logged there',
    subjects: ({ model, manifests }) => some(unseenProviders(model, manifests)),
  },
  {
    id: 'ambient-pods-are-captured',
    text: 'on every node istio-cni leads what ambient pods send and get through ztunnel, which enforces what istiod hands it',
    subjects: onMesh(({ model }) => (isAmbient(model) ? [] : undefined)),
  },
  {
    id: 'backends-do-not-decode-slashes',
    text: 'these backends do not take `%2F` for `/`: without DECODE_AND_MERGE_SLASHES, `/api/..%2Fadmin` passes a grant below `/api`',
    subjects: onMesh(({ model }) => (decodesSlashes(model.mesh) ? undefined : some(openPaths(model)))),
  },
  {
    id: 'backends-do-not-resolve-dot-segments',
    text: 'these backends do not resolve `..`: under normalization NONE, `/api/../admin` passes a grant below `/api`',
    subjects: onMesh(({ model }) => (model.mesh.pathNormalization === 'NONE' ? some(openPaths(model)) : undefined)),
  },
  {
    id: 'cluster-is-as-its-profile',
    text: 'the cluster has what its distribution has unless it is told otherwise',
    subjects: ({ model }) => some(profileFacts(model)),
  },
  {
    id: 'cni-enforces-network-policy',
    text: 'the cluster\'s network plugin enforces NetworkPolicy, both directions, for TCP, UDP and SCTP',
    subjects: ({ model: { mesh: { cluster: { profile } } } }) => (
      profile?.networkPlugin === undefined ? [] : [`${profile.name} with ${profile.networkPlugin.name}: ${profile.networkPlugin.requirement}`]
    ),
  },
  {
    id: 'contracts-are-current',
    text: 'these services of other Apps are in the cluster as the contracts say: identity, pods, ports, waypoint; what they let in and out is proved by their owners',
    subjects: ({ model }) => some((model.imported ?? []).map((s) => `${s.id} (${s.contract})`)),
  },
  {
    id: 'egress-names-are-captured',
    text: 'ztunnel answers ambient pods that look up these hosts with the addresses that istiod gives them; without that such calls fail, and nothing is open',
    subjects: onMesh(({ model }) => some(model.externals.filter((e) => e.through !== undefined).map((e) => e.host))),
  },
  {
    id: 'existing-waypoints',
    text: 'these waypoints, which the manifests do not hold, run under the declared service account, stand before the Services that name them, and are reached by their callers and reach these Services\' pods alone',
    subjects: onMesh(({ model, manifests }) => some(
      waypointsOf(model).filter((w) => !w.managed && !holds(manifests, 'Gateway', w.name, w.namespace)).map(waypointId),
    )),
  },
  {
    id: 'external-hosts-may-be-anywhere',
    text: 'for external hosts whose addresses are not known, NetworkPolicy opens their port to every address outside the cluster; that it is that host is kept by the workload\'s own proxy or the egress waypoint',
    subjects: ({ model }) => some(model.externals.filter((e) => e.addresses.length === 0).map((e) => e.caller)),
  },
  {
    id: 'foreign-pods-are-as-declared',
    text: 'whoever makes these pods gives them the declared labels, account and data plane and the Kubernetes Services that are named, and writes no policy beside',
    subjects: ({ model }) => some(model.services.flatMap((s) => (s.foreign === undefined ? [] : [`${s.id} (${s.foreign.madeBy})`]))),
  },
  {
    id: 'gateways-use-waypoints',
    text: 'these gateways go through the waypoint of a Service that asks them to (`istio.io/ingress-use-waypoint`); from one that does not nothing is taken',
    subjects: onMesh(({ model }) => some(gatewaysThroughWaypoints(model))),
  },
  {
    id: 'identities-are-issued-by-the-mesh-ca',
    text: 'only the mesh\'s certificate authority issues identities of its trust domain, each to pods that run under that service account',
    subjects: onMesh(() => []),
  },
  {
    id: 'init-containers-call-nobody',
    text: 'init containers of these pods call nobody: they run before the sidecar, and so without an identity, and where istio-cni redirects without a network',
    subjects: onMesh(({ model, manifests }) => some(startingAlone(model, manifests))),
  },
  {
    id: 'mesh-is-as-declared',
    text: 'the installed mesh has the trust domain, root namespace, path normalization and outbound policy that `Mesh` states, and injects a sidecar where a namespace asks for it',
    subjects: onMesh(() => []),
  },
  {
    id: 'migrating-pods-have-either-plane',
    text: 'every pod of these has a sidecar still, or is ambient already, as its label or namespace asks',
    subjects: onMesh(({ model }) => some(model.services.filter((s) => s.migratingFrom !== undefined).map((s) => s.id))),
  },
  {
    id: 'namespace-is-isolated-by-its-owner',
    text: 'the owners of these namespaces apply what their contracts say: default-deny in both directions, STRICT mutual TLS, allow-nothing, and no policy that opens pods of others',
    subjects: ({ model }) => some(model.namespaces.flatMap((n) => (n.isolatedBy === undefined ? [] : [`${n.id} (${n.isolatedBy.contract})`]))),
  },
  {
    id: 'namespaces-elsewhere-are-ambient',
    text: 'these namespaces, which the manifests do not hold, are in ambient mode as declared, and ask for no waypoint',
    subjects: onMesh(({ model, manifests }) => some(
      model.namespaces.filter((n) => mayBeAmbient(n) && !holdsNamespace(manifests, n.id)).map((n) => n.id),
    )),
  },
  {
    id: 'namespaces-elsewhere-inject',
    text: 'these namespaces, which the manifests do not hold, ask for a sidecar as declared',
    subjects: onMesh(({ model, manifests }) => some(
      model.namespaces.filter((n) => n.dataPlane === 'sidecar' && !holdsNamespace(manifests, n.id)).map((n) => n.id),
    )),
  },
  {
    id: 'node-ports-keep-client-addresses',
    text: 'clients from outside the cluster keep their addresses when they come through these Services and ports of nodes: where a node puts its own in their place, NetworkPolicy takes them for the node, which always reaches its own pods',
    subjects: ({ model, manifests, world }) => some([...servicesOnNodes(model, world), ...portsOnNodes(model, manifests)]),
  },
  {
    id: 'node-traffic-reaches-pods',
    text: 'what runs on a pod\'s own node (the kubelet\'s probes among it) reaches the pod whatever NetworkPolicy says',
    subjects: () => [],
  },
  {
    id: 'nothing-else-was-closed',
    text: 'no policy but those in the manifests keeps anybody from these so far: what their stage does not enforce yet is allowed explicitly, which would open it',
    subjects: ({ model }) => some(pendingOf(model).map(({ subject }) => subject)),
  },
  {
    id: 'pod-labels-are-trusted',
    text: 'on ports that no proxy guards, a pod is who its namespace and labels say: whoever may create pods there may pose as a caller',
    subjects: ({ model }) => some(byLabels(model).map((e) => e.callee)),
  },
  {
    id: 'pods-deployed-elsewhere',
    text: 'pods that are not in these manifests carry exactly the declared labels and run under the declared service account',
    subjects: ({ model, assumed }) => some([...assumed.filter((w) => !isElsewhere(model, w)).map((w) => w.id), ...model.edges.flatMap(({ caller }) => (caller.kind === 'identity' ? [caller.principal] : []))]),
  },
  {
    id: 'probes-come-from-nodes',
    text: 'nothing but a pod\'s own node sends from the addresses that istio-cni gives the kubelet\'s probes of ambient pods, which go around ztunnel',
    subjects: onMesh(({ model }) => (isAmbient(model) ? [] : undefined)),
  },
  {
    id: 'sidecars-take-hbone',
    text: 'the sidecars of these take HBONE from ambient callers, as the mesh has it once it is installed with ambient; without it such calls fail, and nothing is open',
    subjects: onMesh(({ model }) => some(calledThroughHbone(model))),
  },
  {
    id: 'token-keys-are-fetched',
    text: 'istiod can fetch these issuers\' keys, and what it gets is theirs; where it cannot, no token of theirs is accepted, and nothing is open',
    subjects: onMesh(({ model }) => some([...model.services, ...model.gateways ?? []].flatMap((s) => (s.tokens?.issuers ?? []).flatMap(({ issuer, jwksUri }) => (jwksUri === undefined ? [] : [`${issuer} at ${jwksUri}`]))))),
  },
  {
    id: 'unread-objects',
    text: 'objects of kinds that are not understood, and endpoints and machines that others write, open nothing',
    subjects: ({ manifests, world }) => some([...manifests.unread, ...besidePods(world, manifests).map(identityOf)].map(unreadName)),
  },
  {
    id: 'waypoints-are-faithful',
    text: 'these waypoints send on what they let in, to the Service or host that was dialled, and nothing else: behind them their identity stands for their callers\'',
    subjects: onMesh(({ model }) => some(waypointsOf(model).map(waypointId))),
  },
];

export const ASSUMPTION_IDS: readonly string[] = ASSUMPTIONS.map((a) => a.id);

/** Those that bear on this model, and no others: a list that is always the same is read once. */
export function assumptionsOf(facts: Facts): readonly Assumption[] {
  return ASSUMPTIONS.flatMap(({ id, text, subjects }) => {
    const concerned = subjects(facts);
    return concerned === undefined ? [] : [{ id, text, subjects: concerned, ...acknowledged(facts.model, id, concerned) }];
  });
}

/** Services that nodes or addresses outside the cluster answer for, and that lead to declared pods; gateways have them of their own. */
function servicesOnNodes(model: AccessModel, world: World): readonly string[] {
  const gateways = (model.gateways ?? []).filter(({ listeners }) => (
    listeners.flatMap((l) => l.clients).some((c) => c.kind === 'addresses' && c.role === 'cidr')
  ));
  return [...exposedServices(model, world), ...gateways.map((g) => `the Services of ${gatewayName(g)}`)];
}

function exposedServices(model: AccessModel, { services, workloads }: World): readonly string[] {
  const exposed = services.all.filter(({ source: { object: { spec } } }) => spec.type === 'NodePort' || spec.type === 'LoadBalancer' || (spec.externalIPs ?? []).length > 0);
  if (exposed.length === 0) return [];
  const declaredAs = indexServicesByPods(model);
  const declared = workloads.filter((w) => declaredAs(w.namespace, w.labels).length > 0);
  return exposed.filter((service) => declared.some((w) => services.selecting(w).includes(service))).map((s) => `Service ${s.namespace}/${s.name}`);
}

function portsOnNodes(model: AccessModel, { objects }: Manifests): readonly string[] {
  const declaredAs = indexServicesByPods(model);
  return objects.filter(isWorkload).flatMap(({ object: { kind, metadata: { name, namespace = 'default' }, pod } }) => (
    pod.hostPorts === undefined || declaredAs(namespace, pod.labels).length === 0 ? [] : [`hostPort ${pod.hostPorts.join(', ')} of ${kind} ${namespace}/${name}`]
  ));
}

/** Whoever calls nobody needs nothing before its sidecar runs. */
function startingAlone(model: AccessModel, { objects }: Manifests): readonly string[] {
  const declaredAs = indexServicesByPods(model);
  const calling = new Set([
    ...model.edges.flatMap(({ caller }) => (caller.kind === 'service' ? [caller.service] : [])), ...model.externals.map((e) => e.caller),
  ]);
  return objects.filter(isWorkload).flatMap(({ object: { metadata: { name, namespace = 'default' }, pod: { labels, annotations, initContainers } } }) => (
    initContainers === undefined || isNative(model.mesh, annotations)
    || !declaredAs(namespace, labels).some((s) => calling.has(s.id) && planesOf(s).includes('sidecar'))
      ? []
      : [`${namespace}/${name} (${initContainers.join(', ')})`]));
}

/** A contract vouches for it, or another assumption does. */
function isElsewhere({ imported = [], services }: AccessModel, { namespace, name }: WorkloadView): boolean {
  return [...imported, ...services.filter((s) => s.foreign !== undefined)].some((s) => s.namespace === namespace && s.name === name);
}

function holdsNamespace(manifests: Manifests, name: string): boolean {
  return holds(manifests, 'Namespace', name);
}

function isAmbient({ services, namespaces, imported = [] }: AccessModel): boolean {
  return [...services, ...namespaces, ...imported].some(mayBeAmbient);
}

function gatewaysThroughWaypoints({ edges }: AccessModel): readonly string[] {
  return edges.flatMap(({ caller, access }) => (
    caller.kind === 'identity' && caller.role === 'ingress-gateway' && access.some((a) => a.routes?.includes('waypoint')) ? [caller.principal] : []
  ));
}

/** With a sidecar, now or still, and a caller that may be ambient. */
function calledThroughHbone(model: AccessModel): readonly string[] {
  const callees = new Map([...model.services, ...(model.imported ?? [])].filter((s) => planesOf(s).includes('sidecar')).map((s) => [s.id, s]));
  const planes = callerPlanes(model);
  const ambient = (id: string): boolean => callees.get(id)?.waypoint !== undefined;
  return model.edges.filter((e) => callees.has(e.callee) && (planes(e.caller).includes('ambient') || ambient(e.callee))).map((e) => e.callee);
}

function openPaths(model: AccessModel): readonly string[] {
  return model.edges.filter((e) => e.access.some(hasOpenPaths)).map((e) => e.callee);
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
  return model.mesh.platform === 'istio' && callee.dataPlane !== 'none' && tcp && !callee.excludedInboundPorts.includes(port);
}
