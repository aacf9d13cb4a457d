import type { ServiceEntry } from '../../manifest/kinds';
import { callerOf } from '../callers';
import { wrappingAtWaypoint } from '../cluster/client-tls';
import { serviceHost } from '../cluster/hosts';
import { entriesNamed } from '../cluster/service-entries';
import { refsText, ruleRef } from '../refs';
import { changesNothing } from '../routing/course';
import { mayBeRouted, routesFor } from '../routing/routes';
import type { Caller, RuleRef, WorkloadView } from '../types';
import type { World } from '../world';
import { objectOf, type WaypointTarget } from './binding';
import { named } from './policies';

interface Doubt {
  readonly text: string;
  readonly because: readonly RuleRef[];
}

/** What makes it uncertain that what a waypoint lets in arrives, as it came, at what was dialled. Undefined: nothing. */
export function doubtOnward(world: World, target: WaypointTarget, pod: WorkloadView): Doubt | undefined {
  const rivals = 'service' in target ? entriesNamed(world, serviceHost(world, target.service)).map((entry) => ruleRef(entry)) : [];
  if (rivals.length > 0) return { text: `where waypoint ${pod.id} sends it on to is not modelled: ${refsText(rivals)} has the host of the Service, too`, because: rivals };
  const waypoint = callerOf(world, pod);
  const routes = routesOnward(world, target, waypoint);
  if (routes.length > 0) return { text: `where waypoint ${pod.id} sends it on to, and how, is not modelled: ${refsText(routes)}`, because: routes };
  if (world.policies.destinationRules.length === 0) return undefined;
  const rules = new Set(hostsOf(world, target).flatMap((host) => wrappingAtWaypoint(world, waypoint, host, named(target).namespace)));
  const because = [...rules].map((rule) => ruleRef(rule));
  return because.length === 0 ? undefined : { text: `how waypoint ${pod.id} sends it on is not modelled: ${refsText(because)} sets TLS or the PROXY protocol`, because };
}

/** Those that do not plainly send everything on as it came. */
function routesOnward(world: World, target: WaypointTarget, waypoint: Caller): readonly RuleRef[] {
  const { namespace } = named(target);
  const service = 'service' in target ? { ...target.service, port: target.port } : undefined;
  return hostsOf(world, target).filter((host) => mayBeRouted(world, host, service)).flatMap((host) => {
    const { http, streams } = routesFor(world, { host, namespace, port: target.port }, service, waypoint, undefined);
    return [...streams, ...http.filter((course) => !changesNothing(course)).flatMap((course) => course.steps.map((s) => s.ref))];
  });
}

function hostsOf(world: World, target: WaypointTarget): readonly string[] {
  return 'service' in target ? [serviceHost(world, target.service)] : (objectOf(world, target)!.object as ServiceEntry).spec.hosts;
}
