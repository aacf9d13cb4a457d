import { EVERYTHING, NOTHING } from '../request-set';
import type { Answer, Caller, Layer, LayerDecision, LayerSet, Request, RuleRef } from '../types';

/** One layer at one destination. */
export interface LayerAt {
  readonly layer: Layer;
  /** What `explore` gives for every caller; left out: it depends on who calls, or is not worth finding out beforehand. */
  readonly constant?: LayerSet;
  decide(caller: Caller, request: Request): LayerDecision;
  explore(caller: Caller): LayerSet;
}

/**
 * What a layer says about one caller. The words are made only where somebody reads them: an exploration of ten thousand edges asks for
 * answers alone.
 */
export interface Verdict {
  readonly answer: Answer;
  readonly because: readonly RuleRef[];
  text(): string;
  nearestMiss?(): LayerDecision['nearestMiss'];
}

export function verdict(answer: Answer, text: string | (() => string), because: readonly RuleRef[] = [], nearestMiss?: Verdict['nearestMiss']): Verdict {
  return { answer, because, text: typeof text === 'string' ? () => text : text, ...(nearestMiss === undefined ? {} : { nearestMiss }) };
}

export function decisionFor(layer: Layer, v: Verdict): LayerDecision {
  const nearestMiss = v.nearestMiss?.();
  return { layer, answer: v.answer, text: v.text(), because: v.because, ...(nearestMiss === undefined ? {} : { nearestMiss }) };
}

/** A layer that decides about connections: all requests or none. `indifferent`: whoever calls, by no rule. */
export function connectionLayer(layer: Layer, decide: (caller: Caller) => Verdict, indifferent?: 'allow'): LayerAt {
  return {
    layer,
    ...(indifferent === undefined ? {} : { constant: { layer, ...setsOf(indifferent), because: [] } }),
    decide: (caller) => decisionFor(layer, decide(caller)),
    explore: (caller) => layerSet(layer, decide(caller)),
  };
}

export function layerSet(layer: Layer, { answer, because }: Verdict): LayerSet {
  return { layer, allow: answer === 'allow' ? EVERYTHING : NOTHING, maybe: answer === 'undetermined' ? EVERYTHING : NOTHING, because };
}

export function setsOf(answer: Answer): Pick<LayerSet, 'allow' | 'maybe'> {
  return { allow: answer === 'allow' ? EVERYTHING : NOTHING, maybe: answer === 'undetermined' ? EVERYTHING : NOTHING };
}
