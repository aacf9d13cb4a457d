import type { AccessModel, ClusterModel } from '../../src/model/model';
import { prove } from '../../src/proof';
import { type Changes, changing, GATEWAY, HBONE, manifests, MODEL, OBJECTS, peer } from './ambient-shop';

/** What both steps say, and the second alone, which is the judge. */
function bothWays(changes: Changes, model: AccessModel = MODEL): readonly [ReturnType<typeof prove>, ReturnType<typeof prove>] {
  const input = { model, manifests: manifests(changes) };
  return [prove(input), prove(input, { knockAtAll: true })];
}

const refuted = (result: ReturnType<typeof prove>): readonly string[] => result.refutations.map((r) => `${r.text}; ${r.repair}`);

test('what ztunnel and the waypoint plainly say is not asked about caller by caller', () => {
  const [{ verdict, checked }, thorough] = bothWays({});
  expect(refuted(thorough)).toEqual([]);
  expect(verdict).toBe(thorough.verdict);
  // What is left are pods and Services that nobody declared.
  expect(checked.decisions).toBeLessThan(thorough.checked.decisions / 3);
});

const object = (kind: string, spec: string, apiVersion: string, metadata = ''): Changes => ({
  added: `\nkind: ${kind}\napiVersion: ${apiVersion}\nmetadata: {name: added, namespace: shop${metadata}}\nspec: ${spec}`,
});
const security = (kind: string, spec: string, metadata = ''): Changes => object(kind, spec, 'security.istio.io/v1', metadata);
const networking = (kind: string, spec: string): Changes => object(kind, spec, 'networking.istio.io/v1');
const redis = 'matchLabels: {app.kubernetes.io/name: redis}';
const service = (name: string): string => `targetRefs: [{group: "", kind: Service, name: ${name}}]`;
const deployment = (name: string, pod: string, metadata: string): Changes => object('Deployment', `
  selector: {matchLabels: {app.kubernetes.io/name: ${name}}}
  template:
    metadata: {labels: {app.kubernetes.io/name: ${name}}${metadata}}
    spec: {containers: [{name: a, image: a}]${pod}}`, 'apps/v1');
const pod = (name: string): Changes => ({
  added: `
kind: Pod
apiVersion: v1
metadata: {name: added, namespace: shop, labels: {app.kubernetes.io/name: ${name}, istio.io/dataplane-mode: none}}
spec: {serviceAccountName: ${name}, containers: [{name: a, image: a}]}`,
});

test.each<[string, Changes]>([
  ['a DestinationRule', networking('DestinationRule', '{host: catalog, trafficPolicy: {tls: {mode: SIMPLE}}}')],
  ['a ServiceEntry with the name of a Service', networking('ServiceEntry', '{hosts: [catalog.shop.svc.cluster.local], ports: [{number: 9080, name: http, protocol: HTTP}], resolution: DNS}')],
  ['a condition, which ztunnel drops with its rule', changing('redisCallers', 'ports: ["6379"]}}]', 'ports: ["6379"]}}]\n      when: [{key: "request.headers[a]", values: [b]}]')],
  ['a condition that ztunnel takes', changing('redisCallers', 'ports: ["6379"]}}]', 'ports: ["6379"]}}]\n      when: [{key: source.namespace, values: [shop]}]')],
  ['a method, which ztunnel drops with its rule', changing('redisCallers', 'ports: ["6379"]', 'ports: ["6379"], methods: [GET]')],
  ['a policy for nobody', changing('redisCallers', `selector: {${redis}}`, 'selector: {}')],
  ['a policy for everybody', changing('redisCallers', `selector: {${redis}}`, 'selector: {matchLabels: {}}')],
  ['an alias', changing('redisCallers', 'cluster.local/ns', 'spiffe://cluster.local/ns')],
  ['a star', changing('redisCallers', 'sa/frontend', 'sa/front*')],
  ['a denial', security('AuthorizationPolicy', `{selector: {${redis}}, action: DENY, rules: [{to: [{operation: {ports: ["6379"]}}]}]}`)],
  ['a denial of requests, which ztunnel does not see', security('AuthorizationPolicy', `{selector: {${redis}}, action: DENY, rules: [{to: [{operation: {methods: [GET]}}]}]}`)],
  ['a dry run', security('AuthorizationPolicy', `{selector: {${redis}}, rules: [{}]}`, ', annotations: {istio.io/dry-run: "true"}')],
  ['a denial in the root namespace', { added: '\nkind: AuthorizationPolicy\napiVersion: security.istio.io/v1\nmetadata: {name: added, namespace: istio-system}\nspec: {action: DENY, rules: [{}]}' }],
  ['a port that takes plaintext', security('PeerAuthentication', `{selector: {${redis}}, portLevelMtls: {"6379": {mode: PERMISSIVE}}}`)],
  ['a pod that takes plaintext', security('PeerAuthentication', `{selector: {${redis}}, mtls: {mode: PERMISSIVE}}`)],
  ['no policy at all', { redisCallers: undefined, catalogCallers: undefined, allowNothing: undefined }],
  ['no policy that isolates', { redisIngress: undefined, defaultDeny: undefined }],
  ['probes of one family', changing('redisIngress', ', {ipBlock: {cidr: "fd16:9254:7127:1337:ffff:ffff:ffff:ffff/128"}}', '')],
  ['neighbours of probes', changing('redisIngress', '169.254.7.127/32', '169.254.7.0/24')],
  ['all but some of the neighbours', changing('redisIngress', 'cidr: 169.254.7.127/32', 'cidr: 169.254.7.0/24, except: [169.254.7.0/26]')],
  ['probes of one port', changing('redisIngress', 'ports: [{protocol: TCP}]', 'ports: [{protocol: TCP, port: 6379}]')],
  ['the port that HBONE hides', changing('redisIngress', HBONE, 'ports: [{protocol: TCP, port: 6379}]')],
  ['pods beside the waypoint at the waypoint', changing('waypointIngress', peer('frontend'), `${peer('frontend')}, ${peer('rogue')}`)],
  ['a waypoint that reaches more', changing('waypointEgress', peer('catalog'), `${peer('catalog')}, ${peer('redis')}`)],
  ['a waypoint that does not reach its Service', changing('waypointEgress', peer('catalog'), peer('redis'))],
  ['requests that nobody declared', changing('catalogWaypoint', '[/items, /items/*]', '[/items, /items/*, /admin]')],
  ['requests at the port of the pod', changing('catalogWaypoint', 'ports: ["9080"], methods: [GET],', 'ports: ["8080"], methods: [GET],')],
  ['requests at another port of the Service', changing('catalogWaypoint', 'ports: ["9080"], methods: [GET],', 'ports: ["9080", "10090"], methods: [GET],')],
  ['somebody else at the waypoint', changing('catalogWaypoint', '[cluster.local/ns/shop/sa/frontend]', '[cluster.local/ns/shop/sa/frontend, cluster.local/ns/shop/sa/rogue]')],
  ['a policy of the whole waypoint that allows', changing('waypointAllowNothing', 'name: waypoint}]', `name: waypoint}]\n  rules: [{from: [{source: {principals: [cluster.local/ns/shop/sa/rogue]}}], to: [{operation: {ports: ["9080"]}}]}]`)],
  ['no policy at the waypoint', { waypointAllowNothing: undefined, catalogWaypoint: undefined }],
  ['a denial at the waypoint', security('AuthorizationPolicy', `{${service('catalog')}, action: DENY, rules: [{to: [{operation: {paths: [/items/9]}}]}]}`)],
  ['tokens at the waypoint', security('RequestAuthentication', `{${service('catalog')}, jwtRules: [{issuer: a, jwksUri: "https://a.example/"}]}`)],
  ['a Service without its waypoint', changing('catalogService', 'istio.io/use-waypoint: waypoint', 'istio.io/use-waypoint: none')],
  ['a Service that gateways reach past its waypoint', changing('catalogService', ', istio.io/ingress-use-waypoint: "true"', '')],
  ['a Service that has become TCP', changing('catalogService', 'name: http-9080, appProtocol: http', 'name: tcp-9080, appProtocol: tcp')],
  ['a Service that leads to others as well', changing('catalogService', 'selector: {app.kubernetes.io/name: catalog}', 'selector: {}')],
  ['a headless Service', changing('catalogService', 'spec:', 'spec:\n  clusterIP: None')],
  ['a second Service before the same waypoint', object('Service', '{selector: {app.kubernetes.io/name: redis}, ports: [{name: http, port: 80, targetPort: 6379}]}', 'v1', ', labels: {istio.io/use-waypoint: waypoint}')],
  ['a waypoint for workloads', changing('waypoint', 'istio.io/waypoint-for: service', 'istio.io/waypoint-for: workload')],
  ['a waypoint for both', changing('waypoint', 'istio.io/waypoint-for: service', 'istio.io/waypoint-for: all')],
  ['a waypoint that does not listen', changing('waypoint', 'port: 15008', 'port: 15009')],
  ['a Gateway that is no waypoint', changing('waypoint', 'istio-waypoint', 'istio')],
  ['a caller under another account', deployment('frontend', ', serviceAccountName: rogue', '')],
  ['a caller in the network of its node', deployment('frontend', ', serviceAccountName: frontend, hostNetwork: true', '')],
  ['a caller outside the mesh', pod('frontend')],
  ['a callee outside the mesh', pod('redis')],
  ['a callee that ztunnel does not capture', deployment('redis', ', serviceAccountName: redis', ', annotations: {ambient.istio.io/bypass-inbound-capture: "true"}')],
  ['a namespace that is not ambient', changing('namespace', 'istio.io/dataplane-mode: ambient, ', '')],
])('%s: the first step says no more than the second', (_what, changes) => {
  const [both, second] = bothWays(changes);
  expect(refuted(both)).toEqual(refuted(second));
  expect(both.verdict).toBe(second.verdict);
});

const cluster = (changes: Partial<ClusterModel>): AccessModel => (
  { ...MODEL, mesh: { ...MODEL.mesh, cluster: { ...MODEL.mesh.cluster, ...changes } } }
);

test.each<[string, AccessModel]>([
  ['nodes anywhere', cluster({ nodeCidrs: ['0.0.0.0/0'] })],
  ['nodes beside the addresses of probes', cluster({ nodeCidrs: ['169.254.7.128/32'] })],
  ['pods at the address of probes', cluster({ podCidrs: ['169.254.7.127/32'] })],
  ['a mesh with an alias', { ...MODEL, mesh: { ...MODEL.mesh, trustDomainAliases: ['old.example'] } }],
  ['a gateway outside the mesh', { ...MODEL, edges: MODEL.edges.map((e) => (e.caller === GATEWAY ? { ...e, caller: { ...GATEWAY, dataPlane: 'none' as const } } : e)) }],
  ['a caller by address', { ...MODEL, edges: MODEL.edges.map((e) => (e.callee === 'shop/redis' ? { ...e, sourceCidrs: { cidrs: ['10.0.0.0/8'], except: [] } } : e)) }],
  ['a callee that moves', { ...MODEL, services: MODEL.services.map((s) => (s.id === 'shop/redis' ? { ...s, migratingFrom: 'sidecar' as const } : s)) }],
])('%s: the first step says no more than the second of the declaration', (_what, model) => {
  const [both, second] = bothWays({}, model);
  expect(refuted(both)).toEqual(refuted(second));
  expect(both.verdict).toBe(second.verdict);
});

test('every object of the shop takes part in the first step, or in the second', () => {
  for (const name of Object.keys(OBJECTS)) {
    const [both, second] = bothWays({ [name]: undefined });
    expect([name, ...refuted(both)]).toEqual([name, ...refuted(second)]);
  }
});
