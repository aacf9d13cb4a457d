import { prove, type ProofInput } from '../../src/proof';
import { changing, manifests, MODEL, OBJECTS } from './shop';

type Changes = Readonly<Record<string, string | undefined>>;

/** What both steps say, and the second alone, which is the judge. */
function bothWays(changes: Changes): readonly [ReturnType<typeof prove>, ReturnType<typeof prove>] {
  const input: ProofInput = { model: MODEL, manifests: manifests(changes) };
  return [prove(input), prove(input, { knockAtAll: true })];
}

const refuted = (result: ReturnType<typeof prove>): readonly string[] => result.refutations.map((r) => `${r.text}; ${r.repair}`);

test('what says plainly what is declared is not asked about caller by caller', () => {
  const [{ verdict, checked }, thorough] = bothWays({});
  expect(verdict).toBe(thorough.verdict);
  // What is left are pods that nobody declared.
  expect(checked.decisions).toBeLessThan(thorough.checked.decisions / 2);
});

test('neither order, nor lists instead of rules, nor what is said twice is another policy', () => {
  const rules = `    - from: [{source: {principals: [cluster.local/ns/shop/sa/frontend]}}]
      to: [{operation: {ports: ["8080"], methods: [GET, POST], paths: [/items, /items/*]}}]`;
  const changes = {
    ...changing('catalogCallers', rules, `${rules}
    - from: [{source: {principals: [cluster.local/ns/shop/sa/frontend]}}]
      to: [{operation: {ports: ["8080"], methods: [POST, GET], paths: [/items/*, /items]}}]`),
    ...changing('frontendScope', 'shop/catalog.shop.svc.cluster.local, shop/redis.shop.svc.cluster.local', 'shop/redis.shop.svc.cluster.local, shop/catalog.shop.svc.cluster.local'),
  };
  expect(bothWays(changes)[0]).toEqual(bothWays({})[0]);
});

const object = (kind: string, spec: string, apiVersion = 'networking.istio.io/v1', metadata = ''): Changes => ({
  added: `\nkind: ${kind}\napiVersion: ${apiVersion}\nmetadata: {name: added, namespace: shop${metadata}}\nspec: ${spec}`,
});
const security = (kind: string, spec: string, metadata = ''): Changes => object(kind, spec, 'security.istio.io/v1', metadata);
const catalog = 'matchLabels: {app.kubernetes.io/name: catalog}';
const deployment = (pod: string, metadata: string): Changes => object('Deployment', `
  selector: {${catalog}}
  template:
    metadata: {labels: {app.kubernetes.io/name: catalog}${metadata}}
    spec: {containers: [{name: a, image: a}]${pod}}`, 'apps/v1');

test.each<[string, Changes]>([
  ['a DestinationRule', object('DestinationRule', '{host: catalog, trafficPolicy: {tls: {mode: DISABLE}}}')],
  ['a ServiceEntry that leads to pods', object('ServiceEntry', `{hosts: [a.example], ports: [{number: 8080, name: http, protocol: TCP}], resolution: STATIC, workloadSelector: {labels: {app.kubernetes.io/name: catalog}}}`)],
  ['a ServiceEntry with the name of a Service', object('ServiceEntry', '{hosts: [catalog.shop.svc.cluster.local], ports: [{number: 9080, name: http, protocol: HTTP}], resolution: DNS}')],
  ['a ServiceEntry for any port', object('ServiceEntry', '{hosts: [a.example], ports: [{number: 443, name: tls, protocol: TLS}], resolution: NONE}')],
  ['a RequestAuthentication', security('RequestAuthentication', `{selector: {${catalog}}, jwtRules: [{issuer: a, jwksUri: "https://a.example/"}]}`)],
  ['an older Service that says TCP', object('Service', '{selector: {app.kubernetes.io/name: catalog}, ports: [{name: tcp-a, port: 1, targetPort: 8080, protocol: TCP}]}', 'v1')],
  ['a Service that hides', changing('catalogService', 'namespace: shop}', 'namespace: shop, annotations: {networking.istio.io/exportTo: "~"}}')],
  ['Services that hide by default', {
    added: '\nkind: ConfigMap\napiVersion: v1\nmetadata: {name: istio, namespace: istio-system}\ndata: {mesh: "defaultServiceExportTo: [elsewhere]"}',
  }],
  ['an audit', security('AuthorizationPolicy', `{selector: {${catalog}}, action: AUDIT, rules: [{}]}`)],
  ['a denial', security('AuthorizationPolicy', `{selector: {${catalog}}, action: DENY, rules: [{to: [{operation: {paths: [/items/9]}}]}]}`)],
  ['a dry run', security('AuthorizationPolicy', `{selector: {${catalog}}, rules: [{}]}`, ', annotations: {istio.io/dry-run: "true"}')],
  ['a denial in the root namespace', { added: '\nkind: AuthorizationPolicy\napiVersion: security.istio.io/v1\nmetadata: {name: added, namespace: istio-system}\nspec: {action: DENY, rules: [{}]}' }],
  ['a port that takes plaintext', security('PeerAuthentication', `{selector: {${catalog}}, portLevelMtls: {"8080": {mode: PERMISSIVE}}}`)],
  ['a pod that takes plaintext', security('PeerAuthentication', `{selector: {${catalog}}, mtls: {mode: PERMISSIVE}}`)],
  ['listeners of its own', changing('catalogScope', 'egress:', 'ingress: [{port: {number: 8080, name: http, protocol: HTTP}, defaultEndpoint: "127.0.0.1:80"}], egress:')],
  ['ALLOW_ANY', changing('catalogScope', 'REGISTRY_ONLY', 'ALLOW_ANY')],
  ['a caller that passes on what it does not know', {
    frontendScope: OBJECTS.frontendScope.replace('REGISTRY_ONLY', 'ALLOW_ANY').replace('shop/catalog.shop.svc.cluster.local, ', ''),
  }],
  ['a pod in the network of its node', deployment(', serviceAccountName: catalog, hostNetwork: true', '')],
  ['a pod with another identity', deployment('', '')],
  ['a pod whose port is not captured', deployment(', serviceAccountName: catalog', ', annotations: {traffic.sidecar.istio.io/excludeInboundPorts: "8080"}')],
  ['a pod without proxy', deployment(', serviceAccountName: catalog', ', annotations: {sidecar.istio.io/inject: "false"}')],
  ['ports by range', changing('catalogIngress', 'port: 8080', 'port: 8080, endPort: 8081')],
  ['everybody of a namespace', changing('catalogIngress', 'podSelector: {matchLabels: {app.kubernetes.io/name: frontend}}', 'podSelector: {}')],
  ['labels by expression', changing('catalogIngress', 'podSelector: {matchLabels: {app.kubernetes.io/name: frontend}}', 'podSelector: {matchExpressions: [{key: app.kubernetes.io/name, operator: In, values: [frontend, rogue]}]}')],
  ['the port of another callee', changing('frontendEgress', 'port: 8080', 'port: 6379')],
  ['no policy that isolates', { catalogIngress: undefined, defaultDeny: undefined }],
  ['no policy at all', { catalogCallers: undefined, allowNothing: undefined }],
  ['nothing strict', { strict: undefined }],
  ['an HTTP field on a TCP port', changing('redisCallers', 'ports: ["6379"]', 'ports: ["6379"], methods: [GET]')],
  ['an operation too many on the TCP port', changing('redisCallers', 'ports: ["6379"]}}', 'ports: ["6379"]}}, {operation: {ports: ["6379"], methods: [GET]}}')],
  ['a condition', changing('redisCallers', 'ports: ["6379"]}}]', 'ports: ["6379"]}}]\n      when: [{key: source.ip, values: [10.0.0.0/8]}]')],
])('%s: the first step says no more than the second', (_what, changes) => {
  const [both, second] = bothWays(changes);
  expect(refuted(both)).toEqual(refuted(second));
  expect(both.verdict).toBe(second.verdict);
});

test('every object of the shop takes part in the first step, or in the second', () => {
  for (const name of Object.keys(OBJECTS)) {
    const [both, second] = bothWays({ [name]: undefined });
    expect([name, ...refuted(both)]).toEqual([name, ...refuted(second)]);
  }
});

test.each([
  ['elsewhere', object('VirtualService', '{hosts: [catalog], http: [{route: [{destination: {host: other}}]}]}')],
  ['to another path', object('VirtualService', '{hosts: [catalog], http: [{rewrite: {uri: /admin}, route: [{destination: {host: catalog}}]}]}')],
  ['to another backend', object('HTTPRoute', '{parentRefs: [{group: "", kind: Service, name: catalog}], rules: [{backendRefs: [{name: other, port: 80}]}]}', 'gateway.networking.k8s.io/v1')],
])('a route that takes a declared call %s is not overlooked', (_, changes) => {
  const [result, thorough] = bothWays(changes);
  expect(result.verdict).toBe('refuted');
  expect(refuted(result)).toEqual(refuted(thorough));
});
