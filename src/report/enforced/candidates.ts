import { callerWithPrincipal } from '../../eval/callers';
import { matchesNamespace } from '../../eval/matcher/identity';
import { selects, selectorText, selectsAll, selectsKnowing } from '../../eval/matcher/selector';
import type { Caller, WorkloadView } from '../../eval/types';
import { namespaceLabels, type World } from '../../eval/world';
import type { Labels } from '../../manifest/kinds';
import { ingressMentions, type Mentions } from '../../proof/mentions';
import { FRESH, minimalLabels, principalsOf } from '../../proof/minimal';
import { identityName } from '../declared-names';
import { accountOf, type WorkloadIndex } from './workload-index';

/** Everybody that the policies of one workload could tell from a stranger. Who is not here is answered like the crowd it belongs to. */
export interface Candidates {
  /** Service accounts of workloads in the manifests, `shop/frontend`. */
  readonly accounts: readonly string[];
  /** Identities without a workload, each as the pods that policies would have it run in. */
  readonly identities: readonly { readonly name: string; readonly callers: readonly Caller[] }[];
  /** Namespaces as a whole. */
  readonly namespaces: readonly string[];
  /** Pods that no manifest has, by the labels that a policy asks for. */
  readonly pods: readonly { readonly name: string; readonly namespace: string; readonly labels: Labels }[];
  /** Patterns of identities, `cluster.local/ns/shop/*`. */
  readonly patterns: readonly { readonly name: string; readonly principal: string }[];
  readonly blocks: Mentions['blocks'];
}

export function candidatesFor(world: World, index: WorkloadIndex, workload: WorkloadView): Candidates {
  const mentions = ingressMentions(world, workload);
  const accounts = new Set<string>();
  const namespaces = new Set([workload.namespace]);
  const principals = new Set<string>();
  const patterns = new Map<string, string>();
  const pods = new Map<string, Candidates['pods'][number]>();
  const { trustDomain } = world.settings;

  for (const { source, policyNamespace } of mentions.sources) {
    for (const principal of [...source.principals ?? [], ...source.notPrincipals ?? []]) {
      if (principal.includes('*')) for (const example of principalsOf(principal, trustDomain)) patterns.set(principal, example);
      else principals.add(principal);
    }
    for (const account of [...source.serviceAccounts ?? [], ...source.notServiceAccounts ?? []]) {
      const [namespace, name] = account.includes('/') ? account.split('/') : [policyNamespace, account];
      principals.add(`${trustDomain}/ns/${namespace}/sa/${name}`);
    }
    for (const namespace of [...source.namespaces ?? [], ...source.notNamespaces ?? []]) {
      for (const known of namespacesLike(namespace, index.namespaces, trustDomain)) namespaces.add(known);
    }
  }
  for (const { peer, policyNamespace } of mentions.peers) {
    const anyPod = peer.podSelector === undefined || selectsAll(peer.podSelector);
    // Any pod of any namespace: the crowd of all pods stands for them.
    if (anyPod && peer.namespaceSelector !== undefined && selectsAll(peer.namespaceSelector)) continue;
    for (const namespace of namespacesOf(world, index, { peer, policyNamespace })) {
      if (peer.podSelector === undefined || anyPod) {
        namespaces.add(namespace);
        continue;
      }
      const callers = index.carrying(namespace, peer.podSelector);
      for (const { workload: pod } of callers) accounts.add(accountOf(pod!));
      const name = `pods with ${selectorText(peer.podSelector)} of namespace ${namespace}`;
      if (callers.length === 0) for (const labels of minimalLabels(peer.podSelector)) pods.set(`${name} ${JSON.stringify(labels)}`, { name, namespace, labels });
    }
  }
  const absent = new Set<string>();
  for (const principal of principals) {
    const holders = index.holding(principal);
    for (const { workload: pod } of holders) accounts.add(accountOf(pod!));
    if (holders.length === 0) absent.add(principal);
  }
  return {
    accounts: [...accounts],
    identities: [...absent].map((principal) => ({
      name: identityName(principal, trustDomain),
      callers: absentCallers(world, index, principal, mentions),
    })),
    namespaces: [...namespaces],
    pods: [...pods.values()],
    patterns: [...patterns].filter(([pattern]) => pattern !== '*').map(([name, principal]) => ({ name: `identities ${name}`, principal })),
    blocks: mentions.blocks,
  };
}

/** The pods of an identity that no manifest has: whichever a policy of the callee admits from its namespace, or any. */
function absentCallers(world: World, index: WorkloadIndex, principal: string, { peers }: Mentions): readonly Caller[] {
  const caller = callerWithPrincipal(world, principal);
  if (caller.namespace === undefined) return [caller];
  const labels = peers
    .filter((mention) => namespacesOf(world, index, mention, [caller.namespace!]).includes(caller.namespace!))
    .flatMap(({ peer }) => minimalLabels(peer.podSelector ?? {}));
  return labels.length === 0 ? [{ ...caller, labels: {} }] : labels.map((l) => ({ ...caller, labels: l }));
}

/** The namespaces whose pods a peer may mean: of those known by name, and `also`. */
function namespacesOf(world: World, index: WorkloadIndex, { peer, policyNamespace }: Mentions['peers'][number], also: readonly string[] = []): readonly string[] {
  const { ipBlock, namespaceSelector } = peer;
  if (ipBlock !== undefined) return [];
  if (namespaceSelector === undefined) return [policyNamespace];
  const named = namespaceSelector.matchLabels?.[NAME_LABEL];
  return (named === undefined ? [...new Set([...index.namespaces, ...also])] : [named]).filter((namespace) => {
    const { labels, complete } = namespaceLabels(world, namespace);
    return complete ? selects(namespaceSelector, labels) : selectsKnowing(namespaceSelector, labels) !== 'no';
  });
}

const NAME_LABEL = 'kubernetes.io/metadata.name';

function namespacesLike(pattern: string, known: readonly string[], trustDomain: string): readonly string[] {
  if (!pattern.includes('*')) return [pattern];
  return known.filter((namespace) => matchesNamespace([pattern], `${trustDomain}/ns/${namespace}/sa/${FRESH.serviceAccount}`));
}
