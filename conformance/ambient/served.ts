import type { World } from '../../src/eval';
import { namespaceOfObject } from '../../src/eval/cluster/policies';
import { waypointOf, type WaypointTarget } from '../../src/eval/waypoint/binding';
import type { AuthorizationPolicy } from '../../src/manifest';
import { unique } from '../questions/plan';

/** A Service, or a host of a ServiceEntry, that a waypoint stands before. */
export interface Served {
  /** `shop/backend`; `egress/api.example.com`. */
  readonly id: string;
  readonly namespace: string;
  readonly target: (port: number) => WaypointTarget;
  readonly ports: readonly number[];
  /** The waypoint's pods. */
  readonly waypoint: string;
  readonly policies: readonly AuthorizationPolicy[];
}

/** By the evaluator: whether istiod binds the same is a question of its own. */
export function servedIn(world: World): Served[] {
  return candidatesIn(world).flatMap((c) => {
    const binding = waypointOf(world, c.target(c.ports[0]));
    if (binding.kind !== 'waypoint') return [];
    // Also those that are bound to something else: they must not attach.
    const namespaces = unique([c.namespace, binding.gateway.namespace, world.settings.rootNamespace]);
    const policies = namespaces.map((n) => world.policies.in(n)).flatMap((n) => [...n.authorization.all, ...n.bound.authorization]);
    return [{ ...c, waypoint: binding.pod.id, policies: unique(policies.map((p) => p.object)) }];
  });
}

type Candidate = Omit<Served, 'waypoint' | 'policies'>;

export function candidatesIn(world: World): Candidate[] {
  const services = world.services.all.filter((s) => !s.headless && s.ports.length > 0).map((s): Candidate => ({
    id: `${s.namespace}/${s.name}`, namespace: s.namespace,
    ports: unique(s.ports.filter((p) => (p.protocol ?? 'TCP') === 'TCP').map((p) => p.port)),
    target: (port) => ({ service: { namespace: s.namespace, name: s.name }, port }),
  }));
  const hosts = world.policies.serviceEntries.flatMap((e) => {
    const namespace = namespaceOfObject(e);
    return e.object.spec.hosts.map((host): Candidate => ({
      id: `${namespace}/${host}`, namespace, ports: (e.object.spec.ports ?? []).map((p) => p.number),
      target: (port) => ({ serviceEntry: { namespace, name: e.object.metadata.name }, port }),
    }));
  });
  return [...services, ...hosts].filter((c) => c.ports.length > 0);
}
