import type { NetworkPolicy, NetworkPolicyPeer, NetworkPolicyPort } from '../../manifest/kinds';
import type { From } from '../cluster/policies';
import { namespaceOfObject } from '../cluster/policies';
import { refsText, refText, ruleRef, type Verdict, verdict } from '../layers/layer';
import { every, some, type Tri } from '../tri';
import type { RuleRef } from '../types';
import type { World } from '../world';
import { type End, matchesPeer, matchesPort, peerText, portText, type Target } from './end';

export type Direction = 'Ingress' | 'Egress';

/** A policy that may isolate the pod in question, with its rules narrowed to one port where that is known. */
export interface Isolating {
  readonly source: From<NetworkPolicy>;
  readonly selected: Tri;
  readonly rules: readonly NarrowedRule[];
}

interface NarrowedRule {
  readonly ref: RuleRef;
  readonly peers: readonly NetworkPolicyPeer[];
  readonly ports: readonly NetworkPolicyPort[];
  /** Does it cover the target's port? */
  readonly port: Tri;
}

/** `Ingress` is implied where `policyTypes` is left out, `Egress` only where there are egress rules. */
export function isolates({ spec }: NetworkPolicy, direction: Direction): boolean {
  return spec.policyTypes?.includes(direction) ?? (direction === 'Ingress' || (spec.egress ?? []).length > 0);
}

export function narrow(source: From<NetworkPolicy>, selected: Tri, direction: Direction, target: Target): Isolating {
  const { spec } = source.object;
  const rules = direction === 'Ingress'
    ? (spec.ingress ?? []).map((r) => ({ peers: r.from ?? [], ports: r.ports ?? [] }))
    : (spec.egress ?? []).map((r) => ({ peers: r.to ?? [], ports: r.ports ?? [] }));
  return {
    source,
    selected,
    rules: rules.map((r, i) => ({
      ...r,
      ref: ruleRef(source, `spec.${direction.toLowerCase()}[${i}]`),
      // An empty list is every port, not none.
      port: r.ports.length === 0 ? 'yes' : some(r.ports.map((p) => matchesPort(p, target))),
    })),
  };
}

/** Isolated as soon as one policy selects the pod; then allowed iff one rule of one such policy matches. There is no order and no deny. */
export function judge(world: World, direction: Direction, policies: readonly Isolating[], end: End, target: Target): Verdict {
  if (policies.length === 0) return verdict('allow', `no NetworkPolicy isolates it for ${direction.toLowerCase()}`);
  const matched = policies.map((p) => ({ ...p, matches: p.rules.map((rule) => ({ rule, holds: holds(world, p, rule, end) })) }));
  const admitting = matched.filter((p) => p.selected === 'yes').flatMap((p) => p.matches.filter((m) => m.holds === 'yes').map((m) => m.rule.ref));
  if (admitting.length > 0) return verdict('allow', `admitted by ${refsText(admitting)}`, admitting);
  const isolated = some(policies.map((p) => p.selected));
  const unsure = matched.flatMap((p) => p.matches.filter((m) => m.holds !== 'no' && (m.holds === 'unknown' || p.selected === 'unknown')).map((m) => m.rule.ref));
  // Whichever of them select it, each admits.
  if (matched.every((p) => p.matches.some((m) => m.holds === 'yes'))) return verdict('allow', `admitted by ${refsText(unsure)}`, unsure);
  const all = policies.map((p) => ruleRef(p.source));
  if (isolated === 'yes' && unsure.length === 0) {
    return verdict('deny', `isolated for ${direction.toLowerCase()} by ${refsText(all)}, and no rule admits it`, all, nearest(world, direction, policies, end, target));
  }
  return unsure.length > 0
    ? verdict('undetermined', `whether ${refsText(unsure)} admits it depends on what is not known about its pods, namespaces or addresses`, unsure)
    : verdict('undetermined', `whether ${refsText(all)} isolates it depends on pod labels that are not known`, all);
}

function holds(world: World, policy: Isolating, rule: NarrowedRule, end: End): Tri {
  if (rule.port === 'no') return 'no';
  return every([rule.port, peersMatch(world, policy, rule, end)]);
}

function peersMatch(world: World, policy: Isolating, rule: NarrowedRule, end: End): Tri {
  // An empty list is every peer, not none.
  return rule.peers.length === 0 ? 'yes' : some(rule.peers.map((peer) => matchesPeer(world, namespaceOfObject(policy.source), peer, end)));
}

/** The right peer on the wrong port is nearer than the wrong peer on the right port: it is the commoner mistake. */
function nearest(world: World, direction: Direction, policies: readonly Isolating[], end: End, target: Target): Verdict['nearestMiss'] {
  const rules = policies.flatMap((policy) => policy.rules.map((rule) => ({ policy, rule })));
  const wrongPort = rules.find(({ policy, rule }) => peersMatch(world, policy, rule, end) === 'yes');
  if (wrongPort !== undefined) {
    const { rule } = wrongPort;
    return { rule: rule.ref, text: `${refText(rule.ref)} covers ${rule.ports.map(portText).join(', ')}, not ${target.protocol} ${target.port}` };
  }
  const wrongPeer = rules.find(({ rule }) => rule.port === 'yes');
  if (wrongPeer === undefined) return undefined;
  const { rule } = wrongPeer;
  return { rule: rule.ref, text: `${refText(rule.ref)} is ${direction === 'Ingress' ? 'from' : 'to'} ${rule.peers.map(peerText).join(' or ')}` };
}
