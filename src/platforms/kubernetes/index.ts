import { hasReached } from '../../model/stages';
import { refuse } from '../capabilities';
import type { Platform } from '../platform';
import { KUBERNETES_CAPABILITIES } from './capabilities';
import { dnsEgress } from './exemptions';
import { namespace } from './namespace';
import { networkPolicyDefaultDeny } from './network-policy-default-deny';
import { networkPolicyEgress } from './network-policy-egress';
import { networkPolicyGatewayEgress } from './network-policy-gateway-egress';
import { networkPolicyGatewayIngress } from './network-policy-gateway-ingress';
import { networkPolicyBreakGlass, networkPolicyIngress } from './network-policy-ingress';
import { networkPolicyQuarantine } from './network-policy-quarantine';
import { inRollout } from './network-policy-open';
import { isEmitted, service } from './service';
import { ownIdentity, sharedAccount } from './service-account';

/** NetworkPolicy alone: callers are pods and addresses, requests are ports. */
export const KUBERNETES: Platform = {
  name: 'kubernetes',

  namespaceSlots: (_mesh, ns) => [
    ...(ns.emitNamespace ? [namespace(ns, {})] : []),
    ...networkPolicyDefaultDeny(ns.name, ns),
  ],

  serviceSlots: (mesh, declared, namespace = {}) => [
    ...ownIdentity(declared),
    ...declared.kubernetesServices.filter(isEmitted).map((s) => service(declared, s)),
    ...inRollout('Ingress', declared, namespace, networkPolicyIngress(declared)),
    ...inRollout('Egress', declared, namespace, networkPolicyEgress(declared, dnsEgress(mesh.cluster))),
  ],

  accountSlots: sharedAccount,

  breakGlassSlots: (_mesh, declared, breakGlass) => (hasReached(declared, 'network-policy') ? [networkPolicyBreakGlass(declared, breakGlass)] : []),

  quarantineSlots: (_mesh, declared) => [networkPolicyQuarantine(declared)],

  externalSlots: () => [],

  // Without a mesh there are no waypoints: an EgressWaypoint is refused where it is declared.
  egressWaypointSlots: () => [],
  egressSlots: () => [],

  gatewaySlots: (mesh, gateway) => [networkPolicyGatewayIngress(gateway), networkPolicyGatewayEgress(gateway, dnsEgress(mesh.cluster))],
  gatewayClientsSlots: () => [],

  // Nothing exists for it: a declared baseline is refused.
  baselineSlots: () => [],

  refuse: (index) => refuse(index, KUBERNETES_CAPABILITIES),
};
