import type { AuthorizationPolicy, Service, Workload } from '../../../src/manifest/kinds';
import { modeOf, protocolOf, ruleHolds, subset, type Universe } from '../oracle';
import { type Call, type End, podsOf } from './cluster';
import { networkAllows } from './network';
import { podOf, waypointAllows, waypointOnTheWay } from './waypoint';
import { ztunnelAllows } from './ztunnel';

/**
 * Who may call whom where there are ambient pods and waypoints, decided a second time and naively: from docs/semantics.md and the sources
 * of istiod and ztunnel that are linked, without a line of the evaluator's code.
 */
export function allowed(u: Universe, call: Call): boolean {
  const { from, to, port, protocol, http } = call;
  const gateway = waypointOnTheWay(u, call);
  if (gateway === undefined) return arrives(u, from, to, port, protocol, http);
  const waypoint = podOf(podsOf(u), gateway);
  return networkAllows(u, from, waypoint, 15008, 'TCP') && waypointAllows(u, gateway, call) && arrives(u, waypoint, to, port, protocol, http);
}

function arrives(u: Universe, from: End, to: End, port: number, protocol: Call['protocol'], http: Call['http']): boolean {
  if (!networkAllows(u, from, to, port, protocol)) return false;
  if (protocol !== 'TCP') return true;
  switch (to.plane) {
    case 'ambient': return ztunnelAllows(u, from, to, port);
    case 'sidecar': return sidecarAllows(u, from, to, port, http);
    default: return true;
  }
}

/** What comes by HBONE has its identity in any mode: modes are about the port behind it. */
function sidecarAllows(u: Universe, from: End, to: End, port: number, http: Call['http']): boolean {
  const workload = u.objects.find((o): o is Workload => o.kind === 'Pod' && `${o.metadata.namespace}/${o.metadata.name}` === to.name)!;
  const mode = modeOf(u, workload, port);
  const hbone = from.plane === 'ambient' || from.plane === 'waypoint';
  const id = hbone || mode !== 'DISABLE' ? from.identity : undefined;
  if (mode === 'STRICT' && id === undefined) return false;
  if (id !== undefined && !id.startsWith('cluster.local/')) return false;
  const protocol = protocolOf(u, workload, port);
  if (protocol === 'http' && http === undefined) return false;
  const policies = u.objects.filter((o): o is AuthorizationPolicy => o.kind === 'AuthorizationPolicy')
    .filter((p) => [u.rootNamespace, to.pod!.namespace].includes(p.metadata.namespace!) && p.spec.targetRefs === undefined)
    .filter((p) => subset(p.spec.selector?.matchLabels, to.pod!.labels) && p.metadata.annotations?.['istio.io/dry-run'] !== 'true');
  const holds = (action: string): boolean => policies.some((p) => (p.spec.action ?? 'ALLOW') === action
    && (p.spec.rules ?? []).some((r) => ruleHolds(r, p.metadata.namespace!, action, id, port, protocol === 'tcp' ? undefined : http, from.ip)));
  return !holds('DENY') && (policies.every((p) => (p.spec.action ?? 'ALLOW') !== 'ALLOW') || holds('ALLOW'));
}

/** Every Service that leads to this port of a pod, by the Service's port. */
export function servicesTo(u: Universe, { pod }: End, port: number): readonly NonNullable<Call['via']>[] {
  return u.objects.filter((o): o is Service => o.kind === 'Service')
    .filter((s) => s.metadata.namespace === pod!.namespace && subset(s.spec.selector, pod!.labels))
    .flatMap((service) => service.spec.ports!.filter((p) => (p.targetPort ?? p.port) === port).map((p) => ({ service, port: p.port })));
}
