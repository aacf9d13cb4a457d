import type { World } from '../../eval';
import { accountOf } from './workload-index';

/** Below it a namespace is listed one by one: few read better by name. */
const MANY = 3;
/** How many must have something for each that has not, so that those without are what a reader wants to hear of. */
const FOR_ONE_WITHOUT = 4;

/** A caller, in words, and what it may get out to. */
export interface Leaving {
  readonly caller: string;
  readonly namespace: string;
  readonly target: string;
}

/** `shop/cart -> 10.128.0.2/32 on 443`; sorted. What all accounts of a namespace have, or all but few, is one line, which says how many they are. */
export function leavingTexts(world: World, all: readonly Leaving[]): readonly string[] {
  const accounts = new Map<string, Set<string>>();
  for (const w of world.workloads) {
    if (w.apart === undefined) accounts.set(w.namespace, (accounts.get(w.namespace) ?? new Set()).add(accountOf(w)));
  }
  const alike = new Map<string, Leaving[]>();
  for (const leaving of all) {
    const key = JSON.stringify([leaving.namespace, leaving.target]);
    const group = alike.get(key);
    if (group === undefined) alike.set(key, [leaving]);
    else group.push(leaving);
  }
  return [...alike.values()].flatMap((group) => groupTexts(group, accounts.get(group[0].namespace) ?? new Set())).sort();
}

/** Pods that no manifest has are nobody's account, and stay by themselves. */
function groupTexts(group: readonly Leaving[], accounts: ReadonlySet<string>): readonly string[] {
  const { namespace, target } = group[0];
  const callers = new Set(group.map(({ caller }) => caller));
  const text = ({ caller }: Leaving): string => `${caller} -> ${target}`;
  const areMost = (having: number): boolean => having >= MANY && (accounts.size - having) * FOR_ONE_WITHOUT <= having;
  // Ten thousand accounts with a target each need not be looked through for each.
  if (!areMost(callers.size)) return group.map(text);
  const without = [...accounts].filter((account) => !callers.has(account)).sort();
  if (!areMost(accounts.size - without.length)) return group.map(text);
  const but = without.length === 0 ? '' : ` but ${without.map((account) => account.slice(namespace.length + 1)).join(', ')}`;
  return [`${namespace}/* (all ${accounts.size}${but}) -> ${target}`, ...group.filter(({ caller }) => !accounts.has(caller)).map(text)];
}
