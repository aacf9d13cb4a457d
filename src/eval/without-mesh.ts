import { podCandidates } from './candidates';
import { podLayers, podSite } from './layers/at-pod';
import { combined, decisionOf } from './layers/combined';
import { judgeEgress } from './layers/egress-policy';
import { ingressTo } from './layers/ingress-policy';
import { layerSet } from './layers/layer';
import { endOf } from './network/end';
import type { Prepared } from './prepare';
import { EVERYTHING, NOTHING } from './request-set';
import type { Destination, Layer, LayerSet } from './types';
import type { World } from './world';

/**
 * Where no mesh is installed NetworkPolicy alone decides: nobody has an identity, and no proxy is in between. All pairs of ten thousand pods
 * are asked about two layers instead of nine.
 *
 * INVARIANT: explores to what all layers explore to.
 */
export function prepareWithoutMesh(world: World, destination: Destination): Prepared {
  const end = endOf(destination.workload);
  const ingress = ingressTo(world, destination);
  let layers: Prepared['layers'] | undefined;
  const all = (): Prepared['layers'] => (layers ??= podLayers(podSite(world, destination)));
  return {
    destination,
    get layers() {
      return all();
    },
    decide: (caller, request) => decisionOf(all().map((l) => l.decide(caller, request))),
    explore: (caller) => {
      const leaves = layerSet('egress-policy', judgeEgress(world, caller, end, destination));
      const enters = layerSet('ingress-policy', ingress(caller));
      return combined([leaves, SCOPE, enters, ...OTHERS]);
    },
    candidates: () => podCandidates(world, destination, [destination.port]),
  };
}

const OTHER_LAYERS: readonly Layer[] = ['capture', 'mtls', 'request-authentication', 'custom', 'authorization-deny', 'authorization-allow'];
const open = (layer: Layer): LayerSet => ({ layer, allow: EVERYTHING, maybe: NOTHING, because: [] });
const SCOPE = open('egress-scope');
const OTHERS = OTHER_LAYERS.map(open);
