import type { AuthorizationPolicy, Gateway, Namespace } from '../../../src/manifest/kinds';
import { labelsOf, ruleHolds, selects, type Universe } from '../oracle';
import type { Call, End } from './cluster';

const USE = 'istio.io/use-waypoint';

/** The Gateway of the waypoint that this call goes through; undefined: it goes to the pod by itself. */
export function waypointOnTheWay(u: Universe, { from, via, protocol }: Call): Gateway | undefined {
  if (via === undefined || protocol !== 'TCP' || via.service.spec.clusterIP === 'None') return undefined;
  const { labels = {}, namespace } = via.service.metadata;
  const uses = from.plane === 'ambient'
    || (from.plane === 'gateway' && (labels['istio.io/ingress-use-waypoint'] ?? labelsOf(u, namespace!)['istio.io/ingress-use-waypoint']) === 'true');
  if (!uses) return undefined;
  const gateway = gatewayAskedFor(u, namespace!, labels);
  return gateway !== undefined && ['service', 'all'].includes(trafficOf(gateway)) && accepts(u, gateway, namespace!) ? gateway : undefined;
}

/** By the label of the object itself, else by its namespace's. https://github.com/istio/istio/blob/master/pilot/pkg/serviceregistry/ambient/waypoints.go */
export function gatewayAskedFor(u: Universe, namespace: string, own: Readonly<Record<string, string>>): Gateway | undefined {
  const labels = own[USE] === undefined ? u.objects.find((o): o is Namespace => o.kind === 'Namespace' && o.metadata.name === namespace)?.metadata.labels ?? {} : own;
  if (labels[USE] === undefined || labels[USE] === 'none') return undefined;
  const where = labels['istio.io/use-waypoint-namespace'] ?? namespace;
  return u.objects.find((o): o is Gateway => o.kind === 'Gateway' && o.metadata.name === labels[USE] && o.metadata.namespace === where);
}

export function trafficOf({ metadata }: Gateway): string {
  return metadata.labels?.['istio.io/waypoint-for'] ?? 'service';
}

export function accepts(u: Universe, { metadata, spec }: Gateway, namespace: string): boolean {
  const { from = 'Same', selector } = spec.listeners[0].allowedRoutes?.namespaces ?? {};
  if (from === 'Selector') return selector !== undefined && selects(selector, labelsOf(u, namespace));
  return from === 'All' || (from === 'Same' && metadata.namespace === namespace);
}

/** The engine of a sidecar, with the client's identity, no address of it, and the port of the Service. */
export function waypointAllows(u: Universe, gateway: Gateway, { from, via, http }: Call): boolean {
  const { service, port } = via!;
  const name = service.spec.ports!.find((p) => p.port === port)!.name ?? '';
  if (name.startsWith('http') && http === undefined) return false;
  const seen = name.startsWith('tcp') ? undefined : http;
  const policies = u.objects.filter((o): o is AuthorizationPolicy => o.kind === 'AuthorizationPolicy')
    .filter((p) => p.metadata.annotations?.['istio.io/dry-run'] !== 'true' && attaches(u, p, gateway, service.metadata));
  const holds = (action: string): boolean => policies.some((p) => (p.spec.action ?? 'ALLOW') === action
    && (p.spec.rules ?? []).some((r) => ruleHolds(r, p.metadata.namespace!, action, from.identity, port, seen)));
  return !holds('DENY') && (policies.every((p) => (p.spec.action ?? 'ALLOW') !== 'ALLOW') || holds('ALLOW'));
}

/** https://github.com/istio/istio/blob/master/pilot/pkg/model/policyattachment.go (`ShouldAttachPolicy`) */
function attaches(u: Universe, { metadata, spec }: AuthorizationPolicy, gateway: Gateway, service: { name: string; namespace?: string }): boolean {
  return (spec.targetRefs ?? []).some(({ group = '', kind, name }) => {
    if (group === '' && kind === 'Service') return name === service.name && metadata.namespace === service.namespace;
    if (group !== 'gateway.networking.k8s.io') return false;
    if (kind === 'GatewayClass') return name === 'istio-waypoint' && metadata.namespace === u.rootNamespace;
    return kind === 'Gateway' && name === gateway.metadata.name && metadata.namespace === gateway.metadata.namespace;
  });
}

/** Whoever dials the pod itself may meet a waypoint for workloads, which nothing here says anything about. */
export function meetsWorkloadWaypoint(u: Universe, { from, to, via, protocol }: Call): boolean {
  if (from.plane !== 'ambient' || protocol !== 'TCP' || (via !== undefined && via.service.spec.clusterIP !== 'None')) return false;
  const gateway = gatewayAskedFor(u, to.pod!.namespace, to.pod!.labels);
  return gateway !== undefined && ['workload', 'all'].includes(trafficOf(gateway)) && accepts(u, gateway, to.pod!.namespace);
}

export function podOf(ends: readonly End[], { metadata }: Gateway): End {
  return ends.find((e) => e.plane === 'waypoint' && e.pod!.namespace === metadata.namespace && e.pod!.labels['gateway.networking.k8s.io/gateway-name'] === metadata.name)!;
}
