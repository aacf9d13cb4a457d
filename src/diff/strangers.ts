import type { WorkloadView } from '../eval/types';
import type { World } from '../eval/world';
import { FRESH } from '../proof/minimal';
import { both, SIDES, type Both } from './both';
import { planeIn } from './ghost';

/** Stands for the pods of a namespace that no manifest has: certificate solvers, hooks, whatever comes next. */
export function strangersOf(worlds: Both<World>): Both<readonly WorkloadView[]> {
  const namespaces = new Set(SIDES.flatMap((side) => [...worlds[side].namespaces.keys(), ...worlds[side].workloads.map((w) => w.namespace)]));
  return both((side) => [...namespaces].sort().map((namespace) => strangerOf(worlds[side], namespace)));
}

function strangerOf(world: World, namespace: string): WorkloadView {
  const view: WorkloadView = {
    id: `${namespace}/${FRESH.serviceAccount}`, namespace, name: FRESH.serviceAccount, labels: {}, annotations: {}, serviceAccount: FRESH.serviceAccount,
    dataPlane: 'unknown', hostNetwork: false, containerPorts: [], assumed: true,
  };
  return { ...view, dataPlane: planeIn(world, view) };
}

export function isStranger({ assumed, name }: WorkloadView): boolean {
  return assumed && name === FRESH.serviceAccount;
}

/** `shop/frontend`, `pods with app=web of namespace shop`, `any other pod of namespace shop`. */
export function accountName(workload: WorkloadView): string {
  if (!isStranger(workload)) return `${workload.namespace}/${workload.serviceAccount}`;
  return Object.keys(workload.labels).length === 0 ? `any other pod of namespace ${workload.namespace}` : workload.id;
}

/** Each once, those of nobody last. */
export function inNameOrder(names: readonly string[]): readonly string[] {
  const rank = (name: string): number => Number(name.startsWith('any other '));
  return [...new Set(names)].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
}
