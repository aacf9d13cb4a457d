import type { Platform } from '../platform';
import { dnsEgress } from '../kubernetes/exemptions';
import { namespace } from '../kubernetes/namespace';
import { networkPolicyDefaultDeny } from '../kubernetes/network-policy-default-deny';
import { networkPolicyEgress } from '../kubernetes/network-policy-egress';
import { networkPolicyIngress } from '../kubernetes/network-policy-ingress';
import { service } from '../kubernetes/service';
import { serviceAccount } from '../kubernetes/service-account';
import { allowNothing } from './allow-nothing';
import { authorizationPolicy } from './authorization-policy';
import { baseline } from './baseline';
import { proxyEgress } from './exemptions';
import { namespaceLabels } from './namespace-labels';
import { plaintextPorts, portPeerAuthentication, strictPeerAuthentication } from './peer-authentication';
import { refusals } from './refusals';
import { serviceEntry } from './service-entry';
import { sidecar } from './sidecar';

/** Sidecars, and NetworkPolicy below them. A workload outside the data plane gets what has no proxy to enforce it left out. */
export const ISTIO: Platform = {
  name: 'istio',

  namespaceSlots: (mesh, ns) => [
    ...(ns.emitNamespace ? [namespace(ns, namespaceLabels(mesh, ns))] : []),
    networkPolicyDefaultDeny(ns.name),
    ...(ns.dataPlane === 'sidecar' ? [strictPeerAuthentication(ns.name, ns.name), allowNothing(ns.name, ns.name)] : []),
  ],

  serviceSlots: (mesh, declared) => {
    const meshed = declared.dataPlane === 'sidecar';
    return [
      serviceAccount(declared),
      ...declared.kubernetesServices.map((s) => service(declared, s)),
      networkPolicyIngress(declared),
      networkPolicyEgress(declared, [...dnsEgress(mesh.cluster), ...(meshed ? proxyEgress(mesh) : [])]),
      ...(meshed && plaintextPorts(declared).length > 0 ? [portPeerAuthentication(declared)] : []),
      ...(meshed ? [authorizationPolicy(declared), sidecar(declared)] : []),
    ];
  },

  externalSlots: (_mesh, ns, host) => [serviceEntry(ns, host)],

  egressWaypointSlots: (mesh, ns) => ISTIO.namespaceSlots(mesh, ns),

  egressSlots: (_mesh, waypoint, host) => [serviceEntry(waypoint.namespace, host)],

  baselineSlots: baseline,

  refuse: refusals,
};
