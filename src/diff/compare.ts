import { portUniverse, type Caller, type Exploration, type Prepared, type World } from '../eval';
import { EVERYTHING, isEmpty, isSubset, NOTHING, subtract, union, type RequestSet } from '../eval/request-set';
import type { Layer, LayerSet } from '../eval/types';
import { anyOf, calleeSide } from '../report/enforced/explored';
import { both, SIDES, type Both } from './both';
import { levelsOf, rangeOf, stepsBetween, undecidedIn, type Effect, type Range, type Step } from './levels';
import type { Subject } from './subjects';
import type { Unit } from './units';

/** One subject at one unit, at one address. */
export interface Comparison {
  readonly steps: readonly Step[];
  /** Undetermined on both sides. */
  readonly undecided: RequestSet;
  /** Layers that let more or less through, whatever the others do. */
  readonly layers: readonly { readonly layer: Layer; readonly effect: Effect; readonly requests: RequestSet }[];
  readonly levels: Both<Range>;
  /** By endpoint, and by the form that the subject comes in. */
  readonly explored: Both<readonly (readonly Exploration[])[]>;
}

export function compare(worlds: Both<World>, unit: Unit, subject: Subject, ip?: string): Comparison {
  const explored = both((side) => unit.at[side].map((p) => explore(subject, side, p, ip)));
  const levels = both((side) => rangeOf(explored[side].map((forms) => levelsOf(anyOf(forms)))));
  const steps = stepsBetween(levels);
  const [a, b] = [explored.before, explored.after];
  const layers = a.length === 1 && b.length === 1 && a[0].length === 1 ? changedLayers(a[0][0], b[0][0], () => universeOf(worlds, unit)) : [];
  return { steps, undecided: undecidedIn(levels), layers, levels, explored };
}

/** In each form that the subject may come in. */
function explore({ forms, crowd }: Subject, side: 'before' | 'after', prepared: Prepared, ip: string | undefined): readonly Exploration[] {
  return forms.map((form) => {
    const explored = prepared.explore(at(form[side], ip));
    return crowd ? calleeSide(explored) : explored;
  });
}

/** Somebody with an address of their own keeps it. */
export function at(caller: Caller, ip: string | undefined): Caller {
  return ip === undefined || caller.ip !== undefined ? caller : { ...caller, ip };
}

/** What the port can carry on either side. */
export function universeOf(worlds: Both<World>, { at: { before, after } }: Unit): RequestSet {
  const all = both((side) => ({ before, after })[side].map((p) => p.waypoint?.universe ?? portUniverse(worlds[side], p.destination)));
  return union(...SIDES.flatMap((side) => all[side]));
}

/** A layer that only one side has is another way, and no change of a layer. */
function changedLayers(before: Exploration, after: Exploration, universe: () => RequestSet): Comparison['layers'] {
  return after.layers.flatMap((now): Comparison['layers'] => {
    const then = before.layers.find(({ layer }) => layer === now.layer);
    if (then === undefined || (then.allow === now.allow && then.maybe === now.maybe)) return [];
    const [a, b] = [possible(then), possible(now)];
    const more = beyond(b, a, universe);
    const less = beyond(a, b, universe);
    return [
      ...(isEmpty(more) ? [] : [{ layer: now.layer, effect: 'broadening' as const, requests: more }]),
      ...(isEmpty(less) ? [] : [{ layer: now.layer, effect: 'narrowing' as const, requests: less }]),
    ];
  });
}

function possible({ allow, maybe }: LayerSet): RequestSet {
  return isEmpty(maybe) ? allow : union(allow, maybe);
}

function beyond(a: RequestSet, b: RequestSet, universe: () => RequestSet): RequestSet {
  if (a === b || isSubset(a, b)) return NOTHING;
  const rest = subtract(a, b);
  const all = universe();
  return all === EVERYTHING || isSubset(rest, all) ? rest : subtract(rest, subtract(rest, all));
}
