import type { Manifests } from '../../src/manifest';
import type { AccessModel, CallerModel, NamespaceModel, Route, WaypointModel } from '../../src/model/model';
import { prove, type ProofResult } from '../../src/proof';
import { calledBy, edge, MESH, port, service, toPort } from '../platforms/fixtures';
import { readTexts } from '../manifest/read-texts';

export const WAYPOINT: WaypointModel = { namespace: 'shop', name: 'waypoint', serviceAccount: 'waypoint', managed: true };
export const AMBIENT: NamespaceModel = { id: 'shop', construct: 'shop/ns', owned: true, dataPlane: 'ambient', waypoint: WAYPOINT };
export const GATEWAY: CallerModel = {
  kind: 'identity', role: 'ingress-gateway', principal: 'cluster.local/ns/istio-ingress/sa/edge', pods: { namespace: 'istio-ingress', labels: { app: 'edge' }, wholeNamespace: false },
};
export const PROMETHEUS: CallerModel = {
  kind: 'identity', role: 'prometheus', principal: 'cluster.local/ns/monitoring/sa/prometheus', pods: { namespace: 'monitoring', labels: { app: 'prometheus' }, wholeNamespace: false },
};

const via = <T extends object>(access: T, ...routes: readonly Route[]): T & { readonly routes: readonly Route[] } => ({ ...access, routes });
const items = { methods: ['GET', 'POST'], paths: [{ kind: 'under' as const, value: '/items' }] };

/**
 * Requests to catalog go through the waypoint: frontend's GET and POST below /items, the gateway's GET /items. Prometheus scrapes its
 * metrics by itself, frontend connects to redis by itself, and rogue calls nobody.
 */
export const MODEL: AccessModel = {
  mesh: MESH,
  namespaces: [AMBIENT],
  services: [
    service('shop/catalog', [port('http', 8080), port('http', 9090)], { dataPlane: 'ambient', waypoint: WAYPOINT }),
    service('shop/frontend', [], { dataPlane: 'ambient' }),
    service('shop/redis', [port('tcp', 6379)], { dataPlane: 'ambient' }),
    service('shop/rogue', [], { dataPlane: 'ambient' }),
  ],
  edges: [
    edge('shop/catalog', GATEWAY, via(toPort('http', 8080, { methods: ['GET'], paths: [{ kind: 'exact', value: '/items' }] }), 'waypoint')),
    edge('shop/catalog', PROMETHEUS, via(toPort('http', 9090), 'direct')),
    { ...edge('shop/catalog', calledBy('shop/frontend'), via(toPort('http', 8080, items), 'waypoint')), constructs: ['shop/catalog/allow-frontend'] },
    edge('shop/redis', calledBy('shop/frontend'), via(toPort('tcp', 6379), 'direct')),
  ],
  calls: [],
  externals: [],
};

const app = (name: string): string => `matchLabels: {app.kubernetes.io/name: ${name}}`;
const labelled = (namespace: string, labels: string): string => `{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: ${namespace}}}, podSelector: {matchLabels: {${labels}}}}`;
export const peer = (name: string): string => labelled('shop', `app.kubernetes.io/name: ${name}`);
export const WAYPOINT_PODS = 'gateway.networking.k8s.io/gateway-name: waypoint';
export const WAYPOINT_PEER = labelled('shop', WAYPOINT_PODS);
export const HBONE = 'ports: [{protocol: TCP, port: 15008}]';
const DNS = `    - to: [${labelled('kube-system', 'k8s-app: kube-dns')}]
      ports: [{protocol: UDP, port: 53}, {protocol: TCP, port: 53}]`;

const networkPolicy = (name: string, spec: string): string => `
kind: NetworkPolicy
apiVersion: networking.k8s.io/v1
metadata: {name: ${name}, namespace: shop}
spec:
${spec}`;
const egress = (name: string, rules = ''): string => networkPolicy(`${name}-egress`, `  podSelector: {${app(name)}}
  policyTypes: [Egress]
  egress:
${DNS}
${rules}`);
const ingress = (name: string, rules: string): string => networkPolicy(`${name}-ingress`, `  podSelector: {${app(name)}}
  policyTypes: [Ingress]
  ingress:
    - from: [{ipBlock: {cidr: 169.254.7.127/32}}, {ipBlock: {cidr: "fd16:9254:7127:1337:ffff:ffff:ffff:ffff/128"}}]
      ports: [{protocol: TCP}]
${rules}`);
const istio = (kind: string, name: string, spec: string): string => `
kind: ${kind}
apiVersion: security.istio.io/v1
metadata: {name: ${name}, namespace: shop}
spec:
${spec}`;
const from = (...principals: readonly string[]): string => `from: [{source: {principals: [${principals.join(', ')}]}}]`;
const EDGE = 'cluster.local/ns/istio-ingress/sa/edge';

/** Written by hand and right: every test makes one thing of it wrong. */
export const OBJECTS: Readonly<Record<string, string>> = {
  namespace: `
kind: Namespace
apiVersion: v1
metadata: {name: shop, labels: {istio.io/dataplane-mode: ambient, istio-injection: disabled}}`,
  defaultDeny: networkPolicy('default-deny', '  {podSelector: {}, policyTypes: [Ingress, Egress]}'),
  strict: istio('PeerAuthentication', 'default', '  mtls: {mode: STRICT}'),
  allowNothing: istio('AuthorizationPolicy', 'allow-nothing', '  {}'),
  waypoint: `
kind: Gateway
apiVersion: gateway.networking.k8s.io/v1
metadata: {name: waypoint, namespace: shop, labels: {istio.io/waypoint-for: service}}
spec:
  gatewayClassName: istio-waypoint
  listeners: [{name: mesh, port: 15008, protocol: HBONE}]`,
  waypointAllowNothing: istio('AuthorizationPolicy', 'waypoint-allow-nothing', '  targetRefs: [{group: gateway.networking.k8s.io, kind: Gateway, name: waypoint}]'),
  waypointIngress: networkPolicy('waypoint-ingress', `  podSelector: {matchLabels: {${WAYPOINT_PODS}}}
  policyTypes: [Ingress]
  ingress:
    - from: [${labelled('istio-ingress', 'app: edge')}, ${peer('frontend')}]
      ${HBONE}`),
  waypointEgress: networkPolicy('waypoint-egress', `  podSelector: {matchLabels: {${WAYPOINT_PODS}}}
  policyTypes: [Egress]
  egress:
${DNS}
    - to: [${labelled('istio-system', 'app: istiod')}]
      ports: [{protocol: TCP, port: 15012}]
    - to: [${peer('catalog')}]
      ${HBONE}`),
  catalogService: `
kind: Service
apiVersion: v1
metadata: {name: catalog, namespace: shop, labels: {istio.io/use-waypoint: waypoint, istio.io/ingress-use-waypoint: "true"}}
spec:
  selector: {app.kubernetes.io/name: catalog}
  ports:
    - {name: http-9080, appProtocol: http, port: 9080, targetPort: 8080, protocol: TCP}
    - {name: http-10090, appProtocol: http, port: 10090, targetPort: 9090, protocol: TCP}`,
  redisService: `
kind: Service
apiVersion: v1
metadata: {name: redis, namespace: shop}
spec:
  selector: {app.kubernetes.io/name: redis}
  ports: [{name: tcp-7379, appProtocol: tcp, port: 7379, targetPort: 6379, protocol: TCP}]`,
  catalogIngress: ingress('catalog', `    - from: [${labelled('monitoring', 'app: prometheus')}, ${WAYPOINT_PEER}]
      ${HBONE}`),
  redisIngress: ingress('redis', `    - from: [${peer('frontend')}]
      ${HBONE}`),
  frontendIngress: ingress('frontend', ''),
  rogueIngress: ingress('rogue', ''),
  frontendEgress: egress('frontend', `    - to: [${peer('redis')}, ${WAYPOINT_PEER}]
      ${HBONE}`),
  catalogEgress: egress('catalog'),
  redisEgress: egress('redis'),
  rogueEgress: egress('rogue'),
  catalogWaypoint: istio('AuthorizationPolicy', 'catalog-waypoint', `  targetRefs: [{group: "", kind: Service, name: catalog}]
  action: ALLOW
  rules:
    - ${from(EDGE)}
      to: [{operation: {ports: ["9080"], methods: [GET], paths: [/items]}}]
    - ${from('cluster.local/ns/shop/sa/frontend')}
      to: [{operation: {ports: ["9080"], methods: [GET, POST], paths: [/items, /items/*]}}]`),
  catalogCallers: istio('AuthorizationPolicy', 'catalog-callers', `  selector: {${app('catalog')}}
  action: ALLOW
  rules:
    - ${from('cluster.local/ns/monitoring/sa/prometheus')}
      to: [{operation: {ports: ["9090"]}}]
    - ${from('cluster.local/ns/shop/sa/waypoint')}
      to: [{operation: {ports: ["8080"]}}]`),
  redisCallers: istio('AuthorizationPolicy', 'redis-callers', `  selector: {${app('redis')}}
  action: ALLOW
  rules:
    - ${from('cluster.local/ns/shop/sa/frontend')}
      to: [{operation: {ports: ["6379"]}}]`),
};

export type Changes = Readonly<Record<string, string | undefined>>;

/** `changes`: object by object, its text as it should not be; `undefined` drops it. What is new comes first, and so is older. */
export function manifests(changes: Changes = {}): Manifests {
  const added = Object.entries(changes).filter(([name]) => !(name in OBJECTS)).map(([, text]) => text);
  const kept = Object.entries(OBJECTS).map(([name, text]) => (name in changes ? changes[name] : text));
  return readTexts([...added, ...kept].filter((t) => t !== undefined), 'shop.yaml');
}

export function proved(changes: Changes = {}, model: AccessModel = MODEL): ProofResult {
  return prove({ model, manifests: manifests(changes) });
}

/** The object with one piece of its text replaced; a piece that is not there is a mistake of the test. */
export function changing(name: string, piece: string, by: string): Changes {
  const text = OBJECTS[name];
  if (!text.includes(piece)) throw new Error(`${name} has no \`${piece}\``);
  return { [name]: text.replace(piece, by) };
}
