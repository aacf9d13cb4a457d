import type { AuthorizationPolicy } from '../../manifest/kinds';
import type { ServiceModel } from '../../model/model';
import { metadata, QUARANTINE_LABEL } from '../metadata';
import type { Slot } from '../platform';

/**
 * Nobody, whatever allows anybody: a denial is asked first. An empty rule matches every request; a policy without rules would match none.
 *
 * https://istio.io/latest/docs/concepts/security/#implicit-enablement
 */
const EVERYTHING = { action: 'DENY', rules: [{}] } as const;

/** At the pods, whoever connects and however, plaintext and the waypoint among them. */
export function denyAtPods({ id, name, namespace }: ServiceModel): Slot<AuthorizationPolicy> {
  return {
    id: 'Deny',
    apiVersion: 'security.istio.io/v1',
    kind: 'AuthorizationPolicy',
    metadata: metadata(`${name}-quarantine`, namespace, id, QUARANTINE_LABEL),
    body: (index) => ({ spec: { selector: { matchLabels: index.service(id).podLabels }, ...EVERYTHING } }),
  };
}

/** At the waypoint, which does not read what selects pods, for each of its Services: https://istio.io/latest/docs/ambient/usage/waypoint/ */
export function denyAtWaypoint({ id, name, namespace, kubernetesServices }: ServiceModel): Slot<AuthorizationPolicy> {
  return {
    id: 'WaypointDeny',
    apiVersion: 'security.istio.io/v1',
    kind: 'AuthorizationPolicy',
    metadata: metadata(`${name}-quarantine-waypoint`, namespace, id, QUARANTINE_LABEL),
    body: () => ({
      spec: {
        targetRefs: kubernetesServices.filter(({ headless }) => !headless).map((s) => ({ group: '', kind: 'Service', name: s.name })),
        ...EVERYTHING,
      },
    }),
  };
}
