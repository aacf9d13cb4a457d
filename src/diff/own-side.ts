import { sidecarsOver } from '../eval/age/rivals';
import { type From, namespaceOfObject } from '../eval/cluster/policies';
import { compile, type DirectedRule, isolates } from '../eval/network/isolation';
import type { NetworkPolicy } from '../manifest/kinds';
import type { WorkloadView } from '../eval/types';
import type { World } from '../eval/world';
import { unseenPods } from '../proof/unseen-pods';
import { ghostOf } from './ghost';
import { both, SIDES, unionBy, type Both } from './both';
import { strangersOf } from './strangers';

/** Workloads of one namespace that leave in the same way before, and in the same way after. */
export interface Leavers {
  readonly namespace: string;
  /** As each side has them, or would have them. */
  readonly workloads: readonly Both<WorkloadView>[];
  /** Something of that way is written in another way after. */
  readonly moved: boolean;
}

/** All workloads by all that decides about a call before it reaches anybody: egress policies, Sidecar, data plane. */
export function leaversOf(worlds: Both<World>): readonly Leavers[] {
  const shared = both((side) => sharedText(worlds[side]));
  const strangers = strangersOf(worlds);
  const groups = new Map<string, { readonly namespace: string; readonly workloads: Both<WorkloadView>[]; readonly moved: boolean }>();
  for (const found of unionBy(both((side) => [...worlds[side].workloads, ...unseenPods(worlds[side]), ...strangers[side]]), (w) => w.id).values()) {
    const one = (found.before ?? found.after)!;
    const workload = both((side) => found[side] ?? ghostOf(worlds[side], one).workload!);
    const texts = SIDES.map((side) => ownText(worlds[side], workload[side]));
    const key = [one.namespace, ...texts].join('\n');
    const group = groups.get(key);
    if (group !== undefined) group.workloads.push(workload);
    else groups.set(key, { namespace: one.namespace, workloads: [workload], moved: texts[0] !== texts[1] || shared.before !== shared.after });
  }
  return [...groups.values()];
}

/** What the callers of every namespace go by. */
function sharedText({ namespaces, settings, policies, services }: World): string {
  return JSON.stringify([
    [...namespaces].sort(([a], [b]) => (a < b ? -1 : 1)), settings,
    [...policies.destinationRules, ...policies.serviceEntries, ...policies.virtualServices, ...policies.gatewayRoutes].map((o) => `${namespaceOfObject(o)} ${JSON.stringify(o.object)}`).sort(),
    services.all.map(({ namespace, name, headless, source }) => [namespace, name, headless, source.object.metadata.annotations ?? {}].map((part) => JSON.stringify(part)).join(' ')).sort(),
  ]);
}

/**
 * The rules of its egress policies that one side has more often than the other. Undefined: they are not all that is another on its way out, or that
 * is a reason on it.
 */
export function rulesApart(worlds: Both<World>, workload: Both<WorkloadView>): readonly DirectedRule[] | undefined {
  const { before, after } = both((side) => {
    const { hostNetwork, unsureOf } = workload[side];
    const policies = egressOf(worlds[side], workload[side]);
    const key = JSON.stringify([policies.length === 0, sidecarTexts(worlds[side], workload[side])]);
    return { key, isUnsure: hostNetwork || unsureOf !== undefined, rules: policies.flatMap((p) => compile(p, 'Egress').rules) };
  });
  if (before.key !== after.key || before.isUnsure || after.isUnsure) return undefined;
  const times = new Map<string, number>();
  for (const rule of before.rules) times.set(textOf(rule), (times.get(textOf(rule)) ?? 0) + 1);
  for (const rule of after.rules) times.set(textOf(rule), (times.get(textOf(rule)) ?? 0) - 1);
  return [...before.rules, ...after.rules].filter((rule) => times.get(textOf(rule)) !== 0);
}

function textOf({ peers, ports }: DirectedRule): string {
  return JSON.stringify([peers, ports]);
}

function egressOf(world: World, { namespace, labels }: WorkloadView): readonly From<NetworkPolicy>[] {
  return world.policies.in(namespace).network.selecting(labels).filter((p) => isolates(p.object, 'Egress'));
}

function sidecarTexts(world: World, { namespace, labels }: WorkloadView): readonly string[] {
  return sidecarsOver(world, namespace, labels).map(({ object: { metadata, spec } }) => JSON.stringify([metadata.creationTimestamp, spec])).sort();
}

function ownText(world: World, workload: WorkloadView): string {
  const { annotations, serviceAccount, dataPlane, hostNetwork, ip, apart } = workload;
  const egress = egressOf(world, workload);
  const traffic = Object.entries(annotations).filter(([name]) => name.includes('istio.io/')).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([
    egress.map((p) => JSON.stringify(p.object.spec)).sort(), sidecarTexts(world, workload),
    dataPlane, hostNetwork, traffic, serviceAccount, ip ?? null, apart ?? null,
  ]);
}
