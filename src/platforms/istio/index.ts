import type { KubernetesServiceModel, ServiceModel } from '../../model/model';
import { planesOf } from '../../model/planes';
import { hasReached } from '../../model/stages';
import { waypointLabels } from '../../model/waypoint-labels';
import type { Platform } from '../platform';
import { dnsEgress } from '../kubernetes/exemptions';
import { namespace } from '../kubernetes/namespace';
import { networkPolicyDefaultDeny } from '../kubernetes/network-policy-default-deny';
import { networkPolicyEgress } from '../kubernetes/network-policy-egress';
import { networkPolicyGatewayEgress } from '../kubernetes/network-policy-gateway-egress';
import { networkPolicyGatewayIngress } from '../kubernetes/network-policy-gateway-ingress';
import { networkPolicyBreakGlass, networkPolicyIngress } from '../kubernetes/network-policy-ingress';
import { networkPolicyQuarantine } from '../kubernetes/network-policy-quarantine';
import { inRollout } from '../kubernetes/network-policy-open';
import { isEmitted, service } from '../kubernetes/service';
import { ownIdentity, sharedAccount } from '../kubernetes/service-account';
import { accessLog } from './access-log';
import { allowNothing } from './allow-nothing';
import { ambientIngress, PROBES } from './ambient-ingress';
import { authorizationBreakGlass, authorizationPolicy } from './authorization-policy';
import { baseline } from './baseline';
import { admitting, observedFirst } from './dry-run';
import { egressCallers } from './egress-callers';
import { egressServiceEntry } from './egress-service-entry';
import { istiodEgress, proxyEgress } from './exemptions';
import { gatewayClients } from './gateway-clients';
import { namespaceLabels } from './namespace-labels';
import { namespacePeerAuthentication, ownPeerAuthentication } from './peer-authentication';
import { denyAtPods, denyAtWaypoint } from './quarantine';
import { refusals } from './refusals';
import { gatewayTokens, requestAuthentications } from './request-authentication';
import { serviceEntry } from './service-entry';
import { sidecar } from './sidecar';
import { waypoint } from './waypoint';
import { waypointBreakGlass, waypointCallers } from './waypoint-callers';

/**
 * Sidecars or ambient, and NetworkPolicy below them. A workload outside the data plane gets what has no proxy to enforce it left out.
 * Pods that move from one to the other get what each of the two reads.
 */
export const ISTIO: Platform = {
  name: 'istio',

  namespaceSlots: (mesh, ns) => [
    ...(ns.emitNamespace ? [namespace(ns, namespaceLabels(mesh, ns))] : []),
    ...networkPolicyDefaultDeny(ns.name, ns),
    ...(ns.dataPlane === 'none' ? [] : [namespacePeerAuthentication(ns.name, ns.name, ns), ...observedFirst(ns, allowNothing(ns.name, ns.name))]),
    ...waypoint(mesh, ns),
    ...accessLog(mesh, ns),
  ],

  serviceSlots: (mesh, declared, namespace = {}) => {
    const planes = planesOf(declared);
    const hasSidecars = planes.includes('sidecar');
    const meshed = hasSidecars || planes.includes('ambient');
    return [
      ...ownIdentity(declared),
      ...declared.kubernetesServices.filter(isEmitted).map((s) => service(declared, s, waypointLabels(declared, s))),
      ...inRollout('Ingress', declared, namespace, networkPolicyIngress(declared, ambientIngress(declared))),
      // An ambient pod asks istiod for nothing: its node's ztunnel does.
      ...inRollout('Egress', declared, namespace, networkPolicyEgress(declared, [...dnsEgress(mesh.cluster), ...(hasSidecars ? proxyEgress(mesh) : [])])),
      ...(meshed ? ownPeerAuthentication(declared, namespace) : []),
      ...(meshed ? admitting(declared, namespace, authorizationPolicy(declared)) : []),
      ...behindWaypoint(declared).map((s) => waypointCallers(declared, s)),
      ...requestAuthentications(declared),
      ...(hasSidecars && hasReached(declared, 'egress-scope') ? [sidecar(declared)] : []),
    ];
  },

  accountSlots: sharedAccount,

  breakGlassSlots: (_mesh, declared, breakGlass) => [
    // Where nothing is refused yet, what allows somebody would refuse all others; who it is must not be recorded as refused.
    ...(hasReached(declared, 'network-policy') ? [networkPolicyBreakGlass(declared, breakGlass)] : []),
    ...(isMeshed(declared) ? observedFirst(declared, authorizationBreakGlass(declared, breakGlass)) : []),
    ...behindWaypoint(declared).map((s) => waypointBreakGlass(declared, s, breakGlass)),
  ],

  quarantineSlots: (mesh, declared) => {
    const planes = planesOf(declared);
    const [hasSidecars, isAmbient] = [planes.includes('sidecar'), planes.includes('ambient')];
    return [
      // Without istiod a sidecar would not hear of the denial.
      networkPolicyQuarantine(declared, { ingress: isAmbient ? [PROBES] : [], egress: hasSidecars ? [istiodEgress(mesh)] : [] }),
      ...(hasSidecars || isAmbient ? [denyAtPods(declared)] : []),
      ...(behindWaypoint(declared).length > 0 ? [denyAtWaypoint(declared)] : []),
    ];
  },

  externalSlots: (_mesh, ns, host, tenant) => [serviceEntry(ns, host, tenant)],

  egressWaypointSlots: (mesh, ns) => ISTIO.namespaceSlots(mesh, ns),

  egressSlots: (_mesh, through, host) => [egressServiceEntry(through, host), egressCallers(through, host)],

  gatewaySlots: (mesh, gateway) => [
    networkPolicyGatewayIngress(gateway),
    networkPolicyGatewayEgress(gateway, [...dnsEgress(mesh.cluster), ...(gateway.isProxy ? proxyEgress(mesh) : [])]),
    ...(gateway.tokens === undefined ? [] : [gatewayTokens(gateway, gateway.tokens)]),
  ],

  gatewayClientsSlots: ({ id, construct, namespace, caller, listeners, tokens }) => {
    // UDP (HTTP/3) is a listener of its own, on the port of its TCP twin.
    const ports = listeners.filter(({ purpose }) => purpose === 'clients').map(({ port }) => port);
    return [gatewayClients({
      slot: 'Clients', owner: id, id, namespace, labels: caller.pods.labels, ports: [...new Set(ports)],
      // What was excepted until a day that is past is not in the model any more.
      ...(tokens === undefined ? {} : { tokens: ({ model }) => model.gateways?.find((g) => g.construct === construct)?.tokens ?? tokens }),
    })];
  },

  baselineSlots: baseline,

  refuse: refusals,
};

function isMeshed(declared: ServiceModel): boolean {
  return planesOf(declared).some((plane) => plane !== 'none');
}

/** Its Services that a waypoint stands before. */
function behindWaypoint({ waypoint, kubernetesServices }: ServiceModel): readonly KubernetesServiceModel[] {
  return waypoint === undefined ? [] : kubernetesServices.filter(({ headless }) => !headless);
}
