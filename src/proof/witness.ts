import { ANY_BYTES, ANY_HTTP, formatWitness, intersect, type RequestSet, witness } from '../eval/request-set';
import { canBeSent, requestOf } from '../eval/sendable';
import type { Decision, Layer, MeshSettings, Request } from '../eval/types';

/** The symbolic and the concrete evaluator disagree: one of them is wrong, and so is whatever the proof would say. */
export class DisagreementError extends Error {
  constructor(text: string) {
    super(`internal error: the evaluators disagree: ${text}; please report it with the manifests`);
    this.name = 'DisagreementError';
  }
}

export interface Claim {
  readonly requests: RequestSet;
  /** All of these layers let it through, or one of them does not for certain. */
  readonly layers: readonly Layer[];
  readonly passes: boolean;
  /** None of it is certain: a set says no more of such a request, and whatever the concrete evaluator answers agrees. */
  readonly undecided: boolean;
  /** An example that fits the port is better than any. */
  readonly http: boolean;
  readonly normalization: MeshSettings['pathNormalization'];
  decide(request: Request): Decision;
}

/** One request, in words, and the rules that decide about it: those of a set of requests are more than those. */
export interface Example {
  readonly text: string;
  /** Undefined: it cannot be sent as it is, so that only the rules of the set are known. */
  readonly decision?: Decision;
}

/** One request of the claim, once the concrete evaluator has confirmed it. */
export function confirmed(claim: Claim): Example {
  const w = witness(intersect(claim.requests, claim.http ? ANY_HTTP : ANY_BYTES)) ?? witness(claim.requests);
  if (w === undefined) throw new DisagreementError('a set that is not empty has no witness');
  const text = formatWitness(w);
  if (!canBeSent(w, claim.normalization)) return { text };
  const decision = claim.decide(requestOf(w));
  const answers = decision.layers.filter((l) => claim.layers.includes(l.layer));
  const agrees = claim.passes ? answers.every((l) => l.answer !== 'deny') : answers.some((l) => l.answer !== 'allow');
  if (claim.undecided) return agrees ? { text, decision } : { text };
  if (!agrees) throw new DisagreementError(`${text} should ${claim.passes ? '' : 'not '}pass ${claim.layers.join(', ')}, but ${decision.text}`);
  return { text, decision };
}
