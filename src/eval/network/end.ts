import type { Labels, NetworkPolicyPeer, NetworkPolicyPort, Protocol } from '../../manifest/kinds';
import { isAddress, overlaps, within } from '../matcher/cidr';
import { selects, selectsAll, selectsKnowing, selectsPartly, selectorText } from '../matcher/selector';
import { type Tri, tri } from '../tri';
import type { WorkloadView } from '../types';
import { NAME_LABEL, namespaceLabels, type World } from '../world';

/** One end of a connection, as NetworkPolicy sees it. What is left out is not known. */
export interface End {
  readonly pod: boolean;
  readonly namespace?: string;
  readonly labels?: Labels;
  readonly ip?: string;
  /** With `ip`, where it has several. */
  readonly ips?: readonly string[];
  /** It is an address, and nobody knows whether a pod's. */
  readonly mayBePod?: boolean;
  /** A pod in its node's network: to most implementations the node itself. */
  readonly hostNetwork: boolean;
  /** Whose namespace and labels these are. */
  readonly workload?: WorkloadView;
}

/** Where a connection goes: ports of a rule are ports of the pod, never of a Service. */
export interface Target {
  readonly port: number;
  readonly protocol: Protocol;
  /** Its container ports give named ports their numbers. */
  readonly workload?: WorkloadView;
}

export function atPort(target: Target, port: number): Target {
  return target.port === port ? target : { ...target, port };
}

const ends = new WeakMap<WorkloadView, End>();

export function endOf(workload: WorkloadView): End {
  const known = ends.get(workload);
  if (known !== undefined) return known;
  const { namespace, labels, ip, ips, hostNetwork, apart, doubt } = workload;
  const address = { ...(ip === undefined ? {} : { ip }), ...(ips === undefined ? {} : { ips }) };
  const end: End = apart === 'address'
    ? { pod: false, hostNetwork, ...address, ...(doubt === undefined ? {} : { mayBePod: true }) }
    : { pod: apart === undefined, namespace, labels, hostNetwork, workload, ...address };
  ends.set(workload, end);
  return end;
}

/** https://kubernetes.io/docs/concepts/services-networking/network-policies/#behavior-of-to-and-from-selectors */
export function matchesPeer(world: World, policyNamespace: string, peer: NetworkPolicyPeer, end: End): Tri {
  if (peer.ipBlock !== undefined) return matchesBlock(world, peer.ipBlock, end);
  if (!end.pod) return end.mayBePod === true ? 'unknown' : 'no';
  // Undefined by the API for pods in the host's network; most implementations see the node, which no selector matches.
  if (end.hostNetwork) return 'unknown';
  const namespace = matchesNamespace(world, policyNamespace, peer, end);
  if (namespace === 'no') return 'no';
  const pods = matchesPods(peer, end);
  return pods === 'yes' ? namespace : pods;
}

function matchesNamespace(world: World, policyNamespace: string, { namespaceSelector }: NetworkPolicyPeer, end: End): Tri {
  if (namespaceSelector !== undefined && selectsAll(namespaceSelector)) return 'yes';
  if (end.namespace === undefined) return 'unknown';
  if (namespaceSelector === undefined) return tri(end.namespace === policyNamespace);
  const name = namespaceSelector.matchLabels?.[NAME_LABEL];
  // Every namespace is labelled with its name: of ten thousand peers that ask for one, nothing else need be asked.
  if (name !== undefined && name !== end.namespace) return 'no';
  const { labels, complete } = namespaceLabels(world, end.namespace);
  return complete ? tri(selects(namespaceSelector, labels)) : selectsKnowing(namespaceSelector, labels);
}

function matchesPods({ podSelector }: NetworkPolicyPeer, end: End): Tri {
  if (podSelector === undefined || selectsAll(podSelector)) return 'yes';
  if (end.labels === undefined) return 'unknown';
  const unsure = end.workload?.unsureOf;
  return unsure === undefined ? tri(selects(podSelector, end.labels)) : selectsPartly(podSelector, end.labels, unsure);
}

/**
 * For addresses outside the cluster, which is what blocks are for, plain arithmetic. Whether a block can admit a *pod* differs between
 * implementations, so that a pod whose address may lie in it is never decided; that it lies outside is.
 */
function matchesBlock(world: World, { cidr, except = [] }: NonNullable<NetworkPolicyPeer['ipBlock']>, end: End): Tri {
  const mayBe = end.ip !== undefined ? end.ips ?? [end.ip] : end.pod && !end.hostNetwork ? world.settings.podCidrs ?? [] : [];
  if (mayBe.length > 0 && mayBe.every((a) => !overlaps(a, cidr) || except.some((e) => within(a, e)))) return 'no';
  if (end.pod || end.mayBePod === true || end.ip === undefined || !isAddress(end.ip)) return 'unknown';
  return 'yes';
}

/** https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/network-policy-v1/ (`NetworkPolicyPort`) */
export function matchesPort(rule: NetworkPolicyPort, target: Target): Tri {
  if ((rule.protocol ?? 'TCP') !== target.protocol) return 'no';
  if (rule.port === undefined) return 'yes';
  if (typeof rule.port === 'number') return tri(target.port >= rule.port && target.port <= (rule.endPort ?? rule.port));
  const { workload } = target;
  const named = workload?.containerPorts.find((c) => c.name === rule.port && c.protocol === target.protocol);
  // Every pod gives the name a number of its own; a pod that nobody has seen may give it this one.
  if (named === undefined) return workload === undefined || workload.assumed ? 'unknown' : 'no';
  return tri(named.containerPort === target.port);
}

export function peerText(peer: NetworkPolicyPeer): string {
  if (peer.ipBlock !== undefined) {
    const { cidr, except = [] } = peer.ipBlock;
    return except.length === 0 ? cidr : `${cidr} except ${except.join(', ')}`;
  }
  const pods = peer.podSelector === undefined || selectsAll(peer.podSelector) ? 'any pod' : `pods with ${selectorText(peer.podSelector)}`;
  if (peer.namespaceSelector === undefined) return `${pods} of its own namespace`;
  return selectsAll(peer.namespaceSelector) ? `${pods} of any namespace` : `${pods} of namespaces with ${selectorText(peer.namespaceSelector)}`;
}

export function portText(port: NetworkPolicyPort): string {
  const number = port.port === undefined ? 'any port' : `${port.port}${port.endPort === undefined ? '' : `-${port.endPort}`}`;
  return `${port.protocol ?? 'TCP'} ${number}`;
}
