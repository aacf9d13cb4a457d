import type { Manifests } from '../../src/manifest';
import type { AccessModel, EdgeModel } from '../../src/model/model';
import { prove, type ProofResult } from '../../src/proof';
import { calledBy, edge, MESH, port, service, SHOP, toPort } from '../platforms/fixtures';
import { readTexts } from '../manifest/read-texts';

const catalogFromFrontend: EdgeModel = {
  ...edge('shop/catalog', calledBy('shop/frontend'), toPort('http', 8080, { methods: ['GET', 'POST'], paths: [{ kind: 'under', value: '/items' }] })),
  constructs: ['shop/catalog/allow-frontend'],
};

/** frontend calls GET and POST below /items on catalog, and redis on all of 6379; rogue calls nobody. */
export const MODEL: AccessModel = {
  mesh: MESH,
  namespaces: [SHOP],
  services: [
    service('shop/catalog', [port('http', 8080)]), service('shop/frontend'), service('shop/redis', [port('tcp', 6379)]), service('shop/rogue'),
  ],
  edges: [catalogFromFrontend, edge('shop/redis', calledBy('shop/frontend'), toPort('tcp', 6379))],
  calls: [],
  externals: [],
};

const app = (name: string): string => `matchLabels: {app.kubernetes.io/name: ${name}}`;
const peer = (name: string): string => `{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: shop}}, podSelector: {${app(name)}}}`;
const DNS = `{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: kube-system}}, podSelector: {matchLabels: {k8s-app: kube-dns}}}`;
const ISTIOD = `{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: istio-system}}, podSelector: {matchLabels: {app: istiod}}}`;

const egress = (name: string, callees: string): string => `
kind: NetworkPolicy
apiVersion: networking.k8s.io/v1
metadata: {name: ${name}-egress, namespace: shop}
spec:
  podSelector: {${app(name)}}
  policyTypes: [Egress]
  egress:
    - to: [${DNS}]
      ports: [{protocol: UDP, port: 53}, {protocol: TCP, port: 53}]
    - to: [${ISTIOD}]
      ports: [{protocol: TCP, port: 15012}]
${callees}`;

const sidecar = (name: string, hosts: string): string => `
kind: Sidecar
apiVersion: networking.istio.io/v1
metadata: {name: ${name}, namespace: shop}
spec: {workloadSelector: {labels: {app.kubernetes.io/name: ${name}}}, egress: [{hosts: [${hosts}]}], outboundTrafficPolicy: {mode: REGISTRY_ONLY}}`;

const kubernetesService = (name: string, protocol: string, number: number): string => `
kind: Service
apiVersion: v1
metadata: {name: ${name}, namespace: shop}
spec:
  selector: {app.kubernetes.io/name: ${name}}
  ports: [{name: ${protocol}-${number + 1000}, appProtocol: ${protocol}, port: ${number + 1000}, targetPort: ${number}, protocol: TCP}]`;

/** Written by hand and right: every test makes one thing of it wrong. */
export const OBJECTS: Readonly<Record<string, string>> = {
  namespace: `
kind: Namespace
apiVersion: v1
metadata: {name: shop, labels: {istio-injection: enabled}}`,
  defaultDeny: `
kind: NetworkPolicy
apiVersion: networking.k8s.io/v1
metadata: {name: default-deny, namespace: shop}
spec: {podSelector: {}, policyTypes: [Ingress, Egress]}`,
  strict: `
kind: PeerAuthentication
apiVersion: security.istio.io/v1
metadata: {name: default, namespace: shop}
spec: {mtls: {mode: STRICT}}`,
  allowNothing: `
kind: AuthorizationPolicy
apiVersion: security.istio.io/v1
metadata: {name: allow-nothing, namespace: shop}
spec: {}`,
  catalogService: kubernetesService('catalog', 'http', 8080),
  redisService: kubernetesService('redis', 'tcp', 6379),
  catalogIngress: `
kind: NetworkPolicy
apiVersion: networking.k8s.io/v1
metadata: {name: catalog-ingress, namespace: shop}
spec:
  podSelector: {${app('catalog')}}
  policyTypes: [Ingress]
  ingress:
    - from: [${peer('frontend')}]
      ports: [{protocol: TCP, port: 8080}]`,
  redisIngress: `
kind: NetworkPolicy
apiVersion: networking.k8s.io/v1
metadata: {name: redis-ingress, namespace: shop}
spec:
  podSelector: {${app('redis')}}
  policyTypes: [Ingress]
  ingress:
    - from: [${peer('frontend')}]
      ports: [{protocol: TCP, port: 6379}]`,
  frontendEgress: egress('frontend', `    - to: [${peer('catalog')}]
      ports: [{protocol: TCP, port: 8080}]
    - to: [${peer('redis')}]
      ports: [{protocol: TCP, port: 6379}]`),
  catalogEgress: egress('catalog', ''),
  redisEgress: egress('redis', ''),
  rogueEgress: egress('rogue', ''),
  catalogCallers: `
kind: AuthorizationPolicy
apiVersion: security.istio.io/v1
metadata: {name: catalog-callers, namespace: shop}
spec:
  selector: {${app('catalog')}}
  action: ALLOW
  rules:
    - from: [{source: {principals: [cluster.local/ns/shop/sa/frontend]}}]
      to: [{operation: {ports: ["8080"], methods: [GET, POST], paths: [/items, /items/*]}}]`,
  redisCallers: `
kind: AuthorizationPolicy
apiVersion: security.istio.io/v1
metadata: {name: redis-callers, namespace: shop}
spec:
  selector: {${app('redis')}}
  action: ALLOW
  rules:
    - from: [{source: {principals: [cluster.local/ns/shop/sa/frontend]}}]
      to: [{operation: {ports: ["6379"]}}]`,
  frontendScope: sidecar('frontend', 'shop/catalog.shop.svc.cluster.local, shop/redis.shop.svc.cluster.local'),
  catalogScope: sidecar('catalog', '~/*'),
  redisScope: sidecar('redis', '~/*'),
  rogueScope: sidecar('rogue', '~/*'),
};

/** `changes`: object by object, its text as it should not be; `undefined` drops it. What is new comes first, and so is older. */
export function manifests(changes: Readonly<Record<string, string | undefined>> = {}): Manifests {
  const added = Object.entries(changes).filter(([name]) => !(name in OBJECTS)).map(([, text]) => text);
  const kept = Object.entries(OBJECTS).map(([name, text]) => (name in changes ? changes[name] : text));
  return readTexts([...added, ...kept].filter((t) => t !== undefined), 'shop.yaml');
}

export function proved(changes: Readonly<Record<string, string | undefined>> = {}, model: AccessModel = MODEL): ProofResult {
  return prove({ model, manifests: manifests(changes) });
}

/** The object with one piece of its text replaced; a piece that is not there is a mistake of the test. */
export function changing(name: string, piece: string, by: string): Readonly<Record<string, string>> {
  const text = OBJECTS[name];
  if (!text.includes(piece)) throw new Error(`${name} has no \`${piece}\``);
  return { [name]: text.replace(piece, by) };
}
