import { ANY_HTTP, EVERYTHING, intersect, isEmpty, NOTHING, type RequestSet, subtract, union } from '../request-set';
import type { Answer, Decision, Exploration, Layer, LayerDecision, LayerSet } from '../types';

/** A denial anywhere is a denial; doubt anywhere else is doubt. `last`: the layer that speaks for an `allow`. */
export function decisionOf(layers: readonly LayerDecision[], last: Layer = 'authorization-allow'): Decision {
  const answer: Answer = layers.some((l) => l.answer === 'deny') ? 'deny' : layers.some((l) => l.answer === 'undetermined') ? 'undetermined' : 'allow';
  const deciding = layers.find((l) => (answer === 'allow' ? l.layer === last : l.answer === answer))!;
  return { answer, layers, text: `${answer} by ${deciding.layer}: ${deciding.text}` };
}

export function combined(layers: readonly LayerSet[]): Exploration {
  if (layers.every(isOpen)) return { layers, allow: EVERYTHING, maybe: NOTHING };
  const allow = meet(layers.map((l) => l.allow));
  if (layers.every((l) => l.maybe.boxes.length === 0)) return { layers, allow, maybe: NOTHING };
  const possible = meet(layers.map((l) => (l.maybe.boxes.length === 0 ? l.allow : union(l.allow, l.maybe))));
  return { layers, allow, maybe: isEmpty(allow) ? possible : subtract(possible, allow) };
}

function isOpen({ allow, maybe }: LayerSet): boolean {
  return allow === EVERYTHING && maybe === NOTHING;
}

/** Most layers decide about connections, and have all requests or none. */
function meet(sets: readonly RequestSet[]): RequestSet {
  const some = new Set(sets.filter((s) => s !== EVERYTHING));
  for (const s of some) if (s.boxes.length === 0) return NOTHING;
  const onlyHttp = [...some].some((s) => s !== ANY_HTTP && s.boxes.every((box) => box.kind === 'http'));
  if (onlyHttp) some.delete(ANY_HTTP);
  return some.size === 1 ? [...some][0] : intersect(...some);
}
