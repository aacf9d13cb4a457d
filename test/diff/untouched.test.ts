import { diffAccess } from '../../src/diff';
import { buildWorld } from '../../src/eval';
import { readText } from '../../src/manifest';

const service = (name: string): string => `
apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}, namespace: shop}
spec:
  selector: {matchLabels: {app: ${name}}}
  template:
    metadata: {labels: {app: ${name}}}
    spec: {serviceAccountName: ${name}, containers: [{name: app, image: app}]}
---
apiVersion: v1
kind: Service
metadata: {name: ${name}, namespace: shop}
spec: {selector: {app: ${name}}, ports: [{port: 80, targetPort: 8080, appProtocol: http}]}
---`;
const NAMESPACE = '{apiVersion: v1, kind: Namespace, metadata: {name: shop, labels: {istio-injection: enabled}}}\n---';
const ROUTE = `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: cart, namespace: shop}
spec:
  hosts: [cart]
  http: [{headers: {request: {set: {x-team: web}}}, route: [{destination: {host: cart}}]}]
---`;
const policy = (name: string, rule: string): string => `
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: ${name}, namespace: shop}
spec: {selector: {matchLabels: {app: ${name}}}, rules: [${rule}]}
---`;
const FROM_CATALOG = '{from: [{source: {principals: [cluster.local/ns/shop/sa/catalog]}}]}';
const world = (rule: string, route = ROUTE): ReturnType<typeof buildWorld> => (
  buildWorld(readText([NAMESPACE, service('cart'), service('catalog'), route, policy('cart', FROM_CATALOG), policy('catalog', rule)].join(''), 'shop.yaml').manifests)
);

test('ports that a changed policy is not about are told of where a route there can no longer be followed', () => {
  const [CART, CATALOG] = ['cart', 'catalog'].map((name) => `shop/${name}:80 (pod port 8080)`);
  const asks = (header: string): string => `{when: [{key: 'request.headers[${header}]', values: [web]}]}`;
  const calleesOf = (rule: string, route?: string): readonly string[] => (
    diffAccess({ before: world('{}', route), after: world(rule, route) }).callees.map(({ callee }) => callee).filter((callee) => !callee.startsWith('any ')));
  expect(new Set(calleesOf(asks('x-team')))).toEqual(new Set([CART, CATALOG]));
  expect(new Set(calleesOf(asks('x-other')))).toEqual(new Set([CATALOG]));
  expect(new Set(calleesOf(asks('x-team'), ''))).toEqual(new Set([CATALOG]));
});
