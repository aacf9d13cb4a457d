import { callerOf, leave, type Caller, type World, type WorkloadView } from '../../eval';
import { isolates } from '../../eval/network/isolation';
import { podsOf } from '../../eval/network/pods';
import { selectorText, selectsAll } from '../../eval/matcher/selector';
import { NAME_LABEL } from '../../eval/world';
import type { LabelSelector, NetworkPolicyPeer, NetworkPolicyPort } from '../../manifest/kinds';
import { UNDECLARED_PORT } from '../../proof/mentions';
import { FRESH, inBlock } from '../../proof/minimal';
import { unseenPods } from '../../proof/unseen-pods';
import { byText } from '../access-table';
import { SOMEWHERE } from './externals';
import { leavingTexts } from './leaving-texts';
import { accountOf } from './workload-index';

/** That NetworkPolicy lets pods out to addresses, or to pods that no manifest has: the API server, cloud metadata, DNS, another team's. */
export interface WayOut {
  /** Service account, `shop/cart`; of pods that no manifest has, what they are selected by. */
  readonly caller: string;
  readonly namespace: string;
  /** `10.128.0.2/32`, `pods with k8s-app=kube-dns of namespace kube-system`, `anywhere`. */
  readonly to: string;
  /** `443`, `53/UDP`, `8000-8080`, `any port`; sorted. */
  readonly ports: readonly string[];
  /** What else bears on it, `TCP only to hosts that its proxy knows`; sorted. */
  readonly notes: readonly string[];
}

/**
 * Ways out to what is in no manifest, by service account; sorted. Where workloads of one account differ, those of any of them.
 * `apiServer`: addresses that are known to be API servers'.
 */
export function waysOutOf(world: World, subjects?: ReadonlySet<string>, apiServer: readonly string[] = []): readonly WayOut[] {
  const ways = new Map<string, WayOut>();
  for (const workload of [...world.workloads.filter((w) => w.apart === undefined), ...unseenPods(world)]) {
    if (subjects !== undefined && !subjects.has(workload.id)) continue;
    for (const way of waysOf(world, workload, apiServer)) {
      const key = JSON.stringify([way.caller, way.to, way.notes]);
      const ports = [...new Set([...ways.get(key)?.ports ?? [], ...way.ports])];
      ways.set(key, { ...way, ports: ports.includes(ANY_PORT) ? [ANY_PORT] : ports.sort(byNumber) });
    }
  }
  return [...ways.values()].sort(byText(wayText));
}

/** `shop/controller -> 10.128.0.2/32 on 443, 6443`. */
export function waysOutTexts(world: World, ways: readonly WayOut[]): readonly string[] {
  return leavingTexts(world, ways.map((way) => ({ caller: way.caller, namespace: way.namespace, target: targetText(way) })));
}

function wayText(way: WayOut): string {
  return `${way.caller} -> ${targetText(way)}`;
}

function targetText({ to, ports, notes }: WayOut): string {
  const on = ports[0] === ANY_PORT ? '' : ` on ${ports.join(', ')}`;
  return `${to}${on}${notes.length === 0 ? '' : ` (${notes.join('; ')})`}`;
}

const ANY_PORT = 'any port';
const ANYWHERE = 'anywhere';
/** It holds a workload that behaves, not one that goes around its proxy. */
const HELD = 'TCP only to hosts that its proxy knows';
const EXCLUDED_PORTS = 'traffic.sidecar.istio.io/excludeOutboundPorts';

function waysOf(world: World, workload: WorkloadView, apiServer: readonly string[]): readonly WayOut[] {
  const { namespace, labels, hostNetwork } = workload;
  const caller = callerOf(world, workload);
  const way = (to: string, ports: readonly NetworkPolicyPort[], notes: readonly string[], isAddresses = true): WayOut => ({
    caller: workload.assumed && workload.name === FRESH.serviceAccount ? workload.id : accountOf(workload),
    namespace,
    to,
    ports: ports.length === 0 ? [ANY_PORT] : ports.map(portText),
    notes: [...notes, ...(isAddresses && isHeld(world, caller, ports) ? [HELD] : [])].sort(),
  });
  const own = world.policies.in(namespace).network;
  const policies = own.selecting(labels).map((p) => p.object).filter((p) => isolates(p, 'Egress'));
  if (policies.length === 0) {
    // Of a pod that somebody only spoke of, in a namespace that nobody has shown, there is nothing to say.
    if (workload.assumed && !world.namespaces.has(namespace) && own.all.length === 0) return [];
    return [way(ANYWHERE, [], ['no NetworkPolicy isolates it'])];
  }
  if (hostNetwork) return [way(ANYWHERE, [], ['undetermined: in its node\'s network the effect of NetworkPolicy is undefined'])];
  return policies.flatMap(({ spec }) => (spec.egress ?? []).flatMap(({ to = [], ports = [] }) => (to.length === 0
    ? [way(ANYWHERE, ports, [])]
    : to.filter((peer) => !isInManifests(world, namespace, peer))
        .map((peer) => way(peerText(peer, namespace, apiServer), ports, [], peer.ipBlock !== undefined)))));
}

/** Some pods that policies mean by name are there: who may call them is said where they are callees. */
function isInManifests(world: World, policyNamespace: string, peer: NetworkPolicyPeer): boolean {
  const { ipBlock, namespaceSelector, podSelector } = peer;
  if (ipBlock !== undefined || podSelector === undefined || selectsAll(podSelector)) return false;
  const isNamed = namespaceSelector === undefined || namespaceSelector.matchLabels?.[NAME_LABEL] !== undefined;
  return isNamed && podsOf(world).selected(policyNamespace, peer).some(({ pods }) => pods.length > 0);
}

/** Does its proxy refuse, on each of these ports, what nobody registered there? Only TCP comes to it, and a port without addresses takes any. */
function isHeld(world: World, caller: Caller, ports: readonly NetworkPolicyPort[]): boolean {
  const asked = ports.filter(({ protocol = 'TCP' }) => protocol === 'TCP');
  const isRange = ports.length === 0 || asked.some(({ port, endPort }) => typeof port !== 'number' || endPort !== undefined);
  if ((ports.length > 0 && asked.length === 0) || (isRange && caller.workload?.annotations[EXCLUDED_PORTS] !== undefined)) return false;
  const numbers = asked.flatMap(({ port }) => (typeof port === 'number' ? [port] : []));
  return (numbers.length === 0 ? [UNDECLARED_PORT] : numbers)
    .every((port) => leave(world, caller, { port, protocol: 'tcp', ip: SOMEWHERE }).layers.some((l) => l.layer === 'egress-scope' && l.answer === 'deny'));
}

function peerText({ ipBlock, namespaceSelector, podSelector = {} }: NetworkPolicyPeer, own: string, apiServer: readonly string[]): string {
  if (ipBlock !== undefined) {
    const { cidr, except = [] } = ipBlock;
    const text = except.length === 0 ? cidr : `${cidr} except ${[...except].sort().join(', ')}`;
    return apiServer.some((known) => inBlock(cidr, known)) ? `the API server at ${text}` : text;
  }
  const pods = selectsAll(podSelector) ? 'any pod' : `pods with ${selectorText(podSelector)}`;
  return `${pods} of ${namespaceSelector === undefined ? `namespace ${own}` : namespaceText(namespaceSelector)}`;
}

function namespaceText(selector: LabelSelector): string {
  if (selectsAll(selector)) return 'any namespace';
  const { matchLabels = {}, matchExpressions = [] } = selector;
  const name = matchLabels[NAME_LABEL];
  return name !== undefined && Object.keys(matchLabels).length === 1 && matchExpressions.length === 0 ? `namespace ${name}` : `namespaces with ${selectorText(selector)}`;
}

function portText({ port, endPort, protocol = 'TCP' }: NetworkPolicyPort): string {
  const number = port === undefined ? 'any port' : `${port}${endPort === undefined ? '' : `-${endPort}`}`;
  return protocol === 'TCP' && port !== undefined ? number : `${number}/${protocol}`;
}

/** Names, and all of a protocol, behind numbers. */
function byNumber(a: string, b: string): number {
  const [x, y] = [a, b].map((text) => (/^\d/.test(text) ? parseInt(text, 10) : Number.MAX_SAFE_INTEGER));
  return x - y || (a < b ? -1 : a > b ? 1 : 0);
}
