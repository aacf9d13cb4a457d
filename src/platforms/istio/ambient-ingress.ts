import type { NetworkPolicyIngressRule } from '../../manifest/kinds';
import type { ServiceModel } from '../../model/model';
import { mayBeAmbient } from '../../model/planes';
import { HBONE } from '../planes';
import type { ModelIndex } from '../platform';
import { accessThroughWaypoint, waypointPods } from '../waypoints';

/**
 * The kubelet's probes of ambient pods come from these addresses, so that they are told from other traffic of the node. They are of the node's
 * own network namespace: nobody else can use them.
 *
 * https://istio.io/latest/docs/ambient/usage/networkpolicy/#ambient-health-probes-and-kubernetes-networkpolicy
 */
export const PROBES: NetworkPolicyIngressRule = {
  from: [{ ipBlock: { cidr: '169.254.7.127/32' } }, { ipBlock: { cidr: 'fd16:9254:7127:1337:ffff:ffff:ffff:ffff/128' } }],
  ports: [{ protocol: 'TCP' }],
};

/** What reaches the pods of an ambient service beside its direct callers: its waypoint, and the kubelet. */
export function ambientIngress(service: ServiceModel): (index: ModelIndex) => readonly NetworkPolicyIngressRule[] {
  if (!mayBeAmbient(service)) return () => [];
  return (index) => {
    const { waypoint } = service;
    // Its own policy says what is left.
    if (index.service(service.id).quarantine !== undefined) return [];
    if (waypoint === undefined || accessThroughWaypoint(index, service).length === 0) return [PROBES];
    return [{ from: [waypointPods(waypoint)], ports: [HBONE] }, PROBES];
  };
}
