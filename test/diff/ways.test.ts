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

describe('out of the cluster', () => {
  const OUT = `
apiVersion: v1
kind: Namespace
metadata: {name: out, labels: {istio-injection: enabled}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: out, namespace: out}
spec:
  selector: {matchLabels: {istio: out}}
  template:
    metadata: {labels: {istio: out}, annotations: {inject.istio.io/templates: gateway}}
    spec: {serviceAccountName: out, containers: [{name: istio-proxy, image: auto}]}
---
apiVersion: v1
kind: Service
metadata: {name: out, namespace: out}
spec: {selector: {istio: out}, ports: [{name: http, port: 80, targetPort: 8080}, {name: tls, port: 443, targetPort: 8443}]}
`;
  const entry = (host: string, more = ''): string => `---
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: {name: ${host}, namespace: out}
spec: {hosts: [${host}], ports: [{number: 80, name: http, protocol: HTTP}, {number: 443, name: tls, protocol: TLS}], resolution: DNS${more}}
`;
  const gateway = (...servers: readonly string[]): string => `---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: out, namespace: out}
spec: {selector: {istio: out}, servers: [${servers.join(', ')}]}
`;
  const plain = (hosts: string): string => `{port: {number: 80, name: http, protocol: HTTP}, hosts: [${hosts}]}`;
  const passing = (hosts: string): string => `{port: {number: 443, name: tls, protocol: TLS}, hosts: [${hosts}], tls: {mode: PASSTHROUGH}}`;
  const routed = (name: string, rules: string, hosts = 'pay.example'): string => `---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: ${name}, namespace: out}
spec: {hosts: [${hosts}], gateways: [out/out], ${rules}}
`;
  const to = (prefix: string, host = 'pay.example'): string => `http: [{match: [{uri: {prefix: ${prefix}}}], route: [{destination: {host: ${host}, port: {number: 80}}}]}]`;
  const narrow = `---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: out, namespace: out}
spec: {selector: {matchLabels: {istio: out}}, rules: [{to: [{operation: {methods: [GET]}}]}]}
`;
  const isolated = `---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: out, namespace: out}
spec: {podSelector: {}, policyTypes: [Egress], egress: [{to: [{ipBlock: {cidr: 10.0.0.0/8}}]}]}
`;
  const only = (...more: readonly string[]): World => buildWorld(readText(`${OUT}${more.join('')}`, 'out.yaml').manifests);
  /** What is told of hosts outside; the gateway's own ports are another matter. */
  const atHosts = (before: World, after: World): readonly string[] => diffAccess({ before, after }).callees
    .filter(({ callee }) => callee.includes('.example:'))
    .flatMap(({ callee, changes: found }) => found.flatMap(({ caller, steps }) => steps.map((s) => `${callee} ${s.effect} ${caller}: ${s.from} -> ${s.to} ${s.requests}`)));

  const PAY = [entry('pay.example'), gateway(plain('pay.example')), routed('pay', to('/charge'))];
  const CHARGE = '/charge* host pay.example';
  test.each([
    ['a path more', [entry('pay.example'), gateway(plain('pay.example')), routed('pay', to('/'))],
      'pay.example:80 broadening outside via gateway out/out:80: deny -> allow any path except /charge* host pay.example'],
    ['no route', PAY.slice(0, 2), `pay.example:80 narrowing outside via gateway out/out:80: allow -> deny ${CHARGE}`],
    ['no server for the host', [PAY[0], gateway(plain('other.example')), PAY[2]], `pay.example:80 narrowing outside via gateway out/out:80: allow -> deny ${CHARGE}`],
    ['a policy at the gateway', [...PAY, narrow],
      `pay.example:80 narrowing outside via gateway out/out:80: allow -> deny any method except GET ${CHARGE}`],
    ['NetworkPolicy around the gateway, which may let the host\'s address through', [...PAY, isolated], `pay.example:80 narrowing outside via gateway out/out:80: allow -> undetermined ${CHARGE}`],
    ['NetworkPolicy that lets the gateway go nowhere', [...PAY, isolated.replace('egress: [{to: [{ipBlock: {cidr: 10.0.0.0/8}}]}]', 'egress: []')], `pay.example:80 narrowing outside via gateway out/out:80: allow -> deny ${CHARGE}`],
    ['no ServiceEntry here', PAY.slice(1), `pay.example:80 narrowing outside via gateway out/out:80: allow -> undetermined ${CHARGE}`],
    ['a ServiceEntry that leads to pods, which are not here', [entry('pay.example', ', workloadSelector: {labels: {app: pay}}').replace('resolution: DNS', 'location: MESH_INTERNAL, resolution: STATIC'), ...PAY.slice(1)],
      `pay.example:80 narrowing outside via gateway out/out:80: allow -> undetermined ${CHARGE}`],
    ['another host', [...PAY.slice(0, 2), routed('pay', to('/charge', 'evil.example'))],
      `evil.example:80 broadening outside via gateway out/out:80: deny -> undetermined ${CHARGE}\npay.example:80 narrowing outside via gateway out/out:80: allow -> deny ${CHARGE}`],
    ['TLS that passes', [PAY[0], gateway(plain('pay.example'), passing('pay.example')), PAY[2],
      routed('tls', 'tls: [{match: [{sniHosts: [pay.example]}], route: [{destination: {host: pay.example, port: {number: 443}}}]}]')],
    'pay.example:443 broadening outside via gateway out/out:443 (pay.example): deny -> allow everything'],
  ] as const)('%s', (_name, after, expected) => {
    const [one, other] = [only(...PAY), only(...after)];
    expect(atHosts(one, other).join('\n')).toBe(expected);
    expect(atHosts(other, one)).toHaveLength(expected.split('\n').length);
  });

  test('the same in other words is no access change', () => {
    const [one, other] = [only(...PAY), only(PAY[0], PAY[1].replace('name: http,', 'name: http-out,'), routed('b', to('/charge/a')), routed('a', to('/charge')))];
    expect(diffText(diffAccess({ before: one, after: other }))).toBe('no access change\n');
    expect(diffText(diffAccess({ before: other, after: one }))).toBe('no access change\n');
  });
});
