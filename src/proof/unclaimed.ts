import { makerOf } from '../eval/cluster/ordinals';
import type { WorkloadView } from '../eval/types';
import type { World } from '../eval/world';
import type { Labels } from '../manifest/kinds';
import type { Manifests, Origin } from '../manifest/manifests';
import type { AccessModel, CallerModel, NamespaceModel, ServiceModel } from '../model/model';
import { checkEgressPolicy } from './egress';
import type { Gap, Tally } from './gap';
import { checkIngress } from './ingress';
import type { Context } from './knocks';
import { isProxyItself } from './planes';
import { indexServicesByPods, isWorkload, strayPod } from './settings';
import type { UnclaimedPods } from './types';

/** Pods of the manifests that no service, gateway or waypoint is made of, where nothing is to be open by itself. */
export interface Unclaimed extends UnclaimedPods {
  readonly workload: WorkloadView;
  readonly namespace: NamespaceModel;
  readonly origin: Origin;
}

/**
 * In namespaces of this App whoever is there, and in those of others what this App brings with it. What istiod deploys for a Gateway stands and
 * falls with that. `model`: with waypoints and gateways as services.
 */
export function unclaimedIn(world: World, model: AccessModel, manifests: Manifests): readonly Unclaimed[] {
  const servicesOf = indexServicesByPods(model);
  const namespaces = new Map(model.namespaces.map((n) => [n.id, n]));
  const sources = new Map(manifests.objects.filter(isWorkload).map((source) => {
    const { namespace = 'default', name } = source.object.metadata;
    return [`${namespace}/${name}`, source];
  }));
  const named = namedPods(model);
  const accounts = callingAccounts(model);
  return world.workloads.flatMap((workload): readonly Unclaimed[] => {
    const namespace = namespaces.get(workload.namespace);
    const source = workload.assumed || workload.deployed === true ? undefined : sources.get(makerOf(workload));
    if (namespace === undefined || source === undefined || servicesOf(workload.namespace, workload.labels).length > 0) return [];
    if (!namespace.owned && source.origin.existing === true) return [];
    const as = workload.hostNetwork ? 'on the host network' : named.find((n) => n.is(workload))?.as;
    const identityOf = accounts(workload);
    return [{
      workload, namespace, origin: source.origin, name: `${source.object.kind} ${workload.id}`,
      ...(as === undefined ? {} : { as }), ...(identityOf === undefined ? {} : { identityOf }),
    }];
  });
}

/**
 * Nothing was granted to them or by them, so that whatever lets them call or be called is more than is declared. Of pods that the declaration
 * knows otherwise it does not say what else they do; reports name them. NetworkPolicy does not hold pods on the host network at all.
 */
export function checkUnclaimed(context: Context, { workload, namespace, origin, as }: Unclaimed, tally: Tally): readonly Gap[] {
  if (as !== undefined) return [];
  const service = asService(workload, namespace, origin);
  const gaps = [...checkIngress(context, service, workload, tally), ...checkEgressPolicy(context, service, workload, tally, () => false)];
  return gaps.map((gap) => ({ ...gap, repair: `declare what ${workload.id} is (a \`MeshService\`, or \`addForeignPods\` of the namespace), or ${narrowing(gap)}` }));
}

/** As somebody in its namespace whom nothing is said about; those that the declaration knows otherwise are not. */
export function asStray(
  { workload, namespace, origin, as }: Unclaimed,
): readonly { readonly service: ServiceModel; readonly workload: WorkloadView }[] {
  return as === undefined ? [{ service: asService(workload, namespace, origin), workload }] : [];
}

/** Held to what is true of any pod of the namespace, with the data plane that it has. */
function asService(
  { id, name, namespace, serviceAccount, dataPlane }: WorkloadView, owner: NamespaceModel, { construct = owner.construct }: Origin,
): ServiceModel {
  const { service } = strayPod(owner, dataPlane);
  const own = dataPlane === 'sidecar' || dataPlane === 'ambient' || dataPlane === 'none' ? { dataPlane } : {};
  return { ...service, id, name, namespace, serviceAccount, construct, ...own };
}

export function narrowing({ because }: Gap): string {
  const objects = [...new Set(because.map((r) => r.object))].join(', ');
  return objects === '' ? 'apply what isolates its namespace' : `narrow or remove ${objects}`;
}

/**
 * The same where nobody declared the namespace: who is there is nobody's business here, but for those under the account of a caller who is named
 * by account and labels, and without these labels.
 */
export function posingIn(world: World, model: AccessModel, manifests: Manifests): readonly UnclaimedPods[] {
  const accounts = callingAccounts({ ...model, services: [] });
  const declared = new Set(model.namespaces.map((n) => n.id));
  return manifests.objects.filter(isWorkload).flatMap(({ object: { kind, metadata: { name, namespace = 'default' } } }): readonly UnclaimedPods[] => {
    const workload = declared.has(namespace) ? undefined : world.workloads.find((w) => !w.assumed && w.deployed !== true && makerOf(w) === `${namespace}/${name}`);
    const identityOf = workload && accounts(workload);
    return identityOf === undefined ? [] : [{ name: `${kind} ${namespace}/${name}`, identityOf }];
  });
}

/** Who calls somebody under the account of a pod that is none of theirs; undefined: nobody. */
function callingAccounts({ services, edges, mesh }: Pick<AccessModel, 'services' | 'edges' | 'mesh'>): (workload: WorkloadView) => readonly string[] | undefined {
  const calling = new Set(edges.flatMap(({ caller }) => (caller.kind === 'service' ? [caller.service] : [])));
  const accounts = new Map<string, { readonly id: string; isOwn(w: WorkloadView): boolean }[]>();
  const add = (account: string, id: string, isOwn: (w: WorkloadView) => boolean = () => false): void => {
    const known = accounts.get(account) ?? [];
    if (known.every((k) => k.id !== id)) accounts.set(account, [...known, { id, isOwn }]);
  };
  for (const { id, namespace, serviceAccount, formerAccounts = [] } of services.filter((s) => calling.has(s.id) && !isProxyItself(s))) {
    for (const account of [serviceAccount, ...formerAccounts.map((f) => f.serviceAccount)]) add(`${namespace}/${account}`, id);
  }
  for (const { caller } of edges) {
    if (caller.kind !== 'identity' || caller.pods === undefined || Object.keys(caller.pods.labels).length === 0) continue;
    const [, , namespace, , account] = caller.principal.split('/');
    const { pods } = caller;
    add(`${namespace}/${account}`, caller.principal, (w) => w.namespace === pods.namespace && carries(w, pods.labels));
  }
  return (workload) => {
    if (mesh.platform !== 'istio' || workload.dataPlane === 'none') return undefined;
    const posing = (accounts.get(`${workload.namespace}/${workload.serviceAccount}`) ?? []).filter(({ isOwn }) => !isOwn(workload));
    return posing.length === 0 ? undefined : posing.map(({ id }) => id);
  };
}

interface NamedPods {
  readonly as: string;
  /** As NetworkPolicy knows them. */
  carries(workload: WorkloadView): boolean;
  is(workload: WorkloadView): boolean;
}

/** Pods that are named where somebody is allowed, or as what every proxy reaches. */
export function namedPods({ edges, gateways = [], mesh: { proxyHosts } }: AccessModel): readonly NamedPods[] {
  const callers = [...edges.map((e) => e.caller), ...gateways.flatMap((g) => g.listeners.flatMap((l) => l.clients))];
  return [
    ...callers.flatMap(podsOfCaller),
    ...proxyHosts.map((host): NamedPods => {
      const is = (w: WorkloadView): boolean => w.namespace === host.namespace && carries(w, host.podLabels);
      return { as: `a proxy host (${host.reason})`, carries: is, is };
    }),
  ];
}

function podsOfCaller(caller: CallerModel): readonly NamedPods[] {
  if (caller.kind !== 'identity' || caller.pods === undefined || Object.keys(caller.pods.labels).length === 0) return [];
  const { principal, pods } = caller;
  const [, , , , serviceAccount] = principal.split('/');
  const labelled = (w: WorkloadView): boolean => w.namespace === pods.namespace && carries(w, pods.labels);
  return [{ as: 'a caller', carries: labelled, is: (w) => w.serviceAccount === serviceAccount && labelled(w) }];
}

function carries({ labels: carried }: WorkloadView, asked: Labels): boolean {
  return Object.entries(asked).every(([key, value]) => carried[key] === value);
}
