import { doubtOnward } from '../../eval/waypoint/onward';
import { policiesAt } from '../../eval/waypoint/policies';
import { wayTo } from '../../eval/waypoint/route';
import { protocolAt } from '../../eval/waypoint/site';
import { type WaypointTarget, waypointOf } from '../../eval/waypoint/binding';
import type { EdgeModel, KubernetesServiceModel, ServiceModel } from '../../model/model';
import { isHttp, transport } from '../declaration';
import { isOf, listens } from '../fronts';
import type { Context } from '../knocks';
import { planesOf } from '../planes';
import { allowedBy } from './authorization';
import { declaredBy, type Sides, type Speech } from './identities';

/**
 * Who may send what through the waypoint before a Kubernetes Service of a service, which leads to no pods but its own. Undefined: as at a
 * sidecar; or the waypoint is not the one that is declared, or somebody does not go through it.
 */
export function atWaypoint(
  context: Context, service: ServiceModel, { name, ports, headless }: KubernetesServiceModel, { callers, names }: Omit<Speech, 'portsOf'>,
): Sides | undefined {
  const { world, declaration } = context;
  const { namespace, waypoint, quarantine } = service;
  const seen = ports.filter((p) => transport(p.protocol) === 'TCP');
  const targets = seen.map(({ port }): WaypointTarget => ({ service: { namespace, name }, port }));
  if (waypoint === undefined || quarantine !== undefined || headless || targets.length === 0) return undefined;
  if (!leadsNowhereElse(context, service, name)) return undefined;
  const [target] = targets;
  const binding = waypointOf(world, target);
  if (binding.kind !== 'waypoint' || !isOf(binding, waypoint) || !listens(world, waypoint)) return undefined;
  if (doubtOnward(world, target, binding.pod) !== undefined) return undefined;
  const { authorization, request } = policiesAt(world, { target, gateway: binding.gateway });
  const edges = declaration.edgesTo(service);
  if (authorization.length === 0 || request.length > 0) return undefined;
  if (!edges.every((e) => callers.areOrdinary(e) && goesThrough(context, e, target))) return undefined;
  const protocols = new Map(targets.map((t) => [t.port, protocolAt(world, t)]));
  const declared = declaredBy(edges, {
    callers,
    names,
    portsOf: ({ targetPort, protocol, http }) => {
      const at = seen.filter((p) => p.targetPort === targetPort).map((p) => p.port);
      return at.every((port) => (http !== undefined || isHttp(protocol)) === (protocols.get(port) === 'http')) ? at : undefined;
    },
  });
  return declared && { read: allowedBy(authorization, world.trustDomains, names), declared };
}

function leadsNowhereElse({ world, servicesOf }: Context, service: ServiceModel, name: string): boolean {
  const view = world.services.find(service.namespace, name);
  const ends = view?.ports.flatMap((port) => world.services.endpoints(view, port));
  return ends !== undefined && ends.every(({ workload }) => servicesOf(workload).every((s) => s === service));
}

/** Ambient pods do; who else does is asked. */
function goesThrough({ world, declaration }: Context, { caller }: EdgeModel, target: WaypointTarget): boolean {
  if (caller.kind === 'service') return planesOf(declaration.service(caller.service)).every((plane) => plane === 'ambient');
  if (caller.kind !== 'identity' || caller.pods === undefined) return false;
  const dataPlane = caller.dataPlane ?? (caller.role === 'ingress-gateway' ? 'gateway' : 'ambient');
  return wayTo(world, { name: caller.principal, pod: true, ...caller.pods, principal: caller.principal, dataPlane }, target).way === 'waypoint';
}
