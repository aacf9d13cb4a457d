import type { AuthorizationPolicy, RequestAuthentication, TargetRef, Telemetry } from '../../manifest/kinds';
import { WAYPOINT_CLASS } from '../cluster/gateways';
import { type From, namespaceOfObject, type NamespacePolicies } from '../cluster/policies';
import type { World } from '../world';
import type { WaypointTarget } from './binding';

interface Place {
  readonly target: WaypointTarget;
  /** The waypoint's Gateway. */
  readonly gateway: { readonly namespace: string; readonly name: string };
}

type Bound = From<AuthorizationPolicy> | From<RequestAuthentication>;

/**
 * The policies that a waypoint enforces on what is dialled: bound to the Service or ServiceEntry, from its own namespace; to the
 * waypoint's Gateway, from the waypoint's; to the class of waypoints, from the root namespace. All together; one reference is enough.
 * Policies without references, whatever their selector, are ztunnel's. A reference into another namespace never matches, and the API
 * refuses it.
 *
 * https://github.com/istio/istio/blob/master/pilot/pkg/model/policyattachment.go (`ShouldAttachPolicy`)
 */
export function policiesAt(world: World, place: Place): Omit<NamespacePolicies['bound'], 'telemetry'> {
  const { target, gateway } = place;
  const namespaces = new Set([world.settings.rootNamespace, gateway.namespace, named(target).namespace]);
  const bound = [...namespaces].map((n) => world.policies.in(n).bound);
  const names = [named(target).name, gateway.name, WAYPOINT_CLASS];
  return {
    authorization: bound.flatMap((n) => naming(n.authorization, names)).filter((p) => isBound(world, place, p)),
    request: bound.flatMap((n) => naming(n.request, names)).filter((p) => isBound(world, place, p)),
  };
}

const indexes = new WeakMap<readonly Bound[], ReadonlyMap<string, readonly Bound[]>>();

/** Those of a namespace with a reference to one of these names: with a thousand Services behind waypoints, few of all. */
function naming<T extends Bound>(all: readonly T[], names: readonly string[]): readonly T[] {
  let index = indexes.get(all) as ReadonlyMap<string, readonly T[]> | undefined;
  if (index === undefined) {
    const made = new Map<string, T[]>();
    for (const policy of all) {
      for (const name of new Set(refsOf(policy).map((ref) => ref.name))) {
        const same = made.get(name);
        if (same === undefined) made.set(name, [policy]);
        else same.push(policy);
      }
    }
    indexes.set(all, index = made);
  }
  return [...new Set(names.flatMap((name) => index.get(name) ?? []))];
}

/** Those that are bound to the Service or ServiceEntry by name, wherever it is served. */
export function policiesNaming(world: World, target: WaypointTarget): readonly From<AuthorizationPolicy>[] {
  const { authorization } = world.policies.in(named(target).namespace).bound;
  return naming(authorization, [named(target).name]).filter((p) => refsOf(p).some((ref) => isTarget(ref, target)));
}

function isBound(world: World, { target, gateway }: Place, policy: Bound): boolean {
  const namespace = namespaceOfObject(policy);
  const refs = refsOf(policy).filter((ref) => (ref.namespace ?? namespace) === namespace);
  return refs.some((ref) => (namespace === named(target).namespace && isTarget(ref, target))
    || (namespace === gateway.namespace && isOf(ref, 'gateway.networking.k8s.io', 'Gateway', gateway.name))
    || (namespace === world.settings.rootNamespace && isOf(ref, 'gateway.networking.k8s.io', 'GatewayClass', WAYPOINT_CLASS)));
}

/** One that istiod deploys for this Gateway object enforces it; a reference into another namespace never matches. */
export function isBoundToGateway(policy: Bound, { namespace, name }: Place['gateway']): boolean {
  return namespaceOfObject(policy) === namespace
    && refsOf(policy).some((ref) => (ref.namespace ?? namespace) === namespace && isOf(ref, 'gateway.networking.k8s.io', 'Gateway', name));
}

function isTarget(ref: TargetRef, target: WaypointTarget): boolean {
  return 'service' in target
    ? isOf(ref, 'core', 'Service', target.service.name)
    : isOf(ref, 'networking.istio.io', 'ServiceEntry', target.serviceEntry.name);
}

/** The empty group is Kubernetes's own. */
export function isOf({ group = '', kind, name }: TargetRef, wantedGroup: string, wantedKind: string, wantedName: string): boolean {
  return (group === '' ? 'core' : group) === wantedGroup && kind === wantedKind && name === wantedName;
}

/** The singular form counts where the plural is not there. */
export function refsOf({ object: { spec } }: Bound | From<Telemetry>): readonly TargetRef[] {
  const { targetRef, targetRefs = [] } = spec;
  return targetRefs.length === 0 && targetRef !== undefined ? [targetRef] : targetRefs;
}

export function named(target: WaypointTarget): { readonly namespace: string; readonly name: string } {
  return 'service' in target ? target.service : target.serviceEntry;
}
