import type { AuthorizationPolicy, Rule } from '../../manifest/kinds';
import type { BreakGlassModel, KubernetesServiceModel, ServiceModel } from '../../model/model';
import { breakGlassMetadata, edgesOfBreakGlass, standingEdges } from '../break-glass';
import { metadata } from '../metadata';
import type { ModelIndex, Slot } from '../platform';
import { transportOf } from '../protocols';
import { accessBy } from '../routes';
import { rulesOfEdges, type PortsOf } from './rules';

/** A waypoint compares the port that the client dialled, which is the Service's. */
function servicePorts({ ports }: KubernetesServiceModel): PortsOf {
  return ({ targetPort, protocol }) => ports
    .filter((p) => p.targetPort === targetPort && transportOf(p.protocol) === transportOf(protocol))
    .map(({ port }) => port).sort((a, b) => a - b);
}

/** Who may call a service through its waypoint by one of its Kubernetes Services. */
export function rulesAtWaypoint(
  index: ModelIndex, service: ServiceModel, declared: KubernetesServiceModel, edges = standingEdges(index, service.id),
): readonly Rule[] {
  return rulesOfEdges(index, edges, 'waypoint', servicePorts(declared));
}

/** The peer of a waypoint is a ztunnel: a rule by address matches nobody, and one by other addresses everybody. */
function assertIdentities(index: ModelIndex, service: ServiceModel): void {
  const edge = index.edgesTo(service.id).find((e) => (e.caller.kind === 'addresses' || e.sourceCidrs !== undefined) && accessBy('waypoint', e).length > 0);
  if (edge !== undefined) throw new Error(`\`${edge.id}\` is by address, which no waypoint sees`);
}

/**
 * Everything that may call a Service through its waypoint, which sees the client's identity. It is bound by reference: what selects pods is read by
 * ztunnel alone. Without callers it has no rules, and nothing passes to this Service whatever else is bound to the waypoint allows nothing.
 *
 * https://istio.io/latest/docs/ambient/usage/waypoint/
 */
export function waypointCallers(owner: ServiceModel, { name }: Pick<KubernetesServiceModel, 'name'>): Slot<AuthorizationPolicy> {
  return {
    id: name === owner.name ? 'WaypointCallers' : `WaypointCallers-${name}`,
    apiVersion: 'security.istio.io/v1',
    kind: 'AuthorizationPolicy',
    metadata: metadata(`${name}-waypoint`, owner.namespace, owner.id),
    body: (index) => {
      const service = index.service(owner.id);
      assertIdentities(index, service);
      const rules = service.kubernetesServices.filter((s) => s.name === name).flatMap((s) => rulesAtWaypoint(index, service, s));
      return {
        spec: {
          targetRefs: [{ group: '', kind: 'Service', name }],
          action: 'ALLOW',
          ...(rules.length === 0 ? {} : { rules }),
        },
      };
    },
  };
}

/** Who may call it through its waypoint beside, for an emergency: one ALLOW more, that is gone with its object. */
export function waypointBreakGlass(owner: ServiceModel, { name }: Pick<KubernetesServiceModel, 'name'>, breakGlass: BreakGlassModel): Slot<AuthorizationPolicy> {
  return {
    id: `WaypointCallers-${name}`,
    apiVersion: 'security.istio.io/v1',
    kind: 'AuthorizationPolicy',
    metadata: breakGlassMetadata(`${name}-waypoint`, owner, breakGlass),
    body: (index) => {
      const service = index.service(owner.id);
      assertIdentities(index, service);
      const edges = edgesOfBreakGlass(index, owner.id, breakGlass);
      const rules = service.kubernetesServices.filter((s) => s.name === name).flatMap((s) => rulesAtWaypoint(index, service, s, edges));
      return { spec: { targetRefs: [{ group: '', kind: 'Service', name }], action: 'ALLOW', ...(rules.length === 0 ? {} : { rules }) } };
    },
  };
}
