import { anonymousCaller, buildWorld, callerOf, can, type Decision, type Destination, destinationsOf, type Request, workloadsNamed, workloadsUnder, type World } from '../../src/eval';
import { readText } from '../../src/manifest';

const MANIFESTS = `
apiVersion: v1
kind: Namespace
metadata: {name: shop, labels: {istio-injection: enabled}}
---
apiVersion: v1
kind: Pod
metadata: {name: catalog-0, namespace: shop, labels: {app: catalog}}
spec: {serviceAccountName: catalog, containers: [{name: app, image: app, ports: [{name: web, containerPort: 8080}]}]}
---
apiVersion: v1
kind: Pod
metadata: {name: catalog-1, namespace: shop, labels: {app: catalog}}
spec: {serviceAccountName: catalog, containers: [{name: app, image: app, ports: [{name: web, containerPort: 8081}]}]}
---
apiVersion: v1
kind: Pod
metadata: {name: frontend, namespace: shop, labels: {app: frontend}}
spec: {serviceAccountName: frontend, containers: [{name: app, image: app}]}
---
apiVersion: v1
kind: Service
metadata: {name: catalog, namespace: shop}
spec: {selector: {app: catalog}, ports: [{name: http, port: 80, targetPort: web}, {name: tcp, port: 9000}]}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: catalog-ingress, namespace: shop}
spec:
  podSelector: {matchLabels: {app: catalog}}
  ingress:
    - from: [{podSelector: {matchLabels: {app: frontend}}}]
      ports: [{port: 8080}]
    - from: [{namespaceSelector: {matchLabels: {team: b}}, podSelector: {matchLabels: {app: x}}}]
      ports: [{port: 9000}]
---
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: {name: default, namespace: shop}
spec: {mtls: {mode: STRICT}}
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: catalog-callers, namespace: shop}
spec:
  selector: {matchLabels: {app: catalog}}
  rules:
    - from: [{source: {principals: [cluster.local/ns/web/sa/edge]}}]
      to: [{operation: {methods: [POST], paths: [/admin]}}]
    - from: [{source: {principals: [cluster.local/ns/shop/sa/frontend]}}]
      to: [{operation: {methods: [GET], ports: ["8080"]}}]
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: no-secrets, namespace: shop}
spec: {action: DENY, rules: [{to: [{operation: {paths: ["/secret*"], ports: ["8080"]}}]}]}
`;

const world: World = buildWorld(readText(MANIFESTS, 'shop.yaml').manifests);
const catalog: Destination = { workload: workloadsNamed(world, 'shop', 'catalog-0')[0], port: 8080, protocol: 'TCP' };
const get = (path: string, method = 'GET'): Request => ({ http: { method, path, host: 'catalog', headers: {} } });
const asFrontend = (to: Destination, request: Request): Decision => can(world, callerOf(world, workloadsUnder(world, 'shop', 'frontend')[0]), to, request);
const layer = (d: Decision, name: string): Decision['layers'][number] => d.layers.find((l) => l.layer === name)!;

test('an allowed request names the rules that let it through, layer by layer', () => {
  const decision = asFrontend(catalog, get('/items'));
  expect(decision.text).toBe('allow by authorization-allow: allowed by AuthorizationPolicy shop/catalog-callers spec.rules[1]');
  expect(decision.layers.map((l) => [l.layer, ...l.because.map((r) => `${r.object} ${r.path}`)])).toEqual([
    ['egress-policy'],
    ['egress-scope'],
    ['ingress-policy', 'NetworkPolicy shop/catalog-ingress spec.ingress[0]'],
    ['capture'],
    ['mtls', 'PeerAuthentication shop/default spec.mtls.mode'],
    ['request-authentication'],
    ['custom'],
    ['authorization-deny'],
    ['authorization-allow', 'AuthorizationPolicy shop/catalog-callers spec.rules[1]'],
  ]);
});

test('a denial by DENY names the rule that matches', () => {
  expect(asFrontend(catalog, get('/secrets')).text).toBe('deny by authorization-deny: denied by AuthorizationPolicy shop/no-secrets spec.rules[0]');
});

test('a denial by ALLOW names the rule that came closest and what it asks for', () => {
  const decision = asFrontend(catalog, get('/items', 'DELETE'));
  expect(decision.text).toBe('deny by authorization-allow: no rule of AuthorizationPolicy shop/catalog-callers allows it');
  expect(layer(decision, 'authorization-allow').nearestMiss?.text).toBe('AuthorizationPolicy shop/catalog-callers spec.rules[1] asks for methods [GET]');
});

test('a denial by NetworkPolicy names the right peer on the wrong port first', () => {
  const decision = asFrontend({ ...catalog, port: 9000 }, {});
  expect(layer(decision, 'ingress-policy')).toMatchObject({
    answer: 'deny',
    text: 'isolated for ingress by NetworkPolicy shop/catalog-ingress, and no rule admits it',
    nearestMiss: { text: 'NetworkPolicy shop/catalog-ingress spec.ingress[0] covers TCP 8080, not TCP 9000' },
  });
});

test('a denial by NetworkPolicy names the wrong peer on the right port otherwise', () => {
  const decision = can(world, anonymousCaller('203.0.113.9'), catalog, get('/'));
  expect(layer(decision, 'ingress-policy').nearestMiss?.text).toBe('NetworkPolicy shop/catalog-ingress spec.ingress[0] is from pods with app=frontend of its own namespace');
});

test('plaintext is told which policy is STRICT', () => {
  const decision = can(world, anonymousCaller(), catalog, get('/'));
  expect(layer(decision, 'mtls').text).toBe('anyone without identity has no identity, and the mode is STRICT (PeerAuthentication shop/default spec.mtls.mode)');
});

test('a Service port leads to the port of that name on each pod', () => {
  const found = destinationsOf(world, 'shop', 'catalog', 80)!;
  expect(found.destinations.map((d) => [d.workload.id, d.port, d.protocol, d.service?.port])).toEqual([['shop/catalog-0', 8080, 'TCP', 80], ['shop/catalog-1', 8081, 'TCP', 80]]);
});

test('a Service that is not there, or has no such port, leads nowhere', () => {
  expect(destinationsOf(world, 'shop', 'catalog', 81)).toBeUndefined();
  expect(destinationsOf(world, 'other', 'catalog', 80)).toBeUndefined();
});

test('a service account stands for all workloads that run under it', () => {
  expect(workloadsUnder(world, 'shop', 'catalog').map((w) => w.id)).toEqual(['shop/catalog-0', 'shop/catalog-1']);
  expect(workloadsUnder(world, 'other', 'catalog')).toEqual([]);
});
