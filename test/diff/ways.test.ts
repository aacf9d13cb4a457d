import { diffText } from '../../src/cli/output/diff-text';
import { diffAccess } from '../../src/diff';
import { buildWorld, type World } from '../../src/eval';
import { readText } from '../../src/manifest';

const SHOP = `
apiVersion: v1
kind: Namespace
metadata: {name: infra}
---
apiVersion: v1
kind: Namespace
metadata: {name: shop, labels: {istio-injection: enabled}}
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: edge, namespace: infra}
spec: {gatewayClassName: istio, listeners: [{name: http, port: 80, protocol: HTTP, allowedRoutes: {namespaces: {from: All}}}]}
---
apiVersion: v1
kind: Service
metadata: {name: frontend, namespace: shop}
spec: {selector: {app: frontend}, ports: [{name: http, port: 80}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: frontend, namespace: shop}
spec:
  selector: {matchLabels: {app: frontend}}
  template: {metadata: {labels: {app: frontend}}, spec: {serviceAccountName: frontend, containers: [{name: app, image: app}]}}
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: frontend, namespace: shop}
spec:
  selector: {matchLabels: {app: frontend}}
  rules: [{from: [{source: {principals: [cluster.local/ns/infra/sa/edge-istio]}}], to: [{operation: {paths: ["/cart*", "/admin*"]}}]}]
`;

const rule = (path: string, more = ''): string => `{matches: [{path: {value: ${path}}}], ${more}backendRefs: [{name: frontend, port: 80}]}`;
const route = (name: string, hosts: string, ...rules: readonly string[]): string => `---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: ${name}, namespace: shop}
spec: {parentRefs: [{name: edge, namespace: infra}], hostnames: [${hosts}], rules: [${rules.join(', ')}]}
`;
const policy = (spec: string): string => `---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: edge, namespace: infra}
spec: {targetRefs: [{group: gateway.networking.k8s.io, kind: Gateway, name: edge}], ${spec}}
`;
const world = (...more: readonly string[]): World => buildWorld(readText(`${SHOP}${more.join('')}`, 'shop.yaml').manifests);
const changes = (before: World, after: World): readonly string[] => diffText(diffAccess({ before, after })).split('\n').filter((line) => /ing {2}/.test(line) || line.startsWith('no ')).map((line) => line.trim());

const CART = route('shop', 'shop.example', rule('/cart'));
const VIA = 'outside via gateway infra/edge:80';

test.each([
  ['a route to /admin', CART, [route('shop', 'shop.example', rule('/cart'), rule('/admin'))], [`broadening  ${VIA} may now: /admin, /admin/* host shop.example`]],
  ['a route to what the Service refuses', CART, [route('shop', 'shop.example', rule('/cart'), rule('/other'))], ['no access change']],
  ['a host more', CART, [route('shop', 'shop.example, "*.partner.example"', rule('/cart'))], [`broadening  ${VIA} may now: /cart, /cart/* host *.partner.example`]],
  ['rules in another order, in two routes', CART, [route('one', 'shop.example', rule('/cart/a')), route('two', 'shop.example', rule('/cart'))], ['no access change']],
  ['a prefix that is rewritten to what the Service takes', CART,
    [route('shop', 'shop.example', rule('/cart'), rule('/x', 'filters: [{type: URLRewrite, urlRewrite: {path: {type: ReplacePrefixMatch, replacePrefixMatch: /admin}}}], '))],
    [`broadening  ${VIA} may now: /x, /x/* host shop.example`]],
  ['a filter that nobody follows', CART,
    [route('shop', 'shop.example', rule('/cart', 'filters: [{type: ExtensionRef, extensionRef: {group: x.example, kind: X, name: x}}], '))],
    [`narrowing   ${VIA} may no longer, perhaps: /cart, /cart/* host shop.example`]],
  ['a policy of the gateway', CART, [CART, policy('action: DENY, rules: [{to: [{operation: {methods: [DELETE]}}]}]')],
    [`narrowing   ${VIA} may no longer: DELETE /cart, /cart/* host shop.example`]],
  ['a policy that a port behind the host escapes', CART, [CART, policy('action: DENY, rules: [{to: [{operation: {hosts: [shop.example]}}]}]')],
    [`narrowing   ${VIA} may no longer: /cart, /cart/* host shop.example`]],
  ['a VirtualService for a Gateway that nobody shows', CART, [CART, `---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: shop, namespace: shop}
spec: {hosts: [a.example], gateways: [istio-system/public], http: [{match: [{uri: {exact: /admin}}], route: [{destination: {host: frontend}}]}]}
`], ['broadening  outside via gateway istio-system/public may now, perhaps: /admin host a.example']],
] as const)('%s', (_name, before, after, expected) => {
  const [one, other] = [world(before), world(...after)];
  expect(changes(one, other)).toEqual(expected);
  expect(changes(other, one)).toHaveLength(expected.length);
});

test('addresses that the gateway tells apart are told apart', () => {
  const narrow = policy('action: ALLOW, rules: [{from: [{source: {ipBlocks: [198.51.100.0/24]}}]}]');
  expect(changes(world(CART), world(CART, narrow))).toEqual([`narrowing   ${VIA} may no longer: /cart, /cart/* host shop.example`]);
});
