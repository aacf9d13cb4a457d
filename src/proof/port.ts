import { prepare, type Prepared } from '../eval/prepare';
import type { Caller, Layer, LayerSet, WorkloadView } from '../eval/types';
import type { World } from '../eval/world';
import { callerKey, identityKey, podKey } from './caller-key';
import type { Tally } from './gap';
import type { Place } from './projection/place';

/** Taken together: only between them do they come to "who may send which request". */
export const AUTHORIZATION: readonly Layer[] = ['request-authentication', 'custom', 'authorization-deny', 'authorization-allow'];
/** What the callee's side decides, in order. */
export const INGRESS: readonly Layer[] = ['ingress-policy', 'capture', 'mtls', ...AUTHORIZATION];

/** One port of one pod; asks each layer once for all callers that it cannot tell apart. */
export class Port {
  public readonly prepared: Prepared;
  private readonly answers = new Map<string, LayerSet>();
  private readonly identities: (caller: Caller) => string;

  constructor(world: World, public readonly place: Place, public readonly workload: WorkloadView, private readonly tally: Tally) {
    this.prepared = prepare(world, { workload, port: place.port, protocol: place.protocol });
    // A DestinationRule makes what a caller sends depend on where it is.
    this.identities = world.policies.destinationRules.length > 0 ? callerKey : identityKey;
  }

  public set(layer: Layer, caller: Caller): LayerSet {
    const key = `${layer} ${this.keyOf(layer, caller)}`;
    let set = this.answers.get(key);
    if (set === undefined) {
      this.tally.decisions++;
      set = this.prepared.layers.find((l) => l.layer === layer)!.explore(caller);
      this.answers.set(key, set);
    }
    return set;
  }

  public sets(layers: readonly Layer[], caller: Caller): readonly LayerSet[] {
    return layers.map((layer) => this.set(layer, caller));
  }

  private keyOf(layer: Layer, caller: Caller): string {
    if (layer === 'capture') return '';
    return layer === 'ingress-policy' ? podKey(caller) : this.identities(caller);
  }
}
