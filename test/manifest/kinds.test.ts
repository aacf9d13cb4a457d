import { apiServerCalls, formatManifestProblem, readObjects, readText, type ReadResult } from '../../src/manifest';
import { LINKERD_READERS } from '../../src/manifest/linkerd';
import { LINKERD_CONCERN } from '../../src/manifest/linkerd/kinds';
import { LINKERD_KINDS } from '../../src/manifest/linkerd/readers';
import { READERS } from '../../src/manifest/schema';

const read = (...values: unknown[]): ReadResult => readObjects(values.map((value, i) => ({ value, construct: `app/${i}` })));
const object = (apiVersion: string, kind: string, name = 'a'): object => ({ apiVersion, kind, metadata: { name, namespace: 'shop' } });

test.each<[string, string, string]>([
  ['gateway.networking.k8s.io/v1', 'GatewayClass', 'routes traffic'],
  ['gateway.networking.k8s.io/v9', 'SomethingNew', 'routes traffic'],
  ['networking.istio.io/v1alpha3', 'EnvoyFilter', 'changes what proxies do'],
  ['networking.istio.io/v1beta1', 'ProxyConfig', 'changes what proxies do'],
  ['networking.istio.io/v2', 'SomethingNew', 'changes what proxies do'],
  ['extensions.istio.io/v1alpha1', 'WasmPlugin', 'changes what proxies do'],
  ['v1', 'ReplicationController', 'runs pods that are not read'],
  ['cilium.io/v2', 'CiliumNetworkPolicy', 'allows or denies traffic by rules that are not evaluated'],
  ['cilium.io/v2', 'CiliumClusterwideNetworkPolicy', 'allows or denies traffic by rules that are not evaluated'],
  ['policy.networking.k8s.io/v1alpha1', 'AdminNetworkPolicy', 'allows or denies traffic by rules that are not evaluated'],
  ['policy.networking.k8s.io/v1alpha2', 'ClusterNetworkPolicy', 'allows or denies traffic by rules that are not evaluated'],
  ['projectcalico.org/v3', 'GlobalNetworkPolicy', 'allows or denies traffic by rules that are not evaluated'],
  ['crd.projectcalico.org/v1', 'NetworkPolicy', 'allows or denies traffic by rules that are not evaluated'],
  ['policy.linkerd.io/v1alpha1', 'EgressNetwork', 'allows or denies traffic by rules that are not evaluated'],
  ['policy.linkerd.io/v1alpha1', 'HTTPLocalRateLimitPolicy', 'allows or denies traffic by rules that are not evaluated'],
  ['kuma.io/v1alpha1', 'MeshTrafficPermission', 'allows or denies traffic by rules that are not evaluated'],
  ['consul.hashicorp.com/v1alpha1', 'ServiceIntentions', 'allows or denies traffic by rules that are not evaluated'],
  ['admissionregistration.k8s.io/v1', 'MutatingAdmissionPolicy', 'may change objects after they are applied'],
  ['serving.knative.dev/v1', 'Service', 'runs pods that are not read'],
  ['monitoring.coreos.com/v1', 'Prometheus', 'its operator runs pods that are not read'],
  ['ray.io/v1', 'RayCluster', 'its operator runs pods that are not read'],
  // No misspelt TCPRoute.
  ['gateway.networking.k8s.io/v1', 'UDPRoute', 'routes traffic'],
  ['kustomize.config.k8s.io/v1beta1', 'Kustomization', 'kustomize makes other objects of these files: give what `kustomize build` prints'],
  ['example.com/v1', 'Widget', 'unknown kind of `example.com`'],
  ['v1', 'Gadget', 'unknown kind'],
])('%s %s is reported: %s', (apiVersion, kind, concern) => {
  const { manifests, problems, skipped } = read(object(apiVersion, kind));
  expect(manifests).toMatchObject({ objects: [], unread: [{ apiVersion, kind, name: 'a', namespace: 'shop', origin: { construct: 'app/0' }, concern }] });
  expect([problems, skipped]).toEqual([[], {}]);
});

test('a policy of Linkerd is read, and reported all the same', () => {
  const server = { ...object('policy.linkerd.io/v1beta1', 'Server'), spec: { podSelector: {}, port: 'HTTP_bad' } };
  const { manifests: { objects, unread: [found] } } = read(server);
  expect(objects).toEqual([]);
  expect(found).toMatchObject({ kind: 'Server', concern: LINKERD_CONCERN, linkerd: { object: { ...server, apiVersion: 'policy.linkerd.io/v1beta3' } } });
});

test.each<[string, string, unknown, object]>([
  ['networking.istio.io/v1alpha3', 'EnvoyFilter', {}, { weakens: 'proxies' }],
  ['networking.istio.io/v1alpha3', 'EnvoyFilter', { workloadSelector: { labels: { app: 'a' } } }, { weakens: 'proxies', selects: { app: 'a' } }],
  ['networking.istio.io/v1alpha3', 'EnvoyFilter', { targetRefs: [{ kind: 'Gateway', name: 'a' }] }, { weakens: 'proxies', attached: true }],
  ['extensions.istio.io/v1alpha1', 'WasmPlugin', { selector: { matchLabels: { app: 'a' } } }, { weakens: 'proxies', selects: { app: 'a' } }],
  // What cannot be made out selects everybody.
  ['extensions.istio.io/v1alpha1', 'WasmPlugin', { selector: { matchLabels: ['a'] } }, { weakens: 'proxies' }],
  ['cilium.io/v2', 'CiliumNetworkPolicy', {}, { weakens: 'network' }],
  ['cilium.io/v2', 'CiliumEndpoint', {}, {}],
  ['serving.knative.dev/v1', 'Service', {}, { weakens: 'pods' }],
  ['install.istio.io/v1alpha1', 'IstioOperator', {}, { weakens: 'mesh' }],
  ['kuma.io/v1alpha1', 'MeshTrafficPermission', {}, {}],
  ['kyverno.io/v1', 'ClusterPolicy', {}, {}],
  ['example.com/v1', 'Widget', {}, {}],
])('what %s %s %j may undo: %j', (apiVersion, kind, spec, undone) => {
  const [{ weakens, selects, attached }] = read({ ...object(apiVersion, kind), spec }).manifests.unread;
  expect({ weakens, selects, attached }).toEqual({ weakens: undefined, selects: undefined, attached: undefined, ...undone });
});

test.each<[string, string, string | undefined]>([
  ['nothing unusual', '{"global": {"proxy": {"excludeInboundPorts": "", "includeIPRanges": "*", "statusPort": 15020}}}', undefined],
  ['ports past every sidecar', '{"global": {"proxy": {"excludeInboundPorts": "8080"}}}', 'sets values.global.proxy.excludeInboundPorts of injected sidecars'],
  ['text that is no YAML', '{', undefined],
])('of the values of the injector: %s', (_name, values, concern) => {
  const [unread] = read({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'istio-sidecar-injector', namespace: 'istio-system' }, data: { values } }).manifests.unread;
  expect([unread.concern, unread.weakens]).toEqual(concern === undefined ? ['may carry settings of the mesh', undefined] : [concern, 'mesh']);
});

test.each([
  ['v1', 'Secret'], ['v1', 'PersistentVolumeClaim'], ['rbac.authorization.k8s.io/v1', 'ClusterRoleBinding'],
  ['autoscaling/v2', 'HorizontalPodAutoscaler'], ['policy/v1', 'PodDisruptionBudget'],
  ['storage.k8s.io/v1', 'StorageClass'], ['networking.k8s.io/v1', 'IngressClass'],
  ['admissionregistration.k8s.io/v1', 'ValidatingAdmissionPolicy'], ['scheduling.k8s.io/v1', 'PriorityClass'], ['cert-manager.io/v1', 'Certificate'],
])('%s %s carries no access and is counted', (apiVersion, kind) => {
  expect(read(object(apiVersion, kind), object(apiVersion, kind))).toEqual({
    manifests: { objects: [], unread: [] }, problems: [], skipped: { [`${apiVersion}/${kind}`]: 2 }, repeated: [],
  });
});

describe('a ConfigMap is read, and reported where it may carry settings', () => {
  test.each<[string, Record<string, string>, string | undefined]>([
    ['istio-sidecar-injector', {}, 'may carry settings of the mesh'],
    ['istio-sidecar-injector-canary', {}, 'may carry settings of the mesh'],
    ['istiod', {}, undefined],
    ['gateways', { 'gateway.istio.io/defaults-for-class': 'istio-waypoint' }, 'changes what is deployed for Gateways'],
  ])('%s %j: %s', (name, labels, concern) => {
    const { manifests, problems } = read({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, labels }, data: { mesh: 'x' } });
    expect(problems).toEqual([]);
    expect(manifests.unread.map((unread) => unread.concern)).toEqual(concern === undefined ? [] : [concern]);
    expect(manifests.objects).toHaveLength(concern === undefined ? 1 : 0);
  });

  const mesh = (name: string, text: string): object => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'istio-system' }, data: { mesh: text } });

  test.each<[string, object[], string[]]>([
    ['what is understood', [mesh('istio', 'trustDomain: a.example\naccessLogFile: /dev/stdout\ndefaultConfig: {discoveryAddress: istiod.istio-system.svc:15012, interceptionMode: REDIRECT, proxyMetadata: {ISTIO_META_DNS_CAPTURE: "true"}}')], []],
    ['what is not', [mesh('istio', '{configSources: [{address: x}], defaultConfig: {interceptionMode: TPROXY}}')], ['sets configSources, defaultConfig.interceptionMode of the mesh']],
    ['proxies that ask another istiod, or are told more', [mesh('istio', '{defaultConfig: {discoveryAddress: "elsewhere:15012", statusPort: 8080, proxyMetadata: {ISTIO_META_INTERCEPTION_MODE: NONE}}}')],
      ['sets defaultConfig.discoveryAddress, defaultConfig.proxyMetadata.ISTIO_META_INTERCEPTION_MODE, defaultConfig.statusPort of the mesh']],
    ['another istiod that says the same', [mesh('istio-canary', 'trustDomain: a.example'), mesh('istio', 'trustDomain: a.example')], []],
    ['another istiod that does not', [mesh('istio-canary', 'trustDomain: b.example'), mesh('istio', 'trustDomain: a.example')], ['says otherwise of the mesh, for another istiod']],
    ['a ConfigMap without a MeshConfig', [{ ...mesh('istio', ''), data: {} }], ['may carry settings of the mesh']],
    ['settings of istio-cni', [{ ...mesh('istio-cni-config', ''), data: { AMBIENT_ENABLED: 'true' } }], ['may carry settings of the mesh']],
    ['networks of the mesh', [{ ...mesh('istio-canary', ''), data: { meshNetworks: 'networks: {}' } }], ['may carry settings of the mesh']],
    ['what only begins so', [{ ...mesh('istio-ca-root-cert', ''), data: { 'root-cert.pem': '' } }, { ...mesh('istio-grafana-dashboards', ''), data: { 'mesh.json': '{}' } }], []],
  ])('a MeshConfig: %s', (_name, objects, concerns) => {
    const { manifests, problems } = read(...objects);
    expect(problems).toEqual([]);
    expect(manifests.unread.map((unread) => unread.concern)).toEqual(concerns);
  });

  test('a value that is null is an empty one', () => {
    expect(read({ ...object('v1', 'ConfigMap'), data: { a: null, b: 'x' } }).manifests.objects[0].object).toMatchObject({ data: { a: '', b: 'x' } });
  });
});

describe('a Gateway is read where its pods are those that istiod deploys', () => {
  const gateway = (spec: object): object => ({ ...object('gateway.networking.k8s.io/v1', 'Gateway'), spec: { listeners: [{ name: 'mesh', port: 15008, protocol: 'HBONE' }], ...spec } });

  test.each<[object, boolean]>([
    [{ gatewayClassName: 'istio-waypoint' }, true],
    [{ gatewayClassName: 'istio' }, true],
    [{ gatewayClassName: 'istio', addresses: [{ value: '10.0.0.1' }] }, true],
    [{ gatewayClassName: 'istio', addresses: [{ value: '10.0.0.1' }, { value: '10.0.0.2' }] }, false],
    [{ gatewayClassName: 'istio', addresses: [{ type: 'Hostname', value: 'ingress.istio-ingress.svc.cluster.local' }] }, false],
    [{ gatewayClassName: 'istio-remote' }, false],
    [{ gatewayClassName: 'istio-east-west' }, false],
    [{ gatewayClassName: 'eg' }, false],
  ])('%j: %s', (spec, understood) => {
    const { manifests, problems } = read(gateway(spec));
    expect(problems).toEqual([]);
    expect(manifests.objects).toHaveLength(understood ? 1 : 0);
    expect(manifests.unread.map(({ kind, name, namespace, concern }) => [kind, name, namespace, concern])).toEqual(understood ? [] : [['Gateway', 'a', 'shop', 'routes traffic']]);
  });

  const patched = gateway({ gatewayClassName: 'istio-waypoint', infrastructure: { parametersRef: { group: '', kind: 'ConfigMap', name: 'options' } } });
  const options = (data: Record<string, string>, namespace = 'shop'): object => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'options', namespace }, data });
  const concerns = (...values: unknown[]): string[] => read(...values).manifests.unread.map(({ concern }) => concern);

  test.each<[Record<string, string>]>([
    [{}],
    [{ horizontalPodAutoscaler: 'spec: {maxReplicas: 3}', podDisruptionBudget: 'spec: {minAvailable: 1}' }],
    [{ deployment: 'apiVersion: apps/v1\nkind: Deployment\nspec: {replicas: 3, template: {spec: {tolerations: [], containers: [{name: istio-proxy, resources: {limits: {cpu: 1}}}]}}}' }],
  ])('options of size and place change nothing: %j', (data) => {
    expect(concerns(patched, options(data))).toEqual([]);
  });

  test.each<[string, Record<string, string>]>([
    ['another identity', { deployment: 'spec: {template: {spec: {serviceAccountName: admin}}}' }],
    ['other labels', { deployment: 'spec: {template: {metadata: {labels: {app: catalog}}}}' }],
    ['environment', { deployment: 'spec: {template: {spec: {containers: [{name: istio-proxy, env: [{name: A, value: b}]}]}}}' }],
    ['the network of the node', { deployment: 'spec: {template: {spec: {hostNetwork: true}}}' }],
    ['a Service of another type', { service: 'spec: {type: LoadBalancer}' }],
    ['a ServiceAccount', { serviceAccount: 'metadata: {annotations: {a: b}}' }],
    ['a key that istiod refuses', { configMap: 'data: {}' }],
    ['text that is no object', { deployment: '- a' }],
    ['text that is no YAML', { deployment: 'a: [' }],
    ['keys of the prototype', { deployment: '{constructor: {a: b}}' }],
  ])('options with %s are reported', (_, data) => {
    expect(concerns(patched, options(data))).toEqual(['is deployed as ConfigMap `options` says']);
  });

  test('options that are given twice are those of both', () => {
    const risky = options({ deployment: 'spec: {template: {spec: {hostNetwork: true}}}' });
    expect(concerns(patched, risky, options({}))).toEqual(['is deployed as ConfigMap `options` says']);
    expect(read(options({}), options({})).problems).toEqual([]);
  });

  test('options that are elsewhere are reported', () => {
    const missing = 'is deployed as ConfigMap `options` says, which is not among the manifests';
    expect([concerns(patched), concerns(patched, options({}, 'web'))]).toEqual([[missing], [missing]]);
    const widget = gateway({ gatewayClassName: 'istio', infrastructure: { parametersRef: { group: 'example.com', kind: 'Widget', name: 'options' } } });
    expect(concerns(widget, options({}))).toEqual(['is deployed as Widget `options` says, which is not among the manifests']);
  });
});

test('of webhooks it is read whom the API server calls; what mutating ones make of objects is reported', () => {
  const of = (kind: string): object => ({ apiVersion: 'admissionregistration.k8s.io/v1', kind, metadata: { name: 'a', namespace: 'shop' } });
  const { manifests, problems, skipped } = read(of('MutatingWebhookConfiguration'), of('ValidatingWebhookConfiguration'));
  expect([problems, skipped]).toEqual([[], {}]);
  expect(manifests.objects.map(({ object: { kind, metadata } }) => [kind, metadata])).toEqual([
    ['MutatingWebhookConfiguration', { name: 'a' }], ['ValidatingWebhookConfiguration', { name: 'a' }],
  ]);
  expect(manifests.unread.map(({ kind, namespace, concern }) => [kind, namespace, concern])).toEqual([
    ['MutatingWebhookConfiguration', undefined, 'may change objects after they are applied'],
  ]);
});

test('of an Ingress it is read where it leads; that it lets traffic in is reported', () => {
  const { manifests, problems } = read(object('networking.k8s.io/v1', 'Ingress'));
  expect(problems).toEqual([]);
  expect(manifests.objects.map(({ object: { kind } }) => kind)).toEqual(['Ingress']);
  expect(manifests.unread.map(({ kind, namespace, concern }) => [kind, namespace, concern])).toEqual([['Ingress', 'shop', 'lets traffic into the cluster']]);
});

test('of resources and APIs it is read whom the API server calls; those that it serves itself carry no access', () => {
  const service = { namespace: 'shop', name: 'hook' };
  const of = (apiVersion: string, kind: string, name: string, spec: object): object => ({ apiVersion, kind, metadata: { name }, spec });
  const definition = (name: string, spec: object): object => of('apiextensions.k8s.io/v1', 'CustomResourceDefinition', name, { group: 'shop.example', ...spec });
  const { manifests, problems, skipped } = read(
    definition('a', { conversion: { strategy: 'Webhook', webhook: { clientConfig: { service }, conversionReviewVersions: ['v1'] } } }),
    definition('b', { conversion: { strategy: 'None' } }),
    definition('c', { versions: [{ name: 'v1' }], preserveUnknownFields: false }),
    of('apiregistration.k8s.io/v1', 'APIService', 'v1.a', { service: { ...service, port: 8443 }, insecureSkipTLSVerify: true, version: 'v1' }),
    of('apiregistration.k8s.io/v1', 'APIService', 'v1.b', { service: null, groupPriorityMinimum: 20000 }),
  );
  expect(problems).toEqual([]);
  expect(skipped).toEqual({ 'apiextensions.k8s.io/v1/CustomResourceDefinition': 2, 'apiregistration.k8s.io/v1/APIService': 1 });
  expect(manifests.unread).toEqual([]);
  expect(manifests.objects.flatMap(({ object: read }) => apiServerCalls(read))).toEqual([
    { object: 'CustomResourceDefinition a', service: { ...service, port: 443 }, purpose: 'conversion' },
    { object: 'APIService v1.a', service: { ...service, port: 8443 }, purpose: 'aggregation' },
  ]);
});

test('what is wrong with a Pod, which is its own template, is said once', () => {
  const { problems } = readText('apiVersion: v1\nkind: Pod\nmetadata: {name: y, labels: {app: on}}\nspec: {}\n', 'a.yaml');
  expect(problems.map(formatManifestProblem)).toEqual([
    'a.yaml:3: metadata.name: [wrong-type] must be a string, got `true` (a boolean); quote it',
    'a.yaml:3: metadata.labels.app: [wrong-type] must be a string, got `true` (a boolean); quote it',
  ]);
});

test('lists are unrolled, also inside lists', () => {
  const list = {
    apiVersion: 'v1',
    kind: 'List',
    items: [object('v1', 'ServiceAccount'), { apiVersion: 'v1', kind: 'SecretList', items: [object('v1', 'Secret'), null] }, object('example.com/v1', 'Widget')],
  };
  const { manifests, problems, skipped } = read(list);
  expect(manifests.objects.map(({ object: { kind } }) => kind)).toEqual(['ServiceAccount']);
  expect(manifests.unread).toMatchObject([{ kind: 'Widget' }]);
  expect(skipped).toEqual({ 'v1/Secret': 1 });
  expect(problems.map(formatManifestProblem)).toEqual(['app/0: [not-an-object] must be a Kubernetes object, got `null` (nothing)']);
});

describe('objects that are right one by one', () => {
  test('the same one twice', () => {
    const { problems } = read(
      object('security.istio.io/v1', 'PeerAuthentication'), object('v1', 'ServiceAccount'), object('security.istio.io/v1beta1', 'PeerAuthentication'),
      object('example.com/v1', 'Widget'), object('example.com/v2', 'Widget'), object('v1', 'ServiceAccount', 'b'),
    );
    expect(problems.map(formatManifestProblem)).toEqual([
      'app/2: metadata.name: [duplicate-object] PeerAuthentication `shop/a` is given twice, first at app/0; remove one of them',
      'app/4: metadata.name: [duplicate-object] Widget `shop/a` is given twice, first at app/3; remove one of them',
    ]);
  });

  test('what names no namespace is in `default`', () => {
    const policy = (metadata: object): object => ({ apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata });
    expect(read(policy({ name: 'a', namespace: 'default' }), policy({ name: 'a' }), policy({ name: 'a', namespace: 'shop' })).problems.map(formatManifestProblem))
      .toEqual(['app/1: metadata.name: [duplicate-object] NetworkPolicy `a` is given twice, first at app/0; remove one of them']);
  });

  test('names of different kinds, groups and namespaces do not collide', () => {
    const other = { ...object('v1', 'ServiceAccount'), metadata: { name: 'a', namespace: 'web' } };
    expect(read(object('v1', 'ServiceAccount'), other, object('v1', 'Widget'), object('policy.linkerd.io/v1', 'Widget')).problems).toEqual([]);
  });

  const namespace = (name: string, ...more: string[]): string => `apiVersion: v1\nkind: Namespace\nmetadata: {name: ${name}}\n${more.join('')}---\n`;
  const widget = (spec: string): string => `apiVersion: example.com/v1\nkind: Widget\nmetadata: {name: a, namespace: shop}\nspec: ${spec}\n---\n`;

  test('in files they may be the same in all that is read, and are then taken once', () => {
    const { manifests, problems, repeated } = readText(namespace('shop') + namespace('shop', 'status: {phase: Active}\n') + widget('1') + widget('1'), 'all.yaml');
    expect(problems).toEqual([]);
    expect(manifests.objects).toHaveLength(1);
    expect(manifests.unread).toHaveLength(1);
    expect(repeated).toEqual([
      { kind: 'Namespace', name: 'shop', origin: { file: 'all.yaml', line: 5 }, first: { file: 'all.yaml', line: 1 } },
      { kind: 'Widget', name: 'a', namespace: 'shop', origin: { file: 'all.yaml', line: 15 }, first: { file: 'all.yaml', line: 10 } },
    ]);
  });

  test('in files where they differ both places are said', () => {
    const text = namespace('shop') + namespace('shop').replace('}', ', labels: {a: b}}') + widget('1') + widget('2') + widget('1');
    expect(readText(text, 'all.yaml').problems.map(formatManifestProblem)).toEqual([
      'all.yaml:5: metadata.name: [duplicate-object] Namespace `shop` is given twice, and not the same, first at all.yaml:1; remove one of them',
      'all.yaml:14: metadata.name: [duplicate-object] Widget `shop/a` is given twice, and not the same, first at all.yaml:9; remove one of them',
    ]);
  });
});

test.each([undefined, null, 1, 'text', [], [object('v1', 'Secret')]])('%j is no object', (value) => {
  expect(read(value).problems).toMatchObject([{ code: 'not-an-object', origin: { construct: 'app/0' } }]);
});

test.each(Object.entries({ ...READERS, ...LINKERD_READERS }))('%s stands in the table as its reader says', (key, readers) => {
  expect(readers().map(({ group, kind }) => `${group}/${kind}`)).toContain(key);
});

test('every reader of Linkerd\'s is in the table', () => {
  expect(Object.keys(LINKERD_READERS)).toEqual(LINKERD_KINDS.map(({ group, kind }) => `${group}/${kind}`));
});

test.each(['apps', 'batch', 'networking.k8s.io'])('what a group reads is all in the table: %s', (group) => {
  const keys = Object.keys(READERS);
  const read = [...new Set(Object.values(READERS).flatMap((readers) => readers()))].filter((reader) => reader.group === group);
  expect(read.map(({ kind }) => `${group}/${kind}`).sort()).toEqual(keys.filter((key) => key.startsWith(`${group}/`)).sort());
});
