import type { Labels, NetworkPolicy, NetworkPolicyPeer, NetworkPolicyPort } from '../../manifest/kinds';
import { LabelIndex } from '../cluster/label-index';
import type { From } from '../cluster/policies';
import { namespaceOfObject } from '../cluster/policies';
import { type Verdict, verdict } from '../layers/layer';
import { refsText, refText, ruleRef } from '../refs';
import { selectsPartly } from '../matcher/selector';
import { some, type Tri } from '../tri';
import type { LayerDecision, RuleRef, WorkloadView } from '../types';
import type { World } from '../world';
import { type End, matchesPeer, matchesPort, peerText, portText, type Target } from './end';
import { type Facing, type FacingPods, facingPods } from './facing';
import { podsOf } from './pods';

export type Direction = 'Ingress' | 'Egress';

/** One direction of a policy. */
export interface DirectedPolicy {
  readonly ref: RuleRef;
  readonly namespace: string;
  readonly rules: readonly DirectedRule[];
  /** The rules whose peers are this end, or may be, in their order. */
  about(world: World, end: End): readonly Facing[];
  /** The same for all pods of a world. */
  facing(world: World): FacingPods;
}

export interface DirectedRule {
  readonly ref: RuleRef;
  readonly peers: readonly NetworkPolicyPeer[];
  readonly ports: readonly NetworkPolicyPort[];
}

/** A policy that isolates the pod in question, or may. */
export interface Isolating {
  readonly policy: DirectedPolicy;
  readonly selected: Tri;
}

/**
 * `Ingress` is implied where `policyTypes` is left out or empty, `Egress` only where there are egress rules as well.
 *
 * https://github.com/kubernetes/kubernetes/blob/master/pkg/apis/networking/v1/defaults.go
 */
export function isolates({ spec: { policyTypes = [], egress = [] } }: NetworkPolicy, direction: Direction): boolean {
  return policyTypes.length > 0 ? policyTypes.includes(direction) : direction === 'Ingress' || egress.length > 0;
}

const compiled: Readonly<Record<Direction, WeakMap<From<NetworkPolicy>, DirectedPolicy>>> = { Ingress: new WeakMap(), Egress: new WeakMap() };

export function compile(source: From<NetworkPolicy>, direction: Direction): DirectedPolicy {
  const known = compiled[direction].get(source);
  if (known !== undefined) return known;
  const { spec } = source.object;
  const rules = direction === 'Ingress'
    ? (spec.ingress ?? []).map((r) => ({ peers: r.from ?? [], ports: r.ports ?? [] }))
    : (spec.egress ?? []).map((r) => ({ peers: r.to ?? [], ports: r.ports ?? [] }));
  const namespace = namespaceOfObject(source);
  const ref = ruleRef(source);
  const field = direction === 'Ingress' ? 'spec.ingress' : 'spec.egress';
  const directed = rules.map(({ peers, ports }, i): DirectedRule => ({ peers, ports, ref: { ...ref, path: `${field}[${i}]` } }));
  const policy = directedPolicy(ref, namespace, directed);
  compiled[direction].set(source, policy);
  return policy;
}

/** Also those of which it is not known whether they select it. */
export function isolatingWorkload(world: World, { namespace, labels, unsureOf }: WorkloadView, direction: Direction): readonly Isolating[] {
  const { network } = world.policies.in(namespace);
  if (unsureOf === undefined) return network.selecting(labels).filter((p) => isolates(p.object, direction)).map((p) => ({ policy: compile(p, direction), selected: 'yes' }));
  return network.all.filter((p) => isolates(p.object, direction)).flatMap((p): readonly Isolating[] => {
    const selected = selectsPartly(p.object.spec.podSelector, labels, unsureOf);
    return selected === 'no' ? [] : [{ policy: compile(p, direction), selected }];
  });
}

/** No label key is empty. */
const NAMESPACE = '';

/** Asking fewer peers one by one is cheaper than knowing which to ask: for pods of the world, for anybody else. */
const WORTH_POINTING = 4;
const WORTH_AN_INDEX = 16;

/** A callee with a thousand callers has a thousand rules, or one with a thousand peers, and each caller concerns one of them. */
function directedPolicy(ref: RuleRef, namespace: string, rules: readonly DirectedRule[]): DirectedPolicy {
  const size = rules.reduce((sum, { peers }) => sum + Math.max(1, peers.length), 0);
  let index: LabelIndex<RulePeer> | undefined;
  let last: { readonly world: World; readonly pods: FacingPods } | undefined;
  const facing = (world: World): FacingPods => {
    if (last?.world !== world) last = { world, pods: facingPods(world, namespace, rules) };
    return last.pods;
  };
  const among = (world: World, end: End, some: readonly DirectedRule[]): readonly Facing[] => some.flatMap((rule): readonly Facing[] => {
    const peers = peerMatches(world, namespace, rule, end);
    return peers === 'no' ? NOBODY : [{ rule, peers }];
  });
  return {
    ref,
    namespace,
    rules,
    facing,
    about: (world, end) => {
      if (size === 0) return NOBODY;
      if (!end.pod || end.hostNetwork || end.namespace === undefined || end.labels === undefined) return among(world, end, rules);
      if (end.workload !== undefined && size >= WORTH_POINTING) {
        const { anybody, byPod } = facing(world);
        const found = byPod.get(end.workload);
        if (anybody.length === 0 && (found !== undefined || podsOf(world).has(end.workload))) return found ?? NOBODY;
      }
      if (rules.length < WORTH_AN_INDEX) return among(world, end, rules);
      index ??= new LabelIndex(rules.flatMap((rule) => peersOf(namespace, rule)), (p) => p.wanted);
      return among(world, end, [...new Set(index.find({ ...end.labels, [NAMESPACE]: end.namespace }).map((p) => p.rule))]);
    },
  };
}

const NOBODY: readonly Facing[] = [];

interface RulePeer {
  readonly rule: DirectedRule;
  readonly wanted: Labels;
}

function peersOf(own: string, rule: DirectedRule): readonly RulePeer[] {
  return rule.peers.length === 0 ? [{ rule, wanted: {} }] : rule.peers.map((peer) => ({ rule, wanted: wantedBy(own, peer) }));
}

/** What a pod must carry at the least to be this peer; of its namespace the name is always known. */
function wantedBy(own: string, { namespaceSelector, podSelector, ipBlock }: NetworkPolicyPeer): Labels {
  if (ipBlock !== undefined) return {};
  const namespace = namespaceSelector === undefined ? own : namespaceSelector.matchLabels?.['kubernetes.io/metadata.name'];
  return { ...podSelector?.matchLabels, ...(namespace === undefined ? {} : { [NAMESPACE]: namespace }) };
}

/** The same policies with only those rules whose peers may be this end. */
export function facing(world: World, policies: readonly Isolating[], end: End): readonly Isolating[] {
  return policies.map(({ policy, selected }) => {
    const about = policy.about(world, end);
    return { policy: { ...policy, rules: about.map((f) => f.rule), about: () => about }, selected };
  });
}

/** Without any policy everything is open; with policies, a port that no rule covers is closed. */
export function mayOpen(policies: readonly Isolating[], target: Target): boolean {
  return policies.length === 0 || policies.some(({ policy }) => policy.rules.some((rule) => portMatches(rule, target) !== 'no'));
}

/** Isolated as soon as one policy selects the pod; then allowed iff one rule of one such policy matches. There is no order and no deny. */
export function judge(world: World, direction: Direction, policies: readonly Isolating[], end: End, target: Target): Verdict {
  if (policies.length === 0) return verdict('allow', () => `no NetworkPolicy isolates it for ${direction.toLowerCase()}`);
  const admitting: RuleRef[] = [];
  const unsure: RuleRef[] = [];
  let everyoneAdmits = true;
  for (const { policy, selected } of policies) {
    let admits = false;
    for (const { rule, peers } of policy.about(world, end)) {
      const port = portMatches(rule, target);
      if (port === 'no') continue;
      const match = peers === 'yes' ? port : peers;
      admits ||= match === 'yes';
      (match === 'yes' && selected === 'yes' ? admitting : unsure).push(rule.ref);
    }
    everyoneAdmits &&= admits;
  }
  if (admitting.length > 0) return verdict('allow', () => `admitted by ${refsText(admitting)}`, admitting);
  // Whichever of them select it, each admits.
  if (everyoneAdmits) return verdict('allow', () => `admitted by ${refsText(unsure)}`, unsure);
  if (unsure.length > 0) {
    return verdict('undetermined', () => `whether ${refsText(unsure)} admits it depends on what is not known about its pods, namespaces or addresses`, unsure);
  }
  const all = policies.map((p) => p.policy.ref);
  return policies.some((p) => p.selected === 'yes')
    ? verdict('deny', () => `isolated for ${direction.toLowerCase()} by ${refsText(all)}, and no rule admits it`, all, () => nearest(world, direction, policies, end, target))
    : verdict('undetermined', () => `whether ${refsText(all)} isolates it depends on pod labels that are not known`, all);
}

/** Of several ports of which one is the port, not known which: they must agree. */
export function whicheverPort(ports: readonly number[], judgeAt: (port: number) => Verdict): Verdict {
  if (ports.length === 1) return judgeAt(ports[0]);
  const [first, ...others] = ports.map((port) => ({ port, verdict: judgeAt(port) }));
  if (others.every((o) => o.verdict.answer === first.verdict.answer)) return first.verdict;
  const all = [first, ...others];
  return verdict(
    'undetermined',
    () => `it depends on the port that the network sees, which is not known: ${all.map(({ port, verdict: v }) => `${port}: ${v.answer}, ${v.text()}`).join('; ')}`,
    all.flatMap(({ verdict: v }) => v.because),
  );
}

/** An empty list is every port, not none. */
function portMatches({ ports }: DirectedRule, target: Target): Tri {
  return ports.length === 0 ? 'yes' : ports.length === 1 ? matchesPort(ports[0], target) : some(ports.map((p) => matchesPort(p, target)));
}

/** An empty list is every peer, not none. */
function peerMatches(world: World, namespace: string, { peers }: DirectedRule, end: End): Tri {
  if (peers.length === 0) return 'yes';
  let result: Tri = 'no';
  for (const peer of peers) {
    const match = matchesPeer(world, namespace, peer, end);
    if (match === 'yes') return 'yes';
    if (match === 'unknown') result = 'unknown';
  }
  return result;
}

/** The right peer on the wrong port is nearer than the wrong peer on the right port: it is the commoner mistake. */
function nearest(world: World, direction: Direction, policies: readonly Isolating[], end: End, target: Target): LayerDecision['nearestMiss'] {
  const rules = policies.flatMap(({ policy }) => policy.rules.map((rule) => ({ policy, rule })));
  const wrongPort = rules.find(({ policy, rule }) => peerMatches(world, policy.namespace, rule, end) === 'yes')?.rule;
  if (wrongPort !== undefined) {
    return { rule: wrongPort.ref, text: `${refText(wrongPort.ref)} covers ${wrongPort.ports.map(portText).join(', ')}, not ${target.protocol} ${target.port}` };
  }
  const wrongPeer = rules.find(({ rule }) => portMatches(rule, target) === 'yes')?.rule;
  return wrongPeer && { rule: wrongPeer.ref, text: `${refText(wrongPeer.ref)} is ${direction === 'Ingress' ? 'from' : 'to'} ${wrongPeer.peers.map(peerText).join(' or ')}` };
}
