import { compile, isolates } from '../eval/network/isolation';
import { matchesPort } from '../eval/network/end';
import { type Prepared, prepareAnew } from '../eval/prepare';
import type { Caller, Layer, LayerSet, WorkloadView } from '../eval/types';
import type { World } from '../eval/world';
import type { AuthorizationPolicy } from '../manifest/kinds';
import { alike, type Audience, callerKey, certificateKey, identityKey, type KeyOf, planeKey, podKey, trustKey } from './caller-key';
import type { Tally } from './gap';
import type { Place } from './projection/place';

/** Taken together: only between them do they come to "who may send which request". */
export const AUTHORIZATION: readonly Layer[] = ['request-authentication', 'custom', 'authorization-deny', 'authorization-allow'];
/** What the callee's side decides, in order. */
const INGRESS: readonly Layer[] = ['ingress-policy', 'capture', 'mtls', ...AUTHORIZATION];

/** One port of one pod; asks each layer once for all callers that it cannot tell apart. */
export class Port {
  public readonly prepared: Prepared;
  private readonly keys: Readonly<Partial<Record<Layer, KeyOf>>>;
  private readonly answers = new Map<Layer, Map<string, LayerSet>>();

  constructor(
    world: World,
    public readonly place: Place,
    public readonly workload: WorkloadView,
    private readonly audience: Audience,
    private readonly tally: Tally,
  ) {
    this.prepared = prepareAnew(world, { workload, port: place.port, protocol: place.protocol });
    // A DestinationRule makes what a caller sends depend on where it is.
    // So does HBONE, and what comes from a pod's own node goes around ztunnel.
    const tunnels = world.ambient && (place.plane === 'ambient' || place.plane === 'sidecar');
    const identity = world.policies.destinationRules.length > 0 || tunnels ? callerKey : world.ambient ? identityKey : certificateKey;
    // A layer to which no object belongs treats everybody alike.
    const namespaces = [...new Set([workload.namespace, world.settings.rootNamespace])].map((n) => world.policies.in(n));
    const authorization = namespaces.flatMap((n) => n.authorization.selecting(workload.labels)).map((o) => o.object);
    const tokens = namespaces.some((n) => n.request.selecting(workload.labels).length > 0);
    const has = (action: AuthorizationPolicy['spec']['action']): boolean => tokens || authorization.some((p) => p.spec.action === action);
    this.keys = {
      'ingress-policy': tunnels ? callerKey : isClosed(world, place, workload) ? alike : podKey,
      linkerd: alike,
      capture: alike,
      mtls: identity === callerKey ? callerKey : trustKey,
      'request-authentication': tokens ? identity : alike,
      custom: has('CUSTOM') ? identity : alike,
      'authorization-deny': has('DENY') ? identity : alike,
      'authorization-allow': identity !== callerKey && !tokens && isUngranted(place, authorization) ? planeKey : identity,
    };
  }

  /** What the callee's side decides here: of Linkerd only where it has a part. */
  public get ingress(): readonly Layer[] {
    return this.prepared.layers.some((l) => l.layer === 'linkerd') ? ['linkerd', ...INGRESS] : INGRESS;
  }

  public set(layer: Layer, caller: Caller): LayerSet {
    let known = this.answers.get(layer);
    if (known === undefined) {
      known = new Map();
      this.answers.set(layer, known);
    }
    const keyOf = this.keys[layer]!;
    const key = keyOf === alike ? '' : this.audience.key(keyOf, caller);
    let set = known.get(key);
    if (set === undefined) {
      this.tally.decisions++;
      set = this.prepared.layers.find((l) => l.layer === layer)!.explore(caller);
      known.set(key, set);
    }
    return set;
  }

  public sets(layers: readonly Layer[], caller: Caller): readonly LayerSet[] {
    return layers.map((layer) => this.set(layer, caller));
  }

  /** One caller of each kind that these layers can tell apart. */
  public distinct(layers: readonly Layer[]): readonly Caller[] {
    return this.audience.distinct(layers.map((l) => this.keys[l]!));
  }
}

/** Isolated, and no rule is about this port: everybody is refused. */
export function isClosed(world: World, { port, protocol }: Pick<Place, 'port' | 'protocol'>, workload: WorkloadView): boolean {
  const policies = world.policies.in(workload.namespace).network.selecting(workload.labels).filter((p) => isolates(p.object, 'Ingress'));
  const target = { port, protocol, workload };
  return policies.length > 0 && !workload.hostNetwork && policies.every((p) => compile(p, 'Ingress').rules.every(({ ports }) => (
    ports.length > 0 && ports.every((rule) => matchesPort(rule, target) === 'no')
  )));
}

/** Every rule that may allow anything names other ports: identities make no difference. An empty list names none, and so means all. */
function isUngranted({ port }: Place, policies: readonly AuthorizationPolicy[]): boolean {
  return policies.length > 0 && policies.every(({ spec }) => (spec.rules ?? []).every(({ to }) => (
    to !== undefined && to.length > 0 && to.every(({ operation }) => (operation.ports ?? []).length > 0 && !operation.ports!.includes(String(port)))
  )));
}
