import { callerOf, type Caller, type Destination, type WorkloadView, type World } from '../eval';
import { rivalsAt, rivalsOf } from '../eval/age/rivals';
import { serviceHost } from '../eval/cluster/hosts';
import { sentPast } from '../eval/cluster/sent-past';
import { egressPolicy } from '../eval/layers/egress-policy';
import { egressScope } from '../eval/layers/egress-scope';
import { endOf, matchesPeer } from '../eval/network/end';
import { type FacingPods, facingPods } from '../eval/network/facing';
import type { DirectedRule } from '../eval/network/isolation';
import { podsOf } from '../eval/network/pods';
import { isEmpty } from '../eval/request-set';
import { mayBeRouted } from '../eval/routing/routes';
import type { LayerSet } from '../eval/types';
import { hasOneWay } from '../eval/waypoint/route';
import { both, SIDES, type Both } from './both';
import { type Leavers, rulesApart } from './own-side';

/** Workloads that leave in one way before and in one way after, which may be another. */
interface Mover {
  readonly ids: readonly string[];
  readonly callers: Both<Caller>;
  /** Which of several objects decides about their way out is not known, or which of several workloads is meant. */
  readonly isDoubtful: boolean;
}

/** Of one whose egress policies have other rules after, and of whose way out nothing else is another. */
interface ByRules {
  readonly mover: Mover;
  readonly namespace: string;
  readonly rules: readonly DirectedRule[];
  readonly facing: FacingPods;
}

/** Ids of workloads that may be answered otherwise at a port where nothing else has changed. INVARIANT: a superset. */
export type MoversAt = (at: Both<Destination>) => readonly string[];

/** `hasChanged`: something about its way out. */
export function moversIn(worlds: Both<World>, leavers: readonly Leavers[], hasChanged: (workload: WorkloadView) => boolean): MoversAt {
  const anywhere: Mover[] = [];
  const byRules: ByRules[] = [];
  for (const { workloads, isDoubled } of movedIn(worlds, leavers, hasChanged)) {
    const callers = both((side) => callerOf(worlds[side], workloads[0][side]));
    const isDoubtful = isDoubled || SIDES.some((side) => rivalsOf(worlds[side], callers[side]).length > 0);
    const mover: Mover = { ids: workloads.map(({ after }) => after.id), callers, isDoubtful };
    const rules = isDoubtful || !SIDES.every((side) => isSureOfPorts(worlds[side], callers[side])) ? undefined : rulesApart(worlds, workloads[0]);
    const { namespace } = workloads[0].after;
    const facing = rules && facingPods(worlds.after, namespace, rules);
    if (facing === undefined || facing.anybody.length > 0) anywhere.push(mover);
    else byRules.push({ mover, namespace, rules: rules!, facing });
  }
  const facing = facingIn(worlds.after, byRules);
  const all = [...anywhere, ...byRules.map(({ mover }) => mover)];
  return (at) => {
    if (all.length === 0) return [];
    const found = isPlain(worlds, at) ? [...anywhere, ...facing(at.after.workload)].filter((mover) => isAnother(worlds, at, mover)) : all;
    return found.flatMap(({ ids }) => ids);
  };
}

type Moved = Pick<Leavers, 'workloads'> & { readonly isDoubled: boolean };

/** Those that leave in another way by what is written, and whatever else a changed object selects. */
function movedIn(worlds: Both<World>, leavers: readonly Leavers[], hasChanged: (workload: WorkloadView) => boolean): readonly Moved[] {
  const doubled = new Set(SIDES.flatMap((side) => repeated(worlds[side].workloads.map((w) => w.id))));
  const moved = leavers.filter((group) => group.moved);
  const known = new Set(moved.flatMap(({ workloads }) => workloads.map(({ after }) => after.id)));
  const others = leavers.filter((group) => !group.moved)
    .flatMap(({ workloads }) => workloads.filter((w) => SIDES.some((side) => hasChanged(w[side]))));
  const hidden = SIDES.flatMap((side) => worlds[side].workloads.filter((w) => doubled.has(w.id) && !known.has(w.id) && hasChanged(w)));
  return [...moved, ...[...others, ...hidden.map((w) => ({ before: w, after: w }))].map((workload) => ({ workloads: [workload] }))]
    .map(({ workloads }) => ({ workloads, isDoubled: workloads.some(({ after }) => doubled.has(after.id)) }));
}

function repeated(ids: readonly string[]): readonly string[] {
  const seen = new Set<string>();
  return ids.filter((id) => seen.size === seen.add(id).size);
}

/** Otherwise what decides at one of the ports is a reason beside what does at the other. */
function isSureOfPorts({ ambient }: World, { workload }: Caller): boolean {
  return !ambient || (workload?.apart === undefined && ['none', 'ambient'].includes(workload!.dataPlane));
}

function facingIn(world: World, byRules: readonly ByRules[]): (workload: WorkloadView) => readonly Mover[] {
  const byPod = new Map<WorkloadView, Mover[]>();
  for (const { mover, facing } of byRules) {
    for (const pod of facing.byPod.keys()) {
      const found = byPod.get(pod);
      if (found === undefined) byPod.set(pod, [mover]);
      else found.push(mover);
    }
  }
  return (workload) => {
    if (podsOf(world).has(workload) && !workload.hostNetwork) return byPod.get(workload) ?? [];
    const end = endOf(workload);
    return byRules.filter(({ namespace, rules }) => rules.some(({ peers }) => peers.some((p) => matchesPeer(world, namespace, p, end) !== 'no'))).map((r) => r.mover);
  };
}

/** One way, and nothing of it depends on which of several objects is older: only there a denial is no reason for a doubt. */
function isPlain(worlds: Both<World>, at: Both<Destination>): boolean {
  return SIDES.every((side) => {
    const [world, { workload, service }] = [worlds[side], at[side]];
    return hasOneWay(world, at[side])?.way === 'direct' && rivalsAt(world, at[side]).length === 0
      && !(world.ambient && workload.dataPlane === 'unknown')
      && (service === undefined || !mayBeRouted(world, serviceHost(world, service), service));
  });
}

/** INVARIANT: with the same sets, none of them in doubt, whoever decides further on is told the same. */
function isAnother(worlds: Both<World>, at: Both<Destination>, { callers, isDoubtful }: Mover): boolean {
  const own = both((side) => ownSide(worlds[side], at[side], callers[side]));
  // What is sent past the proxy is a reason for the doubts of ztunnel, with the text of the Sidecar.
  const isReason = SIDES.some((side) => worlds[side].ambient && own[side].past !== undefined);
  return isDoubtful || isReason || own.before.past !== own.after.past || own.before.sets.some((then, i) => {
    const now = own.after.sets[i];
    return then.allow !== now.allow || !isEmpty(then.maybe) || !isEmpty(now.maybe);
  });
}

function ownSide(world: World, destination: Destination, caller: Caller): { readonly sets: readonly LayerSet[]; readonly past: string | undefined } {
  const { service } = destination;
  const past = service === undefined ? undefined : sentPast(world, caller, service);
  return { sets: [egressPolicy, egressScope].map((layer) => layer(world, destination).explore(caller)), past: past && `${past.mode} ${past.text}` };
}
