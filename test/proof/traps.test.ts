import type { Refutation } from '../../src/proof';
import { changing, MODEL, OBJECTS, proved } from './shop';

type Changes = Parameters<typeof proved>[0];
type Expected = readonly [statement: Refutation['statement'], layer: Refutation['layer'], text: string];

test('the manifests that every case changes in one place are proved', () => {
  const { verdict, refutations } = proved();
  expect(refutations.map((r) => r.text)).toEqual([]);
  expect(verdict).toBe('proved-under-assumptions');
});

const policy = (kind: string, apiVersion: string, name: string, spec: string): string => `
kind: ${kind}
apiVersion: ${apiVersion}
metadata: {name: ${name}, namespace: shop}
spec: ${spec}`;
const networkPolicy = (spec: string): string => policy('NetworkPolicy', 'networking.k8s.io/v1', 'chart', spec);
const NP = (namespace: string, spec: string): string => networkPolicy(spec).replace('namespace: shop', `namespace: ${namespace}`);
const authorizationPolicy = (spec: string): string => policy('AuthorizationPolicy', 'security.istio.io/v1', 'chart', spec);
/** Of a source. */
const DENY = (source: string): string => policy('AuthorizationPolicy', 'security.istio.io/v1', 'deny', `{action: DENY, rules: [{from: [{source: ${source}}]}]}`);
const FROM_FRONTEND = 'from: [{source: {principals: [cluster.local/ns/shop/sa/frontend]}}]';
const CATALOG_PEER = '{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: shop}}, podSelector: {matchLabels: {app.kubernetes.io/name: frontend}}}';

/** A workload as its service declares it, and more. */
const pods = (name: string, { labels = '', annotations = '', container = '' } = {}): string => policy('Deployment', 'apps/v1', name, `{selector: {matchLabels: {app.kubernetes.io/name: ${name}}}, template: {
  metadata: {labels: {app.kubernetes.io/name: ${name}${labels}}, annotations: {${annotations}}}, spec: {serviceAccountName: ${name}, containers: [{name: a, image: a, ports: [{name: web, containerPort: 8080}]${container}}]}}}`);
const TIERS = { frontend: pods('frontend', { labels: ', tier: web' }), catalog: pods('catalog', { labels: ', tier: api' }) };
const UNREWRITTEN = 'sidecar.istio.io/rewriteAppHTTPProbers: "false"';

const TOO_WIDE: readonly (readonly [string, Changes, Expected])[] = [
  ['a chart that opens its pods to everybody', { chart: networkPolicy('{podSelector: {}, ingress: [{}]}') },
    ['layer-least-privilege', 'ingress-policy', 'NetworkPolicy shop/chart spec.ingress[0]']],
  ['an empty `from`', changing('catalogIngress', `from: [${CATALOG_PEER}]`, 'from: []'),
    ['layer-least-privilege', 'ingress-policy', 'on shop/catalog:8080, which nothing declares']],
  ['pods or namespaces where pods of namespaces are meant', changing('catalogIngress', CATALOG_PEER,
    '{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: shop}}}, {podSelector: {matchLabels: {app.kubernetes.io/name: frontend}}}'),
  ['layer-least-privilege', 'ingress-policy', 'ingress-policy lets']],
  ['a range of ports that begins at the declared one', changing('catalogIngress', 'ports: [{protocol: TCP, port: 8080}]', 'ports: [{protocol: TCP, port: 8080, endPort: 8090}]'),
    ['layer-least-privilege', 'ingress-policy', 'shop/catalog:8081']],
  ['ports left out', changing('catalogIngress', 'ports: [{protocol: TCP, port: 8080}]', 'ports: []'),
    ['layer-least-privilege', 'ingress-policy', 'NetworkPolicy shop/catalog-ingress spec.ingress[0]']],
  ['a selector by labels that any namespace can carry', changing('catalogIngress', '{matchLabels: {kubernetes.io/metadata.name: shop}}', '{matchLabels: {team: shop}}'),
    ['layer-least-privilege', 'ingress-policy', 'cannot be decided']],
  ['`rules: [{}]`', { chart: authorizationPolicy('{rules: [{}]}') }, ['layer-least-privilege', 'authorization-allow', 'AuthorizationPolicy shop/chart spec.rules[0]']],
  ['everything, to what the injector labels', { chart: authorizationPolicy('{selector: {matchLabels: {security.istio.io/tlsMode: istio}}, rules: [{}]}') },
    ['layer-least-privilege', 'authorization-allow', 'AuthorizationPolicy shop/chart spec.rules[0]']],
  ['pods that the injector labels, at the network', { chart: policy('NetworkPolicy', 'networking.k8s.io/v1', 'chart', '{podSelector: {matchLabels: {service.istio.io/canonical-revision: latest}}, ingress: [{}]}') },
    ['layer-least-privilege', 'ingress-policy', 'NetworkPolicy shop/chart spec.ingress[0]']],
  ['any principal', changing('catalogCallers', 'cluster.local/ns/shop/sa/frontend', '"*"'), ['layer-least-privilege', 'authorization-allow', 'shop/catalog:8080']],
  ['a namespace for a service', changing('catalogCallers', 'principals: [cluster.local/ns/shop/sa/frontend]', 'namespaces: [shop]'),
    ['layer-least-privilege', 'authorization-allow', 'cluster.local/ns/shop/sa/~undeclared~ call GET /items on shop/catalog:8080']],
  ['a prefix without its slash', changing('catalogCallers', '/items/*]', '/items*]'), ['layer-least-privilege', 'authorization-allow', 'call GET /itemsx on shop/catalog:8080']],
  ['methods left out', changing('catalogCallers', 'methods: [GET, POST], ', ''), ['layer-least-privilege', 'authorization-allow', 'call DELETE /items on shop/catalog:8080']],
  ['`from` and `to` as two rules', changing('catalogCallers', `${FROM_FRONTEND}\n      to:`, `${FROM_FRONTEND}\n    - to:`),
    ['layer-least-privilege', 'authorization-allow', 'AuthorizationPolicy shop/catalog-callers spec.rules[1]']],
  ['everything but', changing('catalogCallers', 'paths: [/items, /items/*]', 'notPaths: [/admin*]'), ['layer-least-privilege', 'authorization-allow', 'call GET / on shop/catalog:8080']],
  ['callers by what they are not', changing('catalogCallers', 'principals: [cluster.local/ns/shop/sa/frontend]', 'notPrincipals: [cluster.local/ns/shop/sa/rogue]'),
    ['layer-least-privilege', 'authorization-allow', 'in plaintext']],
  ['an ALLOW that is only rehearsed, alone', {
    allowNothing: undefined, ...changing('catalogCallers', 'metadata: {', 'metadata: {annotations: {istio.io/dry-run: "true"}, '),
  }, ['layer-least-privilege', 'authorization-allow', 'shop/catalog:8080']],
  ['an older PERMISSIVE', { older: policy('PeerAuthentication', 'security.istio.io/v1', 'older', '{mtls: {mode: PERMISSIVE}}') },
    ['layer-least-privilege', 'mtls', 'PeerAuthentication shop/older']],
  ['mTLS switched off on one port', {
    port: policy('PeerAuthentication', 'security.istio.io/v1', 'port', '{selector: {matchLabels: {app.kubernetes.io/name: catalog}}, mtls: {mode: STRICT}, portLevelMtls: {8080: {mode: DISABLE}}}'),
  }, ['layer-least-privilege', 'mtls', 'in plaintext']],
  ['a namespace without injection', changing('namespace', 'enabled', 'disabled'), ['layer-least-privilege', 'mtls', 'shop/catalog:8080']],
  ['no Namespace of ours that asks for proxies', { namespace: undefined }, ['layer-least-privilege', 'mtls', 'shop/catalog:8080, which nothing declares']],
  ['no default deny', { defaultDeny: undefined }, ['layer-least-privilege', 'egress-policy', 'an undeclared pod in shop']],
  ['egress rules that no type enforces', { defaultDeny: undefined, ...changing('catalogEgress', 'policyTypes: [Egress]', 'policyTypes: [Ingress]') },
    ['layer-least-privilege', 'egress-policy', 'egress-policy lets shop/catalog']],
  ['egress to the world', { chart: networkPolicy('{podSelector: {}, policyTypes: [Egress], egress: [{to: [{ipBlock: {cidr: 0.0.0.0/0}}], ports: [{port: 443}]}]}') },
    ['layer-least-privilege', 'egress-policy', ':443']],
  ['cloud metadata', { chart: networkPolicy('{podSelector: {}, policyTypes: [Egress], egress: [{to: [{ipBlock: {cidr: 169.254.169.254/32}}]}]}') },
    ['layer-least-privilege', 'egress-policy', '169.254.169.254']],
  ['every host in scope', changing('frontendScope', 'shop/catalog.shop.svc.cluster.local, ', '"*/*", '), ['layer-least-privilege', 'egress-scope', 'Sidecar shop/frontend']],
  ['hosts of a namespace that the manifests do not show', changing('frontendScope', 'hosts: [', 'hosts: [istio-system/*, '),
    ['layer-least-privilege', 'egress-scope', 'connect to ~undeclared~.istio-system.svc.cluster.local, which nothing declares: Sidecar shop/frontend']],
  ['a host that the manifests do not show', changing('frontendScope', 'hosts: [', 'hosts: [monitoring/prometheus.monitoring.svc.cluster.local, '),
    ['layer-least-privilege', 'egress-scope', 'connect to prometheus.monitoring.svc.cluster.local, which nothing declares']],
  ['hosts outside the cluster', changing('frontendScope', 'hosts: [', 'hosts: ["*/*.example.com", '), ['layer-least-privilege', 'egress-scope', 'connect to ~undeclared~.example.com']],
  ['hosts that are not in the registry', changing('frontendScope', 'REGISTRY_ONLY', 'ALLOW_ANY'), ['layer-least-privilege', 'egress-scope', 'hosts that nothing mentions']],
  ['no Sidecar', { rogueScope: undefined }, ['layer-least-privilege', 'egress-scope', 'shop/rogue']],
  ['network and mesh opened alike', {
    network: networkPolicy('{podSelector: {}, policyTypes: [Ingress, Egress], ingress: [{}], egress: [{}]}'), chart: authorizationPolicy('{rules: [{}]}'), rogueScope: undefined,
  }, ['exactly-declared', undefined, 'may call GET / on shop/catalog:8080, which nothing declares']],
  ['types without any in them', { chart: networkPolicy('{podSelector: {}, policyTypes: [], ingress: [{}]}') },
    ['exactly-declared', undefined, 'which nothing declares']],
  ['a label that has to be there, and to be one', { chart: networkPolicy('{podSelector: {}, ingress: [{from: [{podSelector: {matchExpressions: [{key: team, operator: Exists}, {key: team, operator: In, values: [x]}]}}]}]}') },
    ['layer-least-privilege', 'ingress-policy', 'a pod in shop with team=x']],
  ['accounts of any namespace, and a DENY of all but two namespaces', {
    chart: authorizationPolicy('{rules: [{from: [{source: {principals: ["*/sa/x"]}}]}]}'), deny: DENY('{notNamespaces: [shop, other]}'),
  }, ['layer-least-privilege', 'authorization-allow', 'cluster.local/ns/other/sa/x']],
  ['a namespace, and a DENY of all but some accounts', {
    chart: authorizationPolicy('{rules: [{from: [{source: {namespaces: [other]}}]}]}'), deny: DENY('{notPrincipals: ["*/sa/x", "*/ns/shop/*", "cluster.local/ns/shop*"]}'),
  }, ['layer-least-privilege', 'authorization-allow', 'cluster.local/ns/other/sa/x']],
  ['an identity that a DENY leaves at some addresses', {
    chart: authorizationPolicy('{rules: [{from: [{source: {principals: [cluster.local/ns/other/sa/x]}}]}]}'), deny: DENY('{namespaces: ["o*"], notIpBlocks: [10.1.0.0/16]}'),
  }, ['layer-least-privilege', 'authorization-allow', 'cluster.local/ns/other/sa/x at 10.1.0.0']],
  ['a namespace by its beginning and, as a condition, by what is in it', {
    chart: authorizationPolicy('{rules: [{from: [{source: {namespaces: ["o*"]}}], when: [{key: source.namespace, values: ["*x*"]}]}]}'),
  }, ['layer-least-privilege', 'authorization-allow', 'cluster.local/ns/o~x~/sa/~undeclared~']],
  ['a policy of a service that is for every namespace', changing('catalogCallers', 'namespace: shop', 'namespace: istio-system'),
    ['layer-least-privilege', 'authorization-allow', 'pods of other namespaces with app.kubernetes.io/name=catalog']],
  ['a way in for whoever has a label that a callee has beside those of its service', {
    ...TIERS, chart: networkPolicy('{podSelector: {matchLabels: {tier: api}}, ingress: [{from: [{podSelector: {matchLabels: {app.kubernetes.io/name: frontend}}}], ports: [{port: 8080}]}]}'),
  }, ['layer-least-privilege', 'ingress-policy', 'connect to an undeclared pod in shop with tier=api:8080']],
  ['a way out for whoever has a label that a caller has beside those of its service', {
    ...TIERS, chart: networkPolicy('{podSelector: {matchLabels: {tier: web}}, policyTypes: [Egress], egress: [{to: [{podSelector: {matchLabels: {app.kubernetes.io/name: catalog}}}], ports: [{port: 8080}]}]}'),
  }, ['layer-least-privilege', 'egress-policy', 'lets an undeclared pod in shop with tier=web connect to a pod in shop with app.kubernetes.io/name=catalog:8080']],
  ['what is granted, for whoever has such a label', {
    ...TIERS, chart: authorizationPolicy(`{selector: {matchLabels: {tier: api}}, rules: [{${FROM_FRONTEND}, to: [{operation: {ports: ["8080"], methods: [GET], paths: [/items]}}]}]}`),
  }, ['layer-least-privilege', 'authorization-allow', 'call GET /items on an undeclared pod in shop with tier=api:8080']],
  ['UDP, which only the network decides', { chart: networkPolicy('{podSelector: {}, ingress: [{ports: [{protocol: UDP}]}]}') },
    ['exactly-declared', undefined, 'may connect to shop/catalog']],
];

const TOO_NARROW: readonly (readonly [string, Changes, Expected])[] = [
  ['a principal with its scheme', changing('catalogCallers', 'cluster.local/ns', 'spiffe://cluster.local/ns'), ['declared-works', 'authorization-allow', 'to call GET /items on shop/catalog:8080']],
  ['the Service port where the target port counts', changing('catalogCallers', '"8080"', '"9080"'), ['declared-works', 'authorization-allow', 'shop/catalog:8080']],
  ['HTTP fields on a TCP port', changing('redisCallers', 'ports: ["6379"]', 'ports: ["6379"], methods: [GET]'), ['declared-works', 'authorization-allow', 'shop/redis:6379']],
  ['half of a path', changing('catalogCallers', '/items, /items/*', '/items/*'), ['declared-works', 'authorization-allow', 'to call GET /items on shop/catalog:8080']],
  ['a star inside', changing('catalogCallers', '/items/*', '/items/*/x'), ['declared-works', 'authorization-allow', 'GET /items/']],
  ['a DENY of somebody else', { chart: authorizationPolicy('{action: DENY, rules: [{to: [{operation: {methods: [POST]}}]}]}') },
    ['declared-works', 'authorization-deny', 'to call POST /items on shop/catalog:8080']],
  ['a DENY of HTTP that widens on TCP', { chart: authorizationPolicy('{action: DENY, rules: [{to: [{operation: {methods: [DELETE]}}]}]}') },
    ['declared-works', 'authorization-deny', 'shop/redis:6379']],
  ['an older Service that says TCP', { older: policy('Service', 'v1', 'older', '{selector: {app.kubernetes.io/name: catalog}, ports: [{name: tcp, port: 1, targetPort: 8080}]}') },
    ['declared-works', 'authorization-allow', 'shop/catalog:8080']],
  ['an authorizer that nobody can ask', { chart: authorizationPolicy('{action: CUSTOM, provider: {name: opa}, rules: [{}]}') }, ['declared-works', 'custom', 'cannot be decided']],
  ['a Server of Linkerd', {
    ...changing('namespace', 'metadata: {', 'metadata: {annotations: {linkerd.io/inject: enabled}, '),
    server: policy('Server', 'policy.linkerd.io/v1beta3', 'catalog', '{podSelector: {matchLabels: {app.kubernetes.io/name: catalog}}, port: 8080}'),
  }, ['declared-works', 'linkerd', 'cannot be decided']],
  ['DNS without TCP', changing('frontendEgress', ', {protocol: TCP, port: 53}', ''), ['declared-works', 'egress-policy', 'cluster DNS']],
  ['no way to istiod', changing('frontendEgress', '15012', '15010'), ['declared-works', 'egress-policy', 'istiod']],
  ['a protocol other than the default', changing('redisIngress', 'protocol: TCP', 'protocol: UDP'), ['declared-works', 'ingress-policy', 'shop/redis:6379']],
  ['a callee out of scope', changing('frontendScope', 'shop/redis.shop.svc.cluster.local', 'shop/red.shop.svc.cluster.local'), ['declared-works', 'egress-scope', 'redis.shop.svc.cluster.local:7379']],
  ['a Service that leads nowhere', changing('catalogService', 'targetPort: 8080', 'targetPort: 8081'), ['declared-works', undefined, 'Service shop/catalog:9080']],
  ['a Service that is a name for a host', changing('catalogService', 'spec:', 'spec:\n  type: ExternalName\n  externalName: catalog.example'),
    ['declared-works', undefined, 'Service shop/catalog:9080']],
  ['a DENY of addresses that some pods have', { chart: authorizationPolicy('{action: DENY, rules: [{from: [{source: {ipBlocks: [10.0.7.0/24]}}]}]}') },
    ['declared-works', 'authorization-deny', 'shop/frontend at 10.0.7.0 from what is declared']],
  ['a DENY of all other addresses, as a condition', { chart: authorizationPolicy('{action: DENY, rules: [{when: [{key: source.ip, notValues: [10.0.0.0/24]}]}]}') },
    ['declared-works', 'authorization-deny', 'shop/frontend at 10.0.1.0 from what is declared']],
  ['callers that expect another name', { chart: policy('DestinationRule', 'networking.istio.io/v1', 'chart', '{host: catalog, trafficPolicy: {tls: {mode: ISTIO_MUTUAL, subjectAltNames: ["spiffe://cluster.local/ns/shop/sa/other"]}}}') },
    ['declared-works', 'mtls', 'Service shop/catalog:9080, as declared, cannot be decided: DestinationRule shop/chart']],
  ['a Service for the caller\'s own node', changing('catalogService', 'spec:', 'spec:\n  internalTrafficPolicy: Local'), ['declared-works', undefined, 'every caller on a node without such a pod']],
  ['a route for all hosts of a namespace', { chart: policy('VirtualService', 'networking.istio.io/v1', 'chart', '{hosts: ["*.shop.svc.cluster.local"], http: [{route: [{destination: {host: redis}}]}]}') },
    ['declared-works', 'egress-scope', 'VirtualService shop/chart spec.http[0]']],
  ['a route to a subset that nobody defines', { chart: policy('VirtualService', 'networking.istio.io/v1', 'chart', '{hosts: [catalog], http: [{route: [{destination: {host: catalog, subset: v1}}]}]}') },
    ['declared-works', undefined, 'subset `v1` of Service shop/catalog:9080']],
  ['names that answer nobody here', { chart: NP('kube-system', '{podSelector: {}}') }, ['declared-works', 'ingress-policy', 'cluster DNS:53 (UDP): NetworkPolicy kube-system/chart']],
  ['an istiod that answers nobody here', { chart: NP('istio-system', '{podSelector: {matchLabels: {app: istiod}}, ingress: [{from: [{podSelector: {}}]}]}') },
    ['declared-works', 'ingress-policy', 'istiod:15012: NetworkPolicy istio-system/chart']],
  ['probes that the sidecar takes for callers', { pods: pods('catalog', { annotations: UNREWRITTEN, container: ', readinessProbe: {httpGet: {path: /healthz, port: web}}' }) },
    ['declared-works', 'mtls', 'keeps the sidecar\'s agent out of, from what is declared: to connect to shop/catalog:8080: Deployment shop/catalog']],
  ['probes over gRPC at a port of their own', { pods: pods('catalog', { annotations: UNREWRITTEN, container: ', livenessProbe: {grpc: {port: 9999}}' }) },
    ['declared-works', 'mtls', 'connect to shop/catalog:9999']],
  ['no Service', { catalogService: undefined }, ['declared-works', undefined, 'Service shop/catalog:9080']],
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

test.each([
  ['names that the policy of their namespace opens', { chart: NP('kube-system', '{podSelector: {}}'), dns: NP('kube-system', '{podSelector: {matchLabels: {k8s-app: kube-dns}}, ingress: [{ports: [{port: 53, protocol: UDP}, {port: 53}]}]}').replace('chart', 'dns') }],
  ['pods of names on the network of their nodes', {
    chart: NP('kube-system', '{podSelector: {}}'),
    dns: policy('DaemonSet', 'apps/v1', 'dns', '{selector: {matchLabels: {k8s-app: kube-dns}}, template: {metadata: {labels: {k8s-app: kube-dns}}, spec: {hostNetwork: true, containers: [{name: a, image: a}]}}}').replace('namespace: shop', 'namespace: kube-system'),
  }],
  ['a way to names for whoever has a label that a caller has beside those of its service', {
    ...TIERS, chart: networkPolicy(`{podSelector: {matchLabels: {tier: web}}, policyTypes: [Egress], egress: [{to: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: kube-system}}, podSelector: {matchLabels: {k8s-app: kube-dns}}}], ports: [{port: 53, protocol: UDP}]}]}`),
  }],
  ['probes that only connect', { pods: pods('catalog', { annotations: UNREWRITTEN, container: ', readinessProbe: {tcpSocket: {port: 8080}}' }) }],
  ['probes that the sidecar\'s agent takes', { pods: pods('catalog', { container: ', readinessProbe: {httpGet: {path: /healthz, port: 8080}}' }) }],
  ['a Service for the caller\'s own node before a DaemonSet', {
    ...changing('catalogService', 'spec:', 'spec:\n  internalTrafficPolicy: Local'),
    pods: policy('DaemonSet', 'apps/v1', 'catalog', '{selector: {matchLabels: {app.kubernetes.io/name: catalog}}, template: {metadata: {labels: {app.kubernetes.io/name: catalog}}, spec: {serviceAccountName: catalog, containers: [{name: a, image: a}]}}}'),
  }],
  ['a route that changes nothing', { chart: policy('VirtualService', 'networking.istio.io/v1', 'chart', '{hosts: [catalog], http: [{timeout: 1s, retries: {attempts: 2}, route: [{destination: {host: catalog}}]}]}') }],
  ['a route that answers preflights', {
    chart: policy('VirtualService', 'networking.istio.io/v1', 'chart', '{hosts: [catalog], http: [{corsPolicy: {allowOrigins: [{exact: "https://shop.example"}]}, route: [{destination: {host: catalog}}]}]}'),
  }],
  ['a subset that is defined', {
    chart: policy('VirtualService', 'networking.istio.io/v1', 'chart', '{hosts: [catalog], http: [{route: [{destination: {host: catalog, subset: v1}}]}]}'),
    rule: policy('DestinationRule', 'networking.istio.io/v1', 'rule', '{host: catalog, subsets: [{name: v1, labels: {version: v1}}]}'),
  }],
  ['a DENY of addresses that no pod has', { chart: authorizationPolicy('{action: DENY, rules: [{from: [{source: {ipBlocks: [169.254.169.254/32, 127.0.0.0/8, "fe80::/10"]}}]}]}') }],
  ['a DENY for every namespace', { chart: policy('AuthorizationPolicy', 'security.istio.io/v1', 'chart', '{action: DENY, selector: {matchLabels: {app.kubernetes.io/name: catalog}}, rules: [{to: [{operation: {ports: ["9999"]}}]}]}').replace('namespace: shop', 'namespace: istio-system') }],
] satisfies readonly (readonly [string, Changes])[])('proved: %s', (_name, changes) => {
  expect(proved(changes).refutations.map((r) => r.text)).toEqual([]);
});

test.each(['198.51.100.0/24', '"2600:1f13::/36"'])('as long as nobody says where pods have their addresses, they may have those of %s', (block) => {
  const chart = authorizationPolicy(`{action: DENY, rules: [{from: [{source: {ipBlocks: [${block}]}}]}]}`);
  const { mesh } = MODEL;
  const anywhere = { ...MODEL, mesh: { ...mesh, cluster: { ...mesh.cluster, podCidrs: [] } } };
  expect(proved({ chart }).refutations).toEqual([]);
  expect(proved({ chart }, anywhere).refutations.map((r) => r.text)).toContainEqual(expect.stringContaining('authorization-deny keeps shop/frontend at '));
});

test('callers that expect the name which a callee has are proved', () => {
  const chart = policy('DestinationRule', 'networking.istio.io/v1', 'chart', '{host: catalog, trafficPolicy: {tls: {mode: ISTIO_MUTUAL, subjectAltNames: ["spiffe://cluster.local/ns/shop/sa/catalog"]}}}');
  expect(proved({ chart }).refutations.map((r) => r.text)).toEqual([]);
});

test('a witness names the workload of the App that gets through', () => {
  const rogue = OBJECTS.catalogCallers.replace('sa/frontend', 'sa/rogue').replace('name: catalog-callers', 'name: extra');
  const from = '[{podSelector: {matchLabels: {app.kubernetes.io/name: rogue}}}]';
  const reach = `{podSelector: {}, policyTypes: [Ingress, Egress], ingress: [{from: ${from}}], egress: [{}]}`;
  const { refutations } = proved({ rogue, reach: networkPolicy(reach), rogueScope: undefined });
  expect(refutations[0].text).toMatch(/^shop\/rogue may call GET \/items on shop\/catalog:8080, which nothing declares: /);
  expect(refutations[0].because.map((r) => r.object)).toContain('AuthorizationPolicy shop/extra');
  expect(refutations[0].because.map((r) => r.source.origin.file)).toContain('shop.yaml');
});
