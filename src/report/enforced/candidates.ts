import { callerWithPrincipal } from '../../eval/callers';
import { matchesNamespace } from '../../eval/matcher/identity';
import { selects, selectsAll, selectsKnowing } from '../../eval/matcher/selector';
import type { Caller, WorkloadView } from '../../eval/types';
import { namespaceLabels, type World } from '../../eval/world';
import type { IpBlock, Labels, Source } from '../../manifest/kinds';
import type { AddressesModel } from '../../model/model';
import { addressesText } from '../../model/names';
import type { PreparedWaypoint } from '../../eval/waypoint/prepare';
import { blocksOf, boundMentions, ingressMentions, type Mentions } from '../../proof/mentions';
import { identitiesBetween, identityFieldsOf, meanTogether } from '../../proof/identities';
import { FRESH, labelsText, minimalLabels, principalsOf } from '../../proof/minimal';
import { identityName } from '../declared-names';
import { accountOf, type WorkloadIndex } from './workload-index';

/** Everybody, as a name. */
export const ANY = '';

export interface Place extends AddressesModel {
  readonly callers: ReadonlySet<string>;
}

/**
 * Everybody that the policies of one workload, or of the waypoint before it, could tell from a stranger. Who is not here is answered like
 * the crowd it belongs to.
 */
export interface Candidates {
  /** Service accounts of workloads in the manifests, `shop/frontend`. */
  readonly accounts: ReadonlySet<string>;
  /** Identities without a workload, each as the pods that policies would have it run in. */
  readonly identities: ReadonlyMap<string, readonly Caller[]>;
  /** Namespaces as a whole. */
  readonly namespaces: ReadonlySet<string>;
  /** Pods that no manifest has, by the labels that a policy asks for. */
  readonly pods: ReadonlyMap<string, { readonly namespace: string; readonly labels: Labels }>;
  /** Patterns of identities, `cluster.local/ns/shop/*`, with an identity that matches. */
  readonly patterns: ReadonlyMap<string, string>;
  readonly blocks: readonly IpBlock[];
  /** Addresses that somebody must call from, by their text, with the names of those who must. */
  readonly places: ReadonlyMap<string, Place>;
}

export function candidatesFor(world: World, index: WorkloadIndex, workload: WorkloadView, waypoint?: PreparedWaypoint): Candidates {
  return new Collector(world, index, workload, waypoint);
}

/** Of the policies of a workload, and of the waypoint before it. */
export function mentionsOf(world: World, workload: WorkloadView, waypoint: PreparedWaypoint | undefined): Pick<Mentions, 'peers' | 'sources'> {
  const all = [
    ingressMentions(world, workload),
    ...(waypoint === undefined ? [] : [{ ...ingressMentions(world, waypoint.pod), sources: [] }, boundMentions(waypoint.site.authorization)]),
  ];
  return { peers: all.flatMap((m) => m.peers), sources: all.flatMap((m) => m.sources) };
}

class Collector implements Candidates {
  readonly accounts = new Set<string>();
  readonly identities = new Map<string, readonly Caller[]>();
  readonly namespaces: Set<string>;
  readonly pods = new Map<string, { readonly namespace: string; readonly labels: Labels }>();
  readonly patterns = new Map<string, string>();
  readonly blocks: readonly IpBlock[];
  readonly places = new Map<string, Place>();
  private readonly trustDomain: string;

  constructor(private readonly world: World, private readonly index: WorkloadIndex, workload: WorkloadView, waypoint?: PreparedWaypoint) {
    const mentions = mentionsOf(world, workload, waypoint);
    this.trustDomain = world.settings.trustDomain;
    this.namespaces = new Set([workload.namespace]);
    const { peers, sources } = blocksOf(mentions);
    this.blocks = [...peers, ...sources];
    for (const peer of mentions.peers) this.addPeer(peer);
    // Identities are for proxies to see.
    if (world.settings.mesh && workload.dataPlane !== 'none') for (const source of mentions.sources) this.addSource(source, mentions);
  }

  private addPeer(mention: Mentions['peers'][number]): void {
    const { podSelector = {}, namespaceSelector } = mention.peer;
    const anyPod = selectsAll(podSelector);
    // Any pod of any namespace: the crowd of all pods stands for them.
    if (anyPod && namespaceSelector !== undefined && selectsAll(namespaceSelector)) return;
    for (const namespace of this.namespacesOf(mention)) {
      if (anyPod) {
        this.namespaces.add(namespace);
        continue;
      }
      const callers = this.index.carrying(namespace, podSelector);
      for (const caller of callers) this.accounts.add(accountOf(caller.workload!));
      if (callers.length > 0) continue;
      for (const labels of minimalLabels(podSelector)) this.pods.set(`pods with ${labelsText(labels)} of namespace ${namespace}`, { namespace, labels });
    }
  }

  private addSource({ source, policyNamespace }: Mentions['sources'][number], { peers }: Pick<Mentions, 'peers'>): void {
    const found: string[] = [];
    for (const principal of [...source.principals ?? [], ...source.notPrincipals ?? []]) {
      if (!principal.includes('*')) found.push(this.addPrincipal(principal, peers));
      // Any identity is a crowd of its own.
      else if (principal === '*') found.push(ANY);
      else {
        const name = `identities ${principal}`;
        found.push(name);
        for (const example of principalsOf(principal, this.trustDomain)) this.patterns.set(name, example);
      }
    }
    for (const account of [...source.serviceAccounts ?? [], ...source.notServiceAccounts ?? []]) {
      const [namespace, name] = account.includes('/') ? account.split('/') : [policyNamespace, account];
      found.push(this.addPrincipal(`${this.trustDomain}/ns/${namespace}/sa/${name}`, peers));
    }
    for (const pattern of [...source.namespaces ?? [], ...source.notNamespaces ?? []]) {
      for (const namespace of pattern.includes('*') ? this.index.namespaces : [pattern]) {
        if (!matchesNamespace([pattern], `${this.trustDomain}/ns/${namespace}/sa/${FRESH.serviceAccount}`)) continue;
        this.namespaces.add(namespace);
        found.push(`namespace ${namespace}`);
      }
    }
    const fields = identityFieldsOf(source, policyNamespace);
    if (meanTogether(fields)) {
      for (const { name, principal } of identitiesBetween(fields, { policyNamespace, trustDomain: this.trustDomain })) {
        // Of another trust domain nobody is known, unless somebody asks for one.
        if (this.patterns.has(name) || ((fields.trustDomains ?? []).length === 0 && !principal.startsWith(`${this.trustDomain}/`))) continue;
        found.push(name);
        this.patterns.set(name, principal);
      }
    }
    this.addPlace(source, found);
  }

  private addPlace({ ipBlocks = [], notIpBlocks = [] }: Source, callers: readonly string[]): void {
    if ((ipBlocks.length === 0 && notIpBlocks.length === 0) || callers.length === 0) return;
    const addresses = { cidrs: ipBlocks.length === 0 ? EVERYWHERE : ipBlocks, except: notIpBlocks };
    const text = addressesText(addresses);
    this.places.set(text, { ...addresses, callers: new Set([...this.places.get(text)?.callers ?? [], ...callers]) });
  }

  /** Whoever runs under it, with a proxy to show it or without; or nobody here. */
  private addPrincipal(principal: string, peers: Mentions['peers']): string {
    const name = identityName(principal, this.trustDomain);
    if (this.index.under(name).length > 0) this.accounts.add(name);
    else this.identities.set(name, this.absentCallers(principal, peers));
    return name;
  }

  /** The pods of an identity that no manifest has: whichever a policy of the callee admits from its namespace, or any. */
  private absentCallers(principal: string, peers: Mentions['peers']): readonly Caller[] {
    const caller = callerWithPrincipal(this.world, principal);
    const { namespace } = caller;
    if (namespace === undefined) return [caller];
    const labels = peers
      .filter((mention) => this.namespacesOf(mention, namespace).includes(namespace))
      .flatMap(({ peer }) => minimalLabels(peer.podSelector ?? {}));
    return labels.length === 0 ? [{ ...caller, labels: {} }] : labels.map((l) => ({ ...caller, labels: l }));
  }

  /** The namespaces whose pods a peer may mean: of those known by name, and `also`. */
  private namespacesOf({ peer, policyNamespace }: Mentions['peers'][number], also?: string): readonly string[] {
    const { ipBlock, namespaceSelector } = peer;
    if (ipBlock !== undefined) return [];
    if (namespaceSelector === undefined) return [policyNamespace];
    const named = namespaceSelector.matchLabels?.[NAME_LABEL];
    const known = named === undefined ? new Set([...this.index.namespaces, ...(also === undefined ? [] : [also])]) : [named];
    return [...known].filter((namespace) => {
      const { labels, complete } = namespaceLabels(this.world, namespace);
      return complete ? selects(namespaceSelector, labels) : selectsKnowing(namespaceSelector, labels) !== 'no';
    });
  }
}

const EVERYWHERE = ['0.0.0.0/0', '::/0'];
const NAME_LABEL = 'kubernetes.io/metadata.name';
