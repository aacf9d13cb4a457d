import type { Site } from '../authorization/site';
import type { LayerSet } from '../types';
import { authorizationAllow } from './authorization-allow';
import { authorizationDeny } from './authorization-deny';
import { capture } from './capture';
import { combined, decisionOf } from './combined';
import { custom } from './custom';
import type { LayerAt } from './layer';
import { mtls } from './mtls';
import { requestAuthentication } from './request-authentication';

/** What a waypoint does with a request, one after the other. INVARIANT: in the order of `LAYERS`. */
export function stagesOf(site: Site): readonly LayerAt[] {
  return [capture(site), mtls(site), requestAuthentication(site), custom(site), authorizationDeny(site), authorizationAllow(site)];
}

/** All of it as one layer, which speaks with the words of the stage that decides. */
export function waypointAuthorization(stages: readonly LayerAt[]): LayerAt {
  const layer = 'waypoint-authorization';
  return {
    layer,
    decide: (caller, request) => {
      const { answer, layers } = decisionOf(stages.map((s) => s.decide(caller, request)));
      const deciding = answer === 'allow' ? layers[layers.length - 1] : layers.find((l) => l.answer === answer)!;
      return { ...deciding, layer };
    },
    explore: (caller): LayerSet => {
      const { layers, allow, maybe } = combined(stages.map((s) => s.explore(caller)));
      return { layer, allow, maybe, because: [...new Set(layers.flatMap((l) => l.because))] };
    },
  };
}
