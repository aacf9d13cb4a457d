import type { AuthorizationPolicy, Rule } from '../../manifest/kinds';
import type { BreakGlassModel, ServiceModel } from '../../model/model';
import { principalOf } from '../../model/names';
import { planesOf } from '../../model/planes';
import { breakGlassMetadata, edgesOfBreakGlass, standingEdges } from '../break-glass';
import { metadata } from '../metadata';
import type { ModelIndex, Slot } from '../platform';
import { accessBy } from '../routes';
import { accessThroughWaypoint } from '../waypoints';
import { rulesOfEdges } from './rules';

/**
 * What arrives through the waypoint shows the waypoint's identity: ztunnel sees the last hop.
 *
 * https://istio.io/latest/docs/ambient/usage/l4-policy/#choosing-enforcement-points-after-waypoints-are-introduced
 */
function waypointRules(index: ModelIndex, service: ServiceModel): readonly Rule[] {
  const ports = [...new Set(accessThroughWaypoint(index, service).map(({ targetPort }) => targetPort))].sort((a, b) => a - b);
  if (service.waypoint === undefined || ports.length === 0) return [];
  const principals = [principalOf(index.model.mesh.trustDomain, service.waypoint)];
  return [{ from: [{ source: { principals } }], to: [{ operation: { ports: ports.map(String) } }] }];
}

/** Who may connect to the pods of a service, as its sidecars or ztunnels see it. */
export function rulesOfPods(index: ModelIndex, service: ServiceModel): readonly Rule[] {
  return [...waypointRules(index, service), ...rulesOfEdges(index, standingEdges(index, service.id), 'direct')];
}

/**
 * ztunnel drops an ALLOW rule with any HTTP field, so such a grant is refused before anything is written. Where some pods still have sidecars
 * it is written for those: at the others the dropped rule admits nobody.
 */
function assertNoRequests(index: ModelIndex, service: ServiceModel): void {
  if (planesOf(service).includes('sidecar')) return;
  const edge = index.edgesTo(service.id).find((e) => accessBy('direct', e).some(({ http }) => http !== undefined));
  if (edge !== undefined) throw new Error(`\`${edge.id}\` grants requests to pods that only ztunnel stands before`);
}

/**
 * Everything that may call a service, in one ALLOW. Without callers it has no rules and matches nothing, like `allow-nothing`.
 *
 * https://istio.io/latest/docs/reference/config/security/authorization-policy/
 */
export function authorizationPolicy(declared: ServiceModel): Slot<AuthorizationPolicy> {
  return {
    id: 'Callers',
    apiVersion: 'security.istio.io/v1',
    kind: 'AuthorizationPolicy',
    metadata: metadata(`${declared.name}-callers`, declared.namespace, declared.id),
    body: (index) => {
      const service = index.service(declared.id);
      assertNoRequests(index, service);
      const rules = rulesOfPods(index, service);
      return { spec: { selector: { matchLabels: service.podLabels }, action: 'ALLOW', ...(rules.length === 0 ? {} : { rules }) } };
    },
  };
}

/** Who may connect to the pods beside, for an emergency: one ALLOW more, that is gone with its object. */
export function authorizationBreakGlass(declared: ServiceModel, breakGlass: BreakGlassModel): Slot<AuthorizationPolicy> {
  return {
    id: 'Callers',
    apiVersion: 'security.istio.io/v1',
    kind: 'AuthorizationPolicy',
    metadata: breakGlassMetadata(declared.name, declared, breakGlass),
    body: (index) => {
      const { id, podLabels } = index.service(declared.id);
      const rules = rulesOfEdges(index, edgesOfBreakGlass(index, id, breakGlass), 'direct');
      return { spec: { selector: { matchLabels: podLabels }, action: 'ALLOW', ...(rules.length === 0 ? {} : { rules }) } };
    },
  };
}
