import type { NetworkPolicyPeer } from '../../manifest/kinds';
import type { Tri } from '../tri';
import type { WorkloadView } from '../types';
import type { World } from '../world';
import type { DirectedRule } from './isolation';
import { podsOf } from './pods';

/** A rule one of whose peers is a pod, or may be. */
export interface Facing {
  readonly rule: DirectedRule;
  readonly peers: Exclude<Tri, 'no'>;
}

/**
 * The rules of one direction of a policy by the pods that they mean, found once: who may call whom is asked of pairs, and policies are many
 * fewer. Pods in their node's network are in no rule: selectors say nothing about them.
 */
export interface FacingPods {
  /** Those that may mean any pod: without peers, or by addresses. */
  readonly anybody: readonly DirectedRule[];
  /** By the others, in their order. */
  readonly byPod: ReadonlyMap<WorkloadView, readonly Facing[]>;
}

export function facingPods(world: World, namespace: string, rules: readonly DirectedRule[]): FacingPods {
  const byPod = new Map<WorkloadView, Facing[]>();
  for (const rule of rules) if (!isAboutAnybody(rule)) for (const peer of rule.peers) addPeer(byPod, world, namespace, rule, peer);
  return { byPod, anybody: rules.filter(isAboutAnybody) };
}

function addPeer(byPod: Map<WorkloadView, Facing[]>, world: World, namespace: string, rule: DirectedRule, peer: NetworkPolicyPeer): void {
  for (const { pods, match } of podsOf(world).selected(namespace, peer)) {
    for (const pod of pods) {
      const found = byPod.get(pod);
      const facing = { rule, peers: match };
      if (found === undefined) byPod.set(pod, [facing]);
      // Peers of one rule come one after the other.
      else if (found[found.length - 1].rule !== rule) found.push(facing);
      else if (match === 'yes') found[found.length - 1] = facing;
    }
  }
}

function isAboutAnybody({ peers }: DirectedRule): boolean {
  return peers.length === 0 || peers.some((p) => p.ipBlock !== undefined);
}
