import type { World } from '../eval';
import { placedAt } from '../eval/cluster/services';
import { indexWorkloads } from '../report/enforced/workload-index';
import { both, type Both } from './both';
import { calleeDiffs } from './callees';
import { concernedIn } from './concerned';
import { externalChanges } from './externals';
import { leaversOf } from './own-side';
import { rankOf } from './severity';
import type { Surroundings } from './subjects';
import type { AccessDiff, CalleeDiff } from './types';
import { wayDiffs, withWays } from './ways';

export type { Both } from './both';
export { countsOf, isBeyond, rankOf, type Counts } from './severity';
export type * from './types';

/**
 * What somebody may do after and not before, and the other way round. Everybody counts whom policies of either side can tell apart: workloads,
 * identities that no workload has, addresses, and everybody else as a whole.
 */
export function diffAccess(worlds: Both<World>): AccessDiff {
  const surroundings = surroundingsOf(worlds);
  return {
    callees: [...withWays(calleeDiffs(surroundings), wayDiffs(surroundings))].sort(inOrder),
    externals: externalChanges(surroundings),
    workloads: comeAndGone(worlds),
  };
}

function inOrder(a: CalleeDiff, b: CalleeDiff): number {
  return rankOf(a) - rankOf(b) || Number(isRest(a)) - Number(isRest(b)) || (a.callee < b.callee ? -1 : a.callee > b.callee ? 1 : 0);
}

/** What nobody has named is told last. */
function isRest({ callee }: CalleeDiff): boolean {
  return callee.startsWith('any other ');
}

export function surroundingsOf(worlds: Both<World>): Surroundings {
  const leavers = leaversOf(worlds);
  const moved = leavers.filter((group) => group.moved);
  const indexes = both((side) => indexWorkloads(worlds[side]));
  return { worlds, indexes, leavers, moved, concernedAt: concernedIn(worlds, indexes, leavers) };
}

function comeAndGone({ before, after }: Both<World>): AccessDiff['workloads'] {
  const missing = (from: World, others: World): readonly string[] => {
    const known = new Set(namesIn(others));
    return [...new Set(namesIn(from))].filter((name) => !known.has(name)).sort();
  };
  return { added: missing(after, before), removed: missing(before, after) };
}

/** Of workloads, and of addresses with the Service that leads to them. */
function namesIn({ workloads, services }: World): readonly string[] {
  return [...workloads.map((w) => w.id), ...services.all.flatMap((service) => placedAt(services, service)
    .flatMap(({ apart, id }) => (apart === 'address' ? [`${id} behind ${service.namespace}/${service.name}`] : [])))];
}
