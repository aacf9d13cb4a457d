import type { Caller, WorkloadView } from '../eval/types';
import type { World } from '../eval/world';
import type { AgentsModel, EdgeModel, ServiceModel } from '../model/model';
import { callerKey } from './caller-key';
import { mentioned, strangers, workloadCaller } from './callers';
import type { Declaration } from './declaration';
import { blocksOf, ingressMentions, type Mentions } from './mentions';
import { type Addresses, addressesApart, FRESH, firstOf, inBlock } from './minimal';
import { planesOf as planesOfPods } from '../model/planes';
import { isOneOfItsNamespace, isWaypoint, type Plane, planesOfCaller } from './planes';
import { isAt } from './projection/ingress-policy';

/** A caller to try at a service, and the edges that promise it that it gets in. */
export interface Knock {
  readonly caller: Caller;
  readonly edges: readonly EdgeModel[];
}

/** What the proof of one synth shares. */
export interface Context {
  readonly world: World;
  /** Of the hop that is looked at. */
  readonly declaration: Declaration;
  /** As it was written, from callers to callees. */
  readonly declared: Declaration;
  podsOf(service: ServiceModel): readonly WorkloadView[];
  /** The other way round. */
  servicesOf(pod: WorkloadView): readonly ServiceModel[];
}

/** Who knocks at a pod, and what the policies that select it say. */
export interface Visitors {
  readonly mentions: Mentions;
  readonly knocks: readonly Knock[];
}

export function visitorsOf(context: Context, service: ServiceModel, workload: WorkloadView): Visitors {
  const mentions = ingressMentions(context.world, workload);
  return { mentions, knocks: knocksAt(context, service, mentions) };
}

/** Everybody that has to be tried, each once: those declared, those that policies mention, and strangers. */
export function knocksAt(context: Context, service: ServiceModel, mentions: Pick<Mentions, 'peers' | 'sources'>): readonly Knock[] {
  const { world, declaration } = context;
  const { cluster } = declaration.model.mesh;
  const edges = declaration.edgesTo(service);
  const declared = edges.flatMap(({ caller, sourceCidrs }) => [...(caller.kind === 'addresses' ? [caller] : []), ...(sourceCidrs === undefined ? [] : [sourceCidrs])]);
  const addresses = addressesApart(cluster.podCidrs, {
    ...blocksOf(mentions), declared: declared.flatMap(({ cidrs, except }) => [...cidrs, ...except].map((cidr) => ({ cidr }))),
  });
  const podIp = addresses.pod;
  const knocks = new Map<string, { readonly caller: Caller; readonly edges: EdgeModel[] }>();
  const add = (caller: Caller, edge?: EdgeModel): void => {
    const key = callerKey(caller);
    const known = knocks.get(key);
    if (known === undefined) knocks.set(key, { caller, edges: edge === undefined ? [] : [edge] });
    else if (edge !== undefined && !known.edges.includes(edge)) known.edges.push(edge);
  };
  for (const edge of edges) {
    for (const caller of promised(context, service, edge, addresses).flatMap((c) => inEachTrustDomain(declaration, c))) {
      if (edge.sourceCidrs === undefined) {
        for (const at of [caller, ...whereverItIs(caller, edge, addresses)]) add(at, edge);
        continue;
      }
      for (const at of [caller, ...addresses.identified.map((ip) => movedTo(caller, ip))]) add(at, isAt(edge.sourceCidrs, at.ip) ? edge : undefined);
    }
  }
  const others = [...mentioned(world, declaration, mentions, addresses), ...strangers(declaration, service, podIp)];
  for (const caller of [...others, ...cutOff(context, edges, podIp)]) add(caller);
  return [...knocks.values()];
}

/**
 * Services in quarantine, where many are granted something: they are the one case in which who is somebody declared is not admitted, so that
 * no smaller caller stands for them.
 */
function cutOff({ world, declaration, podsOf }: Context, edges: readonly EdgeModel[], podIp: string): readonly Caller[] {
  if (edges.every(({ caller }) => caller.kind === 'service' || caller.kind === 'identity')) return [];
  return declaration.quarantined.flatMap((service) => podsOf(service).map((w) => workloadCaller(world, w, podIp)).flatMap((caller) => [
    caller, ...(caller.principal === undefined ? [] : declaration.principalsOf(service.id).map((principal) => ({ ...caller, principal }))),
  ]));
}

/**
 * Who is promised something has it at whatever address they get, as far as policies of proxies tell addresses apart: a pod at those of pods,
 * an identity of which no pods are known, and anyone, at all of them.
 */
function whereverItIs(caller: Caller, edge: EdgeModel, { pod: podIp, ofPods, anywhere }: Addresses): readonly Caller[] {
  // Pods by which somebody calls are tried at an address of theirs, and are at any.
  const isTried = caller.pod ? caller.ip === podIp || edge.caller.kind === 'addresses' : edge.caller.kind !== 'addresses';
  return isTried ? (caller.pod ? ofPods : anywhere).map((ip) => movedTo(caller, ip)) : [];
}

/** The same caller elsewhere. */
function movedTo(caller: Caller, ip: string): Caller {
  return { ...caller, name: `${caller.name} at ${ip}`, ip };
}

/** The callers for whom an edge must work: its own, or examples where it names no workload. */
function promised(
  { world, declaration, podsOf }: Context, service: ServiceModel, { caller }: EdgeModel, { pod: podIp, plaintext }: Addresses,
): readonly Caller[] {
  const { model, trustDomains } = declaration;
  // How it comes depends on its data plane, which nothing shows of a caller without workload. A waypoint stands before ambient pods.
  const planes = (): readonly Plane[] => planesOfCaller(declaration, caller, isWaypoint(service) ? 'ambient' : service.dataPlane);
  const inPlane = (plane: Plane): Pick<Caller, 'dataPlane'> => (declaration.ambient ? { dataPlane: plane } : {});
  const identity = (principal: string): Pick<Caller, 'principal'> => (trustDomains.length === 0 ? {} : { principal });
  switch (caller.kind) {
    case 'service': return podsOf(declaration.service(caller.service)).map((w) => workloadCaller(world, w, podIp));
    case 'namespace': {
      const { namespace } = caller;
      const declared = model.namespaces.find((n) => n.id === namespace);
      const principal = `${model.mesh.trustDomain}/ns/${namespace}/sa/${FRESH.serviceAccount}`;
      return [
        ...(declared === undefined ? ['sidecar' as const] : planesOfPods(declared)).map((plane): Caller => ({
          name: `a pod in ${namespace}`, namespace, labels: {}, pod: true, ip: podIp, ...(plane === 'none' ? {} : identity(principal)), ...inPlane(plane),
        })),
        ...[...model.services, ...(model.imported ?? [])]
          .filter((s) => s.namespace === namespace && s.quarantine === undefined)
          .filter((s) => isOneOfItsNamespace(declaration, s)).flatMap(podsOf)
          .map((w) => workloadCaller(world, w, podIp)),
      ];
    }
    case 'identity': {
      const { principal, pods } = caller;
      if (pods === undefined) return [{ name: principal, pod: false, ip: podIp, ...identity(principal) }];
      return planes().map((plane) => (
        { name: principal, namespace: pods.namespace, labels: pods.labels, pod: true, ip: podIp, ...identity(principal), ...inPlane(plane) }
      ));
    }
    case 'addresses':
      if (caller.agents !== undefined) return [agent(caller.agents, caller.cidrs, podIp)];
      return [...caller.cidrs.flatMap((cidr) => firstOf(cidr) ?? []), ...plaintext.filter((ip) => caller.cidrs.some((cidr) => inBlock(ip, cidr)))]
        .filter((ip) => !caller.except.some((e) => inBlock(ip, e)))
        .map((ip) => ({ name: `${ip}, in plaintext`, pod: false, ip }));
    case 'anyone': return strangers(declaration, service, podIp).filter((c) => c.workload === undefined && !isForeign(declaration, c))
      .map((c) => (c.principal === undefined ? c : { ...c, ...inPlane(isWaypoint(service) ? 'ambient' : service.dataPlane) }));
  }
}

/** One of the pods by which somebody calls, who shows no identity. Without a mesh nobody asks for its address. */
export function agent({ namespace, labels }: AgentsModel, [cidr]: readonly string[], podIp?: string): Caller {
  const ip = cidr === undefined ? podIp : firstOf(cidr);
  const name = `a pod in ${namespace} with ${Object.entries(labels).map(([key, value]) => `${key}=${value}`).join(', ')}, in plaintext`;
  return { name, namespace, labels, pod: true, ...(ip === undefined ? {} : { ip }), dataPlane: 'none' };
}

/** While the mesh moves from one trust domain to another, callers show either. */
function inEachTrustDomain({ model: { mesh } }: Declaration, caller: Caller): readonly Caller[] {
  const former = mesh.formerTrustDomain?.trustDomain;
  if (former === undefined || !caller.principal?.startsWith(`${mesh.trustDomain}/`)) return [caller];
  return [caller, { ...caller, name: `${caller.name} (still of ${former})`, principal: former + caller.principal.slice(mesh.trustDomain.length) }];
}

function isForeign({ trustDomains }: Declaration, { principal }: Caller): boolean {
  return principal !== undefined && !trustDomains.includes(principal.split('/')[0]);
}
