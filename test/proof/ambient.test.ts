import type { AccessModel, ServiceModel } from '../../src/model/model';
import type { Refutation } from '../../src/proof';
import { changing, type Changes, HBONE, MODEL, OBJECTS, peer, proved, WAYPOINT_PEER } from './ambient-shop';

type Expected = readonly [statement: Refutation['statement'], layer: Refutation['layer'], text: string];

test('the manifests that every case changes in one place are proved', () => {
  const { verdict, refutations } = proved();
  expect(refutations.map((r) => r.text)).toEqual([]);
  expect(verdict).toBe('proved-under-assumptions');
});

const AT_WAYPOINT = ['layer-least-privilege', 'waypoint-authorization'] as const;
const AT_ZTUNNEL = ['layer-least-privilege', 'authorization-allow'] as const;
const BACKDOOR = OBJECTS.catalogService.replace('name: catalog,', 'name: backdoor,');
const ALLOW_ALL = '\n  rules: [{}]';

const ENTRY = `
kind: ServiceEntry
apiVersion: networking.istio.io/v1
metadata: {name: catalog, namespace: shop, labels: {istio.io/use-waypoint: waypoint}}
spec: {hosts: [catalog.example], ports: [{number: 8080, name: http, protocol: HTTP}], location: MESH_INTERNAL, resolution: STATIC, workloadSelector: {labels: {app.kubernetes.io/name: catalog}}}`;

const TWIN = `
kind: ServiceEntry
apiVersion: networking.istio.io/v1
metadata: {name: twin, namespace: partner}
spec: {hosts: [db.example], addresses: [10.96.0.7], ports: [{number: 7379, name: tcp, protocol: TCP}], location: MESH_EXTERNAL, resolution: DNS}`;

const RULE = `
kind: DestinationRule
apiVersion: networking.istio.io/v1
metadata: {name: tls, namespace: shop}
spec: {host: catalog, trafficPolicy: {tls: {mode: SIMPLE}}}`;

const IMPOSTOR = `
kind: Pod
apiVersion: v1
metadata: {name: evil, namespace: shop, labels: {gateway.networking.k8s.io/gateway-name: waypoint}}
spec: {serviceAccountName: evil, containers: [{name: app, image: app}]}`;
const FRONT = `
kind: Gateway
apiVersion: gateway.networking.k8s.io/v1
metadata: {name: front, namespace: shop, annotations: {gateway.istio.io/service-account: waypoint}}
spec: {gatewayClassName: istio, listeners: [{name: http, port: 80, protocol: HTTP}]}`;

const TOO_WIDE: readonly (readonly [string, Changes, Expected])[] = [
  ['methods left out at the waypoint', changing('catalogWaypoint', 'methods: [GET, POST], ', ''), ['exactly-declared', undefined, 'shop/frontend may call DELETE /items on Service shop/catalog:9080']],
  ['another caller at the waypoint', changing('catalogWaypoint', 'sa/frontend', 'sa/rogue'), [...AT_WAYPOINT, 'cluster.local/ns/shop/sa/rogue call GET /items on Service shop/catalog:9080']],
  ['a caller\'s requests for another\'s', changing('catalogWaypoint', 'cluster.local/ns/istio-ingress/sa/edge', 'cluster.local/ns/istio-ingress/sa/edge, cluster.local/ns/shop/sa/rogue'),
    [...AT_WAYPOINT, 'sa/rogue call GET /items']],
  ['everything, bound to the Gateway', { wide: OBJECTS.waypointAllowNothing.replace('waypoint-allow', 'allow-waypoint') + ALLOW_ALL }, [...AT_WAYPOINT, 'AuthorizationPolicy shop/allow-waypoint-nothing']],
  ['nothing bound to the Gateway: a Service of tomorrow is open', { waypointAllowNothing: undefined }, [...AT_WAYPOINT, 'the undeclared Service shop/~undeclared~-waypoint:80']],
  ['nothing bound to the Gateway: another Service leads to the same pods', { waypointAllowNothing: undefined, BACKDOOR }, [...AT_WAYPOINT, 'the undeclared Service shop/backdoor:9080']],
  ['another Service that lets everybody through to the same pods', {
    BACKDOOR, wide: OBJECTS.catalogWaypoint.replace('name: catalog-waypoint', 'name: wide').replace('name: catalog}', 'name: backdoor}').replace(/rules:[^]*/, 'rules: [{}]'),
  }, [...AT_WAYPOINT, 'the undeclared Service shop/backdoor:9080']],
  ['a ServiceEntry that leads to the pods, open to everybody', {
    ENTRY, open: OBJECTS.waypointAllowNothing.replace('waypoint-allow-nothing', 'open').replace('group: gateway.networking.k8s.io, kind: Gateway, name: waypoint', 'group: networking.istio.io, kind: ServiceEntry, name: catalog') + ALLOW_ALL,
  }, [...AT_WAYPOINT, 'connect to catalog.example:8080']],
  ['a pod with the label of the waypoint', { IMPOSTOR }, ['layer-least-privilege', 'ingress-policy', 'shop/evil, which has its label']],
  ['a pod with its label and its account', { IMPOSTOR: IMPOSTOR.replace('serviceAccountName: evil', 'serviceAccountName: waypoint') }, [...AT_ZTUNNEL, 'shop/evil, which runs under its service account `waypoint` and has its label']],
  ['a gateway under its account', { FRONT }, [...AT_ZTUNNEL, 'shop/front-istio, which runs under its service account `waypoint`, connect to whatever waypoint shop/waypoint may reach']],
  ['a way past the waypoint', changing('catalogCallers', 'sa/waypoint', 'sa/waypoint, cluster.local/ns/shop/sa/frontend'), [...AT_ZTUNNEL, 'cluster.local/ns/shop/sa/frontend']],
  ['any identity at the pod', changing('catalogCallers', 'cluster.local/ns/shop/sa/waypoint', '"*"'), [...AT_ZTUNNEL, 'AuthorizationPolicy shop/catalog-callers']],
  ['the waypoint\'s whole namespace at the pod', changing('catalogCallers', 'principals: [cluster.local/ns/shop/sa/waypoint]', 'namespaces: [shop]'), [...AT_ZTUNNEL, 'sa/~undeclared~']],
  ['a trust domain, which ztunnel does not know', changing('catalogCallers', 'principals: [cluster.local/ns/shop/sa/waypoint]', 'namespaces: [shop], trustDomains: [elsewhere]'),
    ['exactly-declared', undefined, 'shop/catalog:8080']],
  ['no ports at the pod', changing('catalogCallers', 'to: [{operation: {ports: ["8080"]}}]', ''), [...AT_ZTUNNEL, 'shop/waypoint']],
  ['a selector that ztunnel attaches nowhere', { allowNothing: `${OBJECTS.allowNothing.replace('{}', '{selector: {}}')}` }, [...AT_ZTUNNEL, 'an undeclared pod in shop']],
  ['HBONE\'s port, open to everybody', changing('redisIngress', HBONE, `${HBONE}\n    - ${HBONE}`), ['layer-least-privilege', 'ingress-policy', 'shop/redis']],
  ['HBONE\'s port of the waypoint, open to everybody', changing('waypointIngress', HBONE, `${HBONE}\n    - ${HBONE}`), ['layer-least-privilege', 'ingress-policy', 'waypoint shop/waypoint:15008']],
  ['the pod\'s port, which nobody needs', changing('redisIngress', HBONE, 'ports: [{protocol: TCP, port: 15008}, {protocol: TCP, port: 6379}]'), ['layer-least-privilege', 'ingress-policy', 'shop/redis:6379']],
  ['callers of other services behind one tunnel', changing('redisIngress', peer('frontend'), `${peer('frontend')}, ${peer('rogue')}`), ['layer-least-privilege', 'ingress-policy', 'shop/redis']],
  ['more than the kubelet\'s addresses', changing('redisIngress', '169.254.7.127/32', '169.254.7.0/24'), ['layer-least-privilege', 'ingress-policy', '169.254.7.0']],
  ['HBONE to everybody', changing('rogueEgress', '{protocol: TCP, port: 53}]', `{protocol: TCP, port: 53}]\n    - ${HBONE}`), ['layer-least-privilege', 'egress-policy', 'shop/rogue']],
  ['istiod, which ztunnel asks for its pods', changing('rogueEgress', '{protocol: TCP, port: 53}]',
    '{protocol: TCP, port: 53}]\n    - to: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: istio-system}}, podSelector: {matchLabels: {app: istiod}}}]\n      ports: [{protocol: TCP, port: 15012}]'),
  ['layer-least-privilege', 'egress-policy', 'app=istiod:15012']],
  ['a waypoint that connects to what it does not serve', changing('waypointEgress', `to: [${peer('catalog')}]`, `to: [${peer('catalog')}, ${peer('redis')}]`),
    ['layer-least-privilege', 'egress-policy', 'waypoint shop/waypoint connect to']],
  ['plaintext', { strict: undefined }, ['layer-least-privilege', 'mtls', 'in plaintext']],
  ['pods that are not captured', changing('namespace', 'istio.io/dataplane-mode: ambient, ', ''), [...AT_ZTUNNEL, 'shop/redis:6379']],
  ['a rehearsal at the waypoint, alone', {
    waypointAllowNothing: undefined, ...changing('catalogWaypoint', 'metadata: {', 'metadata: {annotations: {istio.io/dry-run: "true"}, '),
  }, ['exactly-declared', undefined, 'Service shop/catalog:9080']],
];

const WORKS = 'declared-works';
const TOO_NARROW: readonly (readonly [string, Changes, Expected])[] = [
  ['a Service that uses no waypoint', changing('catalogService', 'istio.io/use-waypoint: waypoint, ', ''), [WORKS, 'waypoint-authorization', 'through waypoint shop/waypoint (none stands before it)']],
  ['a Service that asks for none', changing('catalogService', 'use-waypoint: waypoint', 'use-waypoint: none'), [WORKS, 'waypoint-authorization', 'Service shop/catalog metadata.labels']],
  ['gateways that are not sent through it', changing('catalogService', ', istio.io/ingress-use-waypoint: "true"', ''), [WORKS, 'waypoint-authorization', 'sa/edge, who goes past waypoint shop/waypoint,']],
  ['a waypoint for workloads', changing('waypoint', 'waypoint-for: service', 'waypoint-for: workload'), [WORKS, 'waypoint-authorization', 'is for `workload`, not for Services']],
  ['a waypoint that listens elsewhere', changing('waypoint', 'port: 15008', 'port: 15009'), [WORKS, 'waypoint-authorization', 'it does not listen for HBONE at 15008']],
  ['no waypoint', { waypoint: undefined }, [WORKS, 'waypoint-authorization', 'Gateway shop/waypoint is not in the manifests']],
  ['a waypoint before everything in the namespace', changing('namespace', 'istio-injection: disabled', 'istio-injection: disabled, istio.io/use-waypoint: waypoint'),
    [WORKS, 'waypoint-authorization', 'Service shop/redis:7379 (waypoint shop/waypoint, which nothing declares, stands before it)']],
  ['a waypoint before pods and not Services', {
    ...changing('namespace', 'istio-injection: disabled', 'istio-injection: disabled, istio.io/use-waypoint: waypoint'), ...changing('waypoint', 'waypoint-for: service', 'waypoint-for: all'),
  }, [WORKS, 'waypoint-authorization', 'stands before workloads']],
  ['a policy that selects pods where it should be bound', changing('catalogWaypoint', '  targetRefs: [{group: "", kind: Service, name: catalog}]', '  selector: {matchLabels: {app.kubernetes.io/name: catalog}}'),
    [WORKS, 'waypoint-authorization', 'shop/frontend from what is declared']],
  ['the pod\'s port at the waypoint', changing('catalogWaypoint', 'ports: ["9080"], methods: [GET, POST]', 'ports: ["8080"], methods: [GET, POST]'),
    [WORKS, 'waypoint-authorization', 'shop/frontend from what is declared: to call GET /items on Service shop/catalog:9080']],
  ['the Service\'s port at the pod', changing('catalogCallers', '"8080"', '"9080"'), [WORKS, 'authorization-allow', 'shop/waypoint from what is declared']],
  ['a method at ztunnel', changing('catalogCallers', 'ports: ["8080"]', 'ports: ["8080"], methods: [GET]'), [WORKS, 'authorization-allow', 'shop/waypoint']],
  ['the waypoint\'s identity left out', changing('catalogCallers', 'sa/waypoint', 'sa/way'), [WORKS, 'authorization-allow', 'shop/waypoint']],
  ['an alias of the trust domain at ztunnel', changing('redisCallers', 'cluster.local/ns', 'alias.example/ns'), [WORKS, 'authorization-allow', 'shop/frontend']],
  ['the pod\'s port where the tunnel\'s is', changing('redisIngress', 'port: 15008', 'port: 6379'), [WORKS, 'ingress-policy', 'shop/redis:6379']],
  ['no way into the waypoint', { waypointIngress: undefined }, [WORKS, 'ingress-policy', 'waypoint shop/waypoint:15008']],
  ['no way out of the waypoint', changing('waypointEgress', peer('catalog'), peer('cat')), [WORKS, 'egress-policy', 'shop/waypoint from what is declared: to connect to shop/catalog:15008']],
  ['a waypoint without istiod', changing('waypointEgress', '15012', '15010'), [WORKS, 'egress-policy', 'istiod:15012']],
  ['a caller that cannot leave for the waypoint', changing('frontendEgress', `, ${WAYPOINT_PEER}`, ''), [WORKS, 'egress-policy', 'shop/frontend from what is declared: to connect to waypoint shop/waypoint:15008']],
  ['probes that do not arrive', changing('rogueIngress', '169.254.7.127/32', '169.254.7.126/32'), [WORKS, 'ingress-policy', 'the kubelet at 169.254.7.127']],
  ['an entry with the host of a Service, which ztunnel takes first', { ENTRY: ENTRY.replace('catalog.example', 'redis.shop.svc.cluster.local').replace(', labels: {istio.io/use-waypoint: waypoint}', '') },
    [WORKS, undefined, 'lets whoever calls it through ztunnel connect to Service shop/redis:7379, as declared, cannot be decided: ServiceEntry shop/catalog']],
  ['an entry with the address of a Service, which ztunnel may take for it', { ...changing('redisService', 'spec:\n', 'spec:\n  clusterIP: 10.96.0.7\n'), TWIN },
    [WORKS, 'egress-scope', 'connect to redis.shop.svc.cluster.local:7379, as declared, cannot be decided: ServiceEntry partner/twin']],
  ['TLS on top of what the waypoint sends on', { RULE }, [WORKS, 'waypoint-authorization', 'on Service shop/catalog:9080, as declared, cannot be decided: DestinationRule shop/tls']],
  ['another owner of the Service\'s host, with pods of its own', { RIVAL: ENTRY.replace('catalog.example', 'catalog.shop.svc.cluster.local') },
    [WORKS, 'waypoint-authorization', 'on Service shop/catalog:9080, as declared, cannot be decided: ServiceEntry shop/catalog']],
  ['a DENY at the waypoint', { deny: OBJECTS.catalogWaypoint.replace('name: catalog-waypoint', 'name: deny').replace('ALLOW', 'DENY').replace(/rules:[^]*/, 'rules: [{to: [{operation: {methods: [POST]}}]}]') },
    [WORKS, 'waypoint-authorization', 'POST /items']],
  ['a DENY at ztunnel', { deny: OBJECTS.redisCallers.replace('name: redis-callers', 'name: deny').replace('ALLOW', 'DENY').replace('"6379"', '"6379", "1"') }, [WORKS, 'authorization-deny', 'shop/redis:6379']],
];

describe.each([['wider', TOO_WIDE], ['narrower', TOO_NARROW]] as const)('refuted: %s than declared', (_direction, cases) => {
  test.each(cases)('%s', (_name, changes, [statement, layer, text]) => {
    const { verdict, refutations } = proved(changes);
    expect(verdict).toBe('refuted');
    const found = refutations.filter((r) => r.statement === statement && r.layer === layer);
    expect(found.map((r) => r.text)).toContainEqual(expect.stringContaining(text));
    for (const r of refutations) expect(r.repair).not.toBe('');
  });
});

test.each<[string, Changes]>([
  ['another Service behind the same waypoint, which lets nobody through', { BACKDOOR }],
  ['a DENY of HTTP alone, of which ztunnel is told nothing', { deny: OBJECTS.redisCallers.replace('name: redis-callers', 'name: deny').replace('ALLOW', 'DENY').replace('ports: ["6379"]', 'methods: [GET]') }],
  ['an entry with an address that no Service has', { TWIN }],
  ['a policy that is bound to a Service without waypoint', { idle: OBJECTS.catalogWaypoint.replace('name: catalog-waypoint', 'name: idle').replace('name: catalog}', 'name: redis}') }],
])('proved all the same: %s', (_name, changes) => {
  expect(proved(changes).refutations.map((r) => r.text)).toEqual([]);
});

test.each([['ISTIO_MUTUAL', 0], ['DISABLE', 0], ['SIMPLE', 2]])('mode %s of a DestinationRule stops %i callers at the waypoint', (mode, stopped) => {
  const { refutations } = proved({ RULE: RULE.replace('SIMPLE', mode) });
  expect(refutations.filter((r) => r.layer === 'waypoint-authorization')).toHaveLength(stopped);
});

test('a Service that leads to the pods of another service, too, is refuted for what those did not grant', () => {
  const web = { 'app.kubernetes.io/part-of': 'web' };
  const [catalog, ...others] = MODEL.services;
  const orders: ServiceModel = { ...catalog, id: 'shop/orders', name: 'orders', serviceAccount: 'orders', podLabels: { 'app.kubernetes.io/name': 'orders', ...web }, kubernetesServices: [] };
  const [, , fromFrontend] = MODEL.edges;
  const model: AccessModel = {
    ...MODEL,
    services: [{ ...catalog, podLabels: { ...catalog.podLabels, ...web } }, orders, ...others],
    edges: [...MODEL.edges, { ...fromFrontend, id: 'shop/orders<-rogue', callee: 'shop/orders', caller: { kind: 'service', service: 'shop/rogue' } }],
  };
  const wide = changing('catalogService', 'selector: {app.kubernetes.io/name: catalog}', 'selector: {app.kubernetes.io/part-of: web}');
  const astray = (changes: Changes): readonly Refutation[] => proved(changes, model).refutations
    .filter((r) => r.layer === 'waypoint-authorization' && r.text.includes('shop/frontend call GET /items on Service shop/catalog:9080, which nothing declares'));
  expect(astray({})).toEqual([]);
  expect(astray(wide)).toHaveLength(1);
});

test('a witness against the pod is nobody who comes through the waypoint', () => {
  const { refutations } = proved(changing('catalogIngress', HBONE, `${HBONE}\n    - ${HBONE}`));
  expect(refutations.filter((r) => r.statement === 'exactly-declared').map((r) => r.caller)).not.toContain('shop/frontend');
});

interface Owner { readonly kind: string; readonly name: string }
const copy = (kind: string, name: string, owner: Owner, change: (text: string) => string = (text) => text): string => {
  const labels = { 'gateway.networking.k8s.io/gateway-name': 'waypoint', 'gateway.istio.io/managed': 'istio.io-mesh-controller' };
  const pod = { serviceAccountName: 'waypoint', containers: [{ name: 'istio-proxy', image: 'proxyv2', args: ['proxy', 'waypoint'] }] };
  const spec = kind === 'Pod' ? pod : { template: { metadata: { labels }, spec: pod } };
  const ownerReferences = [{ apiVersion: 'x', uid: 'x', controller: true, ...owner }];
  return `\n${change(JSON.stringify({ apiVersion: kind === 'Pod' ? 'v1' : 'apps/v1', kind, metadata: { name, namespace: 'shop', labels, ownerReferences }, spec }))}`;
};
const GATEWAY_OWNER = { kind: 'Gateway', name: 'waypoint' };

test('what istiod deployed for the waypoint may stand among the manifests', () => {
  const deployed = {
    deployment: copy('Deployment', 'waypoint', GATEWAY_OWNER),
    replicas: copy('ReplicaSet', 'waypoint-6b9f', { kind: 'Deployment', name: 'waypoint' }),
    pod: copy('Pod', 'waypoint-6b9f-x2x4z', { kind: 'ReplicaSet', name: 'waypoint-6b9f' }),
  };
  expect(proved(deployed).refutations.map((r) => r.text)).toEqual([]);
});

test.each<[string, string]>([
  ['that another made', copy('Deployment', 'waypoint', { kind: 'Gateway', name: 'other' })],
  ['of another name', copy('Deployment', 'evil', GATEWAY_OWNER)],
  ['that runs something else', copy('Deployment', 'waypoint', GATEWAY_OWNER, (text) => text.replace('"waypoint"]', '"router"]'))],
  ['without the label of istiod', copy('Deployment', 'waypoint', GATEWAY_OWNER, (text) => text.replaceAll('istio.io-mesh-controller', 'me'))],
  ['that is a pod of nobody\'s', copy('Pod', 'waypoint', GATEWAY_OWNER)],
])('a copy of it %s is an impostor', (_name, impostor) => {
  expect(proved({ impostor }).refutations.map((r) => r.text)).toContainEqual(expect.stringContaining('which runs under its service account `waypoint` and has its label'));
});
