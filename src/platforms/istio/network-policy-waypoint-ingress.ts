import type { NetworkPolicy, NetworkPolicyIngressRule } from '../../manifest/kinds';
import { GATEWAY_NAME } from '../../model/data-plane-labels';
import type { CallerModel, WaypointModel } from '../../model/model';
import { callerPeers } from '../kubernetes/peers';
import { metadata } from '../metadata';
import { HBONE } from '../planes';
import type { ModelIndex, Slot } from '../platform';
import { accessBy } from '../routes';
import { externalsThrough } from '../waypoints';

/** Everybody with a call that goes through, whichever of the services behind it is meant: the tunnel hides that. */
function callers(index: ModelIndex, waypoint: WaypointModel): readonly CallerModel[] {
  const edges = index.servedBy(waypoint).flatMap(({ id }) => index.edgesTo(id)).filter((edge) => accessBy('waypoint', edge).length > 0);
  return [
    ...edges.map(({ caller }) => caller),
    ...externalsThrough(index, waypoint).map(({ caller }) => ({ kind: 'service' as const, service: caller })),
  ];
}

/** Who may connect to the pods of a waypoint, each caller once; without callers nobody. */
export function networkPolicyWaypointIngress(waypoint: WaypointModel): Slot<NetworkPolicy> {
  const { namespace, name } = waypoint;
  return {
    id: 'WaypointIngressPolicy',
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: metadata(`${name}-ingress`, namespace, namespace),
    body: (index) => {
      const rules = new Map<string, NetworkPolicyIngressRule>();
      for (const caller of callers(index, waypoint)) {
        const from = callerPeers(index, caller);
        rules.set(JSON.stringify(from ?? []), { ...(from ? { from } : {}), ports: [HBONE] });
      }
      const ingress = [...rules].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, rule]) => rule);
      return {
        spec: {
          podSelector: { matchLabels: { [GATEWAY_NAME]: name } },
          policyTypes: ['Ingress'],
          ...(ingress.length === 0 ? {} : { ingress }),
        },
      };
    },
  };
}
