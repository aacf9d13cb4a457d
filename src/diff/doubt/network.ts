import { matchesPeer, matchesPort, type End, type Target } from '../../eval/network/end';
import { compile, type DirectedRule } from '../../eval/network/isolation';
import { namespaceOfObject, type From } from '../../eval/cluster/policies';
import type { Layer, RuleRef } from '../../eval/types';
import type { World } from '../../eval/world';
import type { NetworkPolicy, NetworkPolicyPeer, NetworkPolicyPort } from '../../manifest/kinds';
import type { Asked } from './asked';
import type { Clause } from './clauses';
import { hopsOf } from './hops';
import { possibleAddresses } from './addresses';
import { inBoth, rangeOf, together, without, type Ranges } from './ranges';
import { selectorFacts } from './selectors';

/** Whom a rule of a NetworkPolicy, or a policy as a whole, admits if what is not known is so: as far as this caller and port go. */
export function networkClauses(asked: Asked, layer: Layer, { source, path }: RuleRef): readonly Clause[] {
  const policy = source as From<NetworkPolicy>;
  const direction = layer.includes('egress') ? 'Egress' : 'Ingress';
  const { rules } = compile(policy, direction);
  if (path !== '') return rules.filter(({ ref }) => ref.path === path).flatMap((rule) => ruleClauses(asked, layer, policy, rule));
  // That it isolates at all is in question.
  const selected = selectorFacts('pods', policy.object.spec.podSelector).map((facts): Clause => ({ facts: [...facts, 'isolated'], within: {} }));
  return [...selected, ...rules.flatMap((rule) => ruleClauses(asked, layer, policy, rule))];
}

function ruleClauses(asked: Asked, layer: Layer, policy: From<NetworkPolicy>, { peers, ports }: DirectedRule): readonly Clause[] {
  return hopsOf(asked, layer).flatMap(({ caller, end, targets }) => {
    const byPort = ports.length === 0 ? targets.map(seenAt) : targets.flatMap((target) => ports.flatMap((port) => portClauses(port, target)));
    return peersClauses(asked.world, namespaceOfObject(policy), peers, end).flatMap((a) => byPort.map((b): Clause => (
      { facts: [`from ${caller.name}`, ...a.facts, ...b.facts], within: a.within })));
  });
}

const ANYTHING: Clause = { facts: [], within: {} };

function seenAt({ port }: Target): Clause {
  return { facts: [`port ${port}`], within: {} };
}

function portClauses(port: NetworkPolicyPort, target: Target): readonly Clause[] {
  const match = matchesPort(port, target);
  if (match === 'no') return [];
  return match === 'yes' ? [seenAt(target)] : [{ facts: [`port ${target.port}`, `port ${port.port}`], within: {} }];
}

function peersClauses(world: World, namespace: string, peers: readonly NetworkPolicyPeer[], end: End): readonly Clause[] {
  if (peers.length === 0) return [ANYTHING];
  return peers.flatMap((peer): readonly Clause[] => {
    const match = matchesPeer(world, namespace, peer, end);
    if (match !== 'unknown') return match === 'no' ? [] : [ANYTHING];
    if (peer.ipBlock !== undefined) return blockClauses(peer.ipBlock, possibleAddresses(world, end));
    const { podSelector = {}, namespaceSelector } = peer;
    const namespaces = namespaceSelector === undefined ? [[`namespace ${namespace}`]] : selectorFacts('namespace', namespaceSelector);
    const pods = end.labels === undefined ? selectorFacts('pod', podSelector) : [[]];
    return namespaces.flatMap((a) => pods.map((b): Clause => ({ facts: [...a, ...b], within: {} })));
  });
}

function blockClauses({ cidr, except = [] }: NonNullable<NetworkPolicyPeer['ipBlock']>, possible: Ranges): readonly Clause[] {
  const all = [cidr, ...except].map(rangeOf);
  const [block, ...taken] = all.flatMap((range) => (range === undefined ? [] : [range]));
  if (taken.length < except.length) return [{ facts: [`block ${cidr} but ${[...except].sort().join()}`], within: {} }];
  return [{ facts: [], within: { address: inBoth(possible, without(block, together(...taken))) } }];
}
