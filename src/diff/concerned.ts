import type { Caller, Destination, WorkloadView, World } from '../eval';
import { namespaceOf } from '../eval/matcher/identity';
import { hasOneWay } from '../eval/waypoint/route';
import { ingressMentions, type SourceMention } from '../proof/mentions';
import { identityName } from '../report/declared-names';
import type { WorkloadIndex } from '../report/enforced/workload-index';
import { SIDES, type Both } from './both';
import { changedIn, type Selected } from './changed';
import { moversIn } from './movers';
import type { Leavers } from './own-side';

/** Whose access somewhere may be another after; of some, those that it holds for. */
export type Concerned = 'everybody' | 'nobody' | ((caller: Caller) => boolean);

export type ConcernedAt = (at: Both<readonly Destination[]>) => Concerned;

/**
 * Most changes are of a few policies among thousands, and comparing the access to what none of them is about says no more than comparing their
 * texts. Of what is not plainly a policy about certain pods everybody is concerned, everywhere.
 */
export function concernedIn(worlds: Both<World>, indexes: Both<WorkloadIndex>, leavers: readonly Leavers[]): ConcernedAt {
  const changed = changedIn(worlds);
  if (changed === undefined || isInBetween(worlds, changed.callees)) return () => 'everybody';
  const { callees, callers } = changed;
  if (callers === undefined) return (at) => (isTouched(at, callees) ? 'everybody' : 'nobody');
  if (isInBetween(worlds, callers)) return () => 'everybody';
  const moversAt = moversIn(worlds, leavers, callers);
  const mayBeAbsent = absentIn(worlds, indexes, callers);
  return (at) => {
    if (isTouched(at, callees)) return 'everybody';
    const ids = new Set(at.after.flatMap((after, i) => moversAt({ before: at.before[i], after })));
    const isAbsent = at.after.some(mayBeAbsent);
    return ids.size === 0 && !isAbsent ? 'nobody' : (caller) => (caller.workload === undefined ? isAbsent && callers(caller) : ids.has(caller.workload.id));
  };
}

/** Something about what answers there is another. */
function isTouched({ before, after }: Both<readonly Destination[]>, selected: Selected): boolean {
  return before.length !== after.length
    || after.some(({ workload }, i) => before[i].workload.id !== workload.id || selected(workload) || selected(before[i].workload));
}

/** It is on the way to others. */
function isInBetween({ after }: Both<World>, selected: Selected): boolean {
  return after.workloads.some((workload) => (workload.dataPlane === 'waypoint' || workload.dataPlane === 'gateway') && selected(workload));
}

/** May policies at a port name somebody who leaves in another way, and is no workload of the manifests? INVARIANT: true where it is not known. */
function absentIn({ after }: Both<World>, indexes: Both<WorkloadIndex>, selected: Selected): (destination: Destination) => boolean {
  const { trustDomain } = after.settings;
  const isAbsent = (principal: string): boolean => (
    selected({ namespace: namespaceOf(principal) }) && SIDES.some((side) => indexes[side].under(identityName(principal, trustDomain)).length === 0));
  const known = new Map<WorkloadView, boolean>();
  return (destination) => {
    if (hasOneWay(after, destination)?.way !== 'direct') return true;
    const { workload } = destination;
    let found = known.get(workload);
    if (found === undefined) {
      found = ingressMentions(after, workload).sources.some((s) => principalsIn(s, trustDomain).some(isAbsent));
      known.set(workload, found);
    }
    return found;
  };
}

/** Those that are no patterns. */
function principalsIn({ source, policyNamespace }: SourceMention, trustDomain: string): readonly string[] {
  const accounts = [...source.serviceAccounts ?? [], ...source.notServiceAccounts ?? []].map((account) => (
    account.includes('/') ? account.split('/') : [policyNamespace, account]));
  return [
    ...[...source.principals ?? [], ...source.notPrincipals ?? []].filter((p) => !p.includes('*')),
    ...accounts.map(([namespace, name]) => `${trustDomain}/ns/${namespace}/sa/${name}`),
  ];
}
