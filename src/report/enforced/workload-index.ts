import { callerOf } from '../../eval/callers';
import { selects } from '../../eval/matcher/selector';
import type { Caller, WorkloadView } from '../../eval/types';
import type { World } from '../../eval/world';
import type { LabelSelector } from '../../manifest/kinds';

/** The workloads of a world by what policies say about callers; look-ups that would otherwise be made for every callee. */
export interface WorkloadIndex {
  /** `shop/frontend`: everybody who runs under that service account. */
  under(serviceAccount: string): readonly Caller[];
  holding(principal: string): readonly Caller[];
  carrying(namespace: string, selector: LabelSelector): readonly Caller[];
  readonly namespaces: readonly string[];
}

export function indexWorkloads(world: World): WorkloadIndex {
  const callers = world.workloads.map((workload) => callerOf(world, workload));
  const byAccount = groupBy(callers, (c) => accountOf(c.workload!));
  const byPrincipal = groupBy(callers, (c) => c.principal ?? '');
  // Selectors are for pods.
  const pods = callers.filter((c) => c.pod);
  const byNamespace = groupBy(pods, (c) => c.namespace!);
  // One label narrows enough: policies of one namespace ask for the same key with another value each.
  const byLabel = new Map<string, Caller[]>();
  for (const caller of pods) {
    for (const [key, value] of Object.entries(caller.labels!)) push(byLabel, labelKey(caller.namespace!, key, value), caller);
  }
  return {
    under: (account) => byAccount.get(account) ?? [],
    holding: (principal) => byPrincipal.get(principal) ?? [],
    carrying: (namespace, selector) => {
      const lists = Object.entries(selector.matchLabels ?? {}).map(([key, value]) => byLabel.get(labelKey(namespace, key, value)) ?? []);
      const shortest = lists.reduce((a, b) => (b.length < a.length ? b : a), byNamespace.get(namespace) ?? []);
      return shortest.filter((c) => selects(selector, c.labels!));
    },
    namespaces: [...new Set([...world.namespaces.keys(), ...byNamespace.keys()])].sort(),
  };
}

/** Of a machine that names none its own name. */
export function accountOf({ id, namespace, serviceAccount }: WorkloadView): string {
  return serviceAccount === '' ? `pod:${id}` : `${namespace}/${serviceAccount}`;
}

function labelKey(namespace: string, key: string, value: string): string {
  return `${namespace} ${key}=${value}`;
}

function groupBy<T>(values: readonly T[], keyOf: (value: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const value of values) push(groups, keyOf(value), value);
  return groups;
}

function push<T>(groups: Map<string, T[]>, key: string, value: T): void {
  const group = groups.get(key);
  if (group === undefined) groups.set(key, [value]);
  else group.push(value);
}
