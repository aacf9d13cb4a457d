import { EVERYTHING, intersect, NOTHING, type RequestSet, subtract, union } from '../request-set';
import type { Decision, Exploration, Layer, LayerDecision, LayerSet } from '../types';
import { LAYERS } from '../types';
import { decisionOf } from '../layers/combined';

/**
 * Which of two ways a request takes is not known: where both answer alike, that is the answer. Otherwise nothing is decided by the
 * layers at which they differ. Without a second way, that one is not modelled.
 */
export function eitherDecision(why: string, one: Decision, other: Decision | undefined): Decision {
  if (other?.answer === one.answer) return other;
  return decisionOf(layersOf(one.layers, other?.layers ?? []).map(({ layer, a, b }) => eitherLayer(why, layer, a, b, other !== undefined)));
}

function eitherLayer(why: string, layer: Layer, a: LayerDecision | undefined, b: LayerDecision | undefined, isModelled: boolean): LayerDecision {
  if (!isModelled) return a === undefined ? unmodelled(why) : a.answer === 'deny' ? { ...a, answer: 'undetermined', text: `${a.text}; but ${why}` } : a;
  const answers = [a?.answer ?? 'allow', b?.answer ?? 'allow'];
  if (answers[0] === answers[1]) return (b ?? a)!;
  const words = (l: LayerDecision | undefined): string => (l === undefined ? 'not asked' : `${l.answer}, ${l.text}`);
  return {
    layer,
    answer: 'undetermined',
    text: `${why} (through it: ${words(b)}; past it: ${words(a)})`,
    because: [...new Set([...(b?.because ?? []), ...(a?.because ?? [])])],
  };
}

function unmodelled(text: string): LayerDecision {
  return { layer: 'waypoint-authorization', answer: 'undetermined', text, because: [] };
}

/**
 * Layer by layer, more is possible than either way lets through: what one of them stops here and the other there. The layer that
 * makes the difference, the waypoint's, is held to what gets through to the end of some way.
 */
export function eitherExploration(one: Exploration, other: Exploration | undefined): Exploration {
  const through = union(admitted(one), other === undefined ? EVERYTHING : admitted(other));
  const layers = layersOf(one.layers, other?.layers ?? []).map(({ layer, a, b }): LayerSet => {
    const [x, y] = [a ?? open(layer), other === undefined ? doubtful(layer) : b ?? open(layer)];
    const allow = intersect(x.allow, y.allow);
    const possible = union(x.allow, x.maybe, y.allow, y.maybe);
    const maybe = subtract(layer === 'waypoint-authorization' ? intersect(possible, through) : possible, allow);
    return { layer, allow, maybe, because: [...new Set([...x.because, ...y.because])] };
  });
  const second = other ?? { allow: NOTHING, maybe: EVERYTHING };
  const allow = intersect(one.allow, second.allow);
  return { layers, allow, maybe: subtract(union(one.allow, one.maybe, second.allow, second.maybe), allow) };
}

/** What the callee's side may let through; the caller's own is another question. */
function admitted({ layers }: Exploration): RequestSet {
  const admitting = layers.filter(({ layer }) => layer !== 'egress-policy' && layer !== 'egress-scope');
  return intersect(...admitting.map((l) => (l.maybe.boxes.length === 0 ? l.allow : union(l.allow, l.maybe))));
}

const open = (layer: Layer): LayerSet => ({ layer, allow: EVERYTHING, maybe: NOTHING, because: [] });
const doubtful = (layer: Layer): LayerSet => ({ layer, allow: NOTHING, maybe: EVERYTHING, because: [] });

interface Side<T> {
  readonly layer: Layer;
  readonly a: T | undefined;
  readonly b: T | undefined;
}

/** Layer by layer, in order; those of a waypoint are only on one way. */
function layersOf<T extends { readonly layer: Layer }>(as: readonly T[], bs: readonly T[]): readonly Side<T>[] {
  const asked = (layer: Layer): boolean => layer === 'waypoint-authorization' || [...as, ...bs].some((l) => l.layer === layer);
  return LAYERS.filter(asked).map((layer) => ({ layer, a: as.find((l) => l.layer === layer), b: bs.find((l) => l.layer === layer) }));
}
