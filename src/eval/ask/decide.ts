import { can } from '../can';
import { decideAtGateway } from '../gateway/hop';
import { through } from '../gateway/through';
import { decisionOf } from '../layers/combined';
import type { Caller, Decision, Destination, LayerDecision, Request } from '../types';
import type { World } from '../world';

/**
 * As the evaluator decides, except for a caller that may be a pod or not: where NetworkPolicy of the callee would treat the two
 * differently, nobody can say. What its own side would do is not the question.
 */
export function decide(world: World, caller: Caller, destination: Destination, request: Request, via?: Destination): Decision {
  const answer = (who: Caller): Decision => {
    if (via !== undefined) return through(world, who, via, destination, request);
    return destination.workload.dataPlane === 'gateway' ? decideAtGateway(world, who, destination, request) : can(world, who, destination, request);
  };
  const maybePod = caller.pod && caller.namespace === undefined;
  if (!maybePod) return answer(caller);
  const arriving = via === undefined ? 'ingress-policy' : 'gateway-ingress';
  const outside = answer({ ...caller, pod: false });
  const inside = answer(caller);
  return decisionOf(outside.layers.map((layer, i) => layer.layer === arriving ? either(layer, inside.layers[i]) : layer));
}

function either(outside: LayerDecision, inside: LayerDecision): LayerDecision {
  if (outside.answer === inside.answer) return inside;
  return {
    layer: outside.layer,
    answer: 'undetermined',
    text: `it depends on whether it is a pod of this cluster (${inside.answer}: ${inside.text}) or not (${outside.answer}: ${outside.text})`,
    because: [...new Set([...inside.because, ...outside.because])],
  };
}
