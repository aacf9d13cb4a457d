import type { CallerModel, NamespaceModel, PortAccessModel, Route, WaypointModel } from '../../src/model/model';
import { port, service, type Parts } from './fixtures';

// A shop behind a waypoint, a namespace without one, and the pieces of which their policies are made.

export const WAYPOINT: WaypointModel = { namespace: 'shop', name: 'waypoint', serviceAccount: 'waypoint', managed: true };
export const EXISTING: WaypointModel = { namespace: 'platform', name: 'shared', serviceAccount: 'shared-sa', managed: false };
export const EGRESS: WaypointModel = { namespace: 'egress', name: 'egress', serviceAccount: 'egress', managed: true };
export const SHOP: NamespaceModel = { id: 'shop', construct: 'shop/ns', owned: true, dataPlane: 'ambient', waypoint: WAYPOINT };
export const WEB: NamespaceModel = { id: 'web', construct: 'web/ns', owned: true, dataPlane: 'ambient' };

const CATALOG_PORTS = [port('grpc', 3550), port('http', 8080), port('tcp', 6379), port('http', 9090)];
export const CATALOG = service('shop/catalog', CATALOG_PORTS, { dataPlane: 'ambient', waypoint: WAYPOINT });
export const REDIS = service('shop/redis', [port('tcp', 6379), port('udp', 9000)], { dataPlane: 'ambient' });
export const FRONTEND = service('web/frontend', [port('http', 8080)], { dataPlane: 'ambient' });
type IdentityCaller = Extract<CallerModel, { readonly kind: 'identity' }>;

export const PROMETHEUS: IdentityCaller = {
  kind: 'identity', role: 'prometheus', principal: 'cluster.local/ns/monitoring/sa/prometheus', pods: { namespace: 'monitoring', labels: { app: 'prometheus' }, wholeNamespace: false },
};
export const GATEWAY: IdentityCaller = {
  kind: 'identity', role: 'ingress-gateway', principal: 'cluster.local/ns/ingress/sa/edge', pods: { namespace: 'ingress', labels: { istio: 'edge' }, wholeNamespace: false },
};
export const GET = { methods: ['GET'], paths: [{ kind: 'exact' as const, value: '/items' }] };
export const AMBIENT: Parts = { namespaces: [SHOP, WEB], services: [CATALOG, REDIS, FRONTEND] };

export const via = (access: PortAccessModel, ...routes: readonly Route[]): PortAccessModel => ({ ...access, routes });
export const pods = (namespace: string, labels: Record<string, string>) => ({
  namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } }, podSelector: { matchLabels: labels },
});
export const podsOf = (namespace: string, name: string) => pods(namespace, { 'app.kubernetes.io/name': name });
export const waypointPods = (namespace: string, name: string) => pods(namespace, { 'gateway.networking.k8s.io/gateway-name': name });
export const HBONE = { protocol: 'TCP', port: 15008 };
export const PROBES = {
  from: [{ ipBlock: { cidr: '169.254.7.127/32' } }, { ipBlock: { cidr: 'fd16:9254:7127:1337:ffff:ffff:ffff:ffff/128' } }], ports: [{ protocol: 'TCP' }],
};
export const DNS = { to: [pods('kube-system', { 'k8s-app': 'kube-dns' })], ports: [{ protocol: 'UDP', port: 53 }, { protocol: 'TCP', port: 53 }] };
export const ISTIOD = { to: [pods('istio-system', { app: 'istiod' })], ports: [{ protocol: 'TCP', port: 15012 }] };
export const principals = (...values: readonly string[]) => [{ source: { principals: values } }];
