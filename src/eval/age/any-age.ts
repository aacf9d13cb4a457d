import { decisionOf } from '../layers/combined';
import { refText, ruleRef } from '../refs';
import { EVERYTHING, intersect, NOTHING, subtract, union } from '../request-set';
import type { Decision, Exploration, LayerDecision, LayerSet, RuleRef } from '../types';
import type { World } from '../world';
import type { Rivals } from './rivals';
import { worldsOfAnyAge } from './worlds';

/**
 * Decided for each of them as the oldest: where all come to the same, that is the answer; otherwise the layers at which they differ
 * decide nothing.
 */
export function decisionOfAnyAge(world: World, sets: readonly Rivals[], decide: (world: World) => Decision): Decision {
  const [first, ...others] = worldsOfAnyAge(world, sets)?.map(decide) ?? [];
  if (first === undefined) return undecided(decide(world), sets);
  if (others.every((o) => o.answer === first.answer)) return first;
  return decisionOf(first.layers.map((layer, i) => eitherLayer([layer, ...others.map((o) => o.layers[i])], sets)));
}

function eitherLayer(layers: readonly LayerDecision[], sets: readonly Rivals[]): LayerDecision {
  const [first] = layers;
  if (layers.every((l) => l.answer === first.answer)) return first;
  const differing = [...new Map(layers.map((l) => [l.answer, `${l.answer}: ${l.text}`])).values()];
  return { layer: first.layer, answer: 'undetermined', text: `${why(sets)} (${differing.join('; ')})`, because: refsOf(sets) };
}

function undecided(decision: Decision, sets: readonly Rivals[]): Decision {
  if (decision.layers.length === 0) return decision;
  const text = why(sets);
  const layers = decision.layers.map((l): LayerDecision => (l.layer === 'mtls' || l.layer === 'egress-scope' ? { layer: l.layer, answer: 'undetermined', text, because: refsOf(sets) } : l));
  return decisionOf(layers.map((l) => (l.answer === 'deny' ? { ...l, answer: 'undetermined', text: `${l.text}; but ${text}` } : l)));
}

export function explorationOfAnyAge(world: World, sets: readonly Rivals[], explore: (world: World) => Exploration): Exploration {
  const all = worldsOfAnyAge(world, sets)?.map(explore);
  if (all === undefined) {
    const layers = explore(world).layers.map(({ layer }): LayerSet => ({ layer, allow: NOTHING, maybe: EVERYTHING, because: refsOf(sets) }));
    return { layers, allow: NOTHING, maybe: EVERYTHING };
  }
  const layers = all[0].layers.map(({ layer }, i): LayerSet => ({
    layer, ...eitherSets(all.map((e) => e.layers[i])), because: [...new Set(all.flatMap((e) => e.layers[i].because))],
  }));
  return { layers, ...eitherSets(all) };
}

function eitherSets(sets: readonly Pick<LayerSet, 'allow' | 'maybe'>[]): Pick<LayerSet, 'allow' | 'maybe'> {
  const [first] = sets;
  if (sets.every((s) => s.allow === first.allow && s.maybe === first.maybe)) return { allow: first.allow, maybe: first.maybe };
  const allow = intersect(...sets.map((s) => s.allow));
  return { allow, maybe: subtract(union(...sets.flatMap((s) => [s.allow, s.maybe])), allow) };
}

const WHICH = 'it depends on which is older, ';

/** All that it comes to is said: the answers, and why. */
export function isOfAge({ text }: LayerDecision): boolean {
  return text.startsWith(WHICH) && text.includes(' (');
}

function why(sets: readonly Rivals[]): string {
  const each = sets.map((set) => set.map((o) => refText(ruleRef(o))).join(' or '));
  return `${WHICH}${each.join(', and ')}, which manifests do not show`;
}

function refsOf(sets: readonly Rivals[]): readonly RuleRef[] {
  return [...new Set(sets.flat())].map((o) => ruleRef(o));
}
