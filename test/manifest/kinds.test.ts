import { formatManifestProblem, readObjects, readText, type ReadResult } from '../../src/manifest';

const read = (...values: unknown[]): ReadResult => readObjects(values.map((value, i) => ({ value, construct: `app/${i}` })));
const object = (apiVersion: string, kind: string, name = 'a'): object => ({ apiVersion, kind, metadata: { name, namespace: 'shop' } });

test.each<[string, string, string]>([
  ['gateway.networking.k8s.io/v1', 'HTTPRoute', 'routes traffic'],
  ['gateway.networking.k8s.io/v1', 'Gateway', 'routes traffic'],
  ['gateway.networking.k8s.io/v9', 'SomethingNew', 'routes traffic'],
  ['networking.k8s.io/v1', 'Ingress', 'lets traffic into the cluster'],
  ['networking.istio.io/v1', 'VirtualService', 'routes traffic'],
  ['networking.istio.io/v1', 'Gateway', 'lets traffic into the cluster'],
  ['networking.istio.io/v1alpha3', 'EnvoyFilter', 'changes what proxies do'],
  ['networking.istio.io/v1beta1', 'ProxyConfig', 'changes what proxies do'],
  ['networking.istio.io/v1', 'WorkloadEntry', 'adds a workload outside the cluster'],
  ['networking.istio.io/v1', 'WorkloadGroup', 'adds workloads outside the cluster'],
  ['networking.istio.io/v2', 'SomethingNew', 'changes what proxies do'],
  ['extensions.istio.io/v1alpha1', 'WasmPlugin', 'changes what proxies do'],
  ['discovery.k8s.io/v1', 'EndpointSlice', 'sets the addresses behind a Service by hand'],
  ['v1', 'Endpoints', 'sets the addresses behind a Service by hand'],
  ['v1', 'ReplicationController', 'runs pods that are not read'],
  ['cilium.io/v2', 'CiliumNetworkPolicy', 'allows or denies traffic by rules that are not evaluated'],
  ['cilium.io/v2', 'CiliumClusterwideNetworkPolicy', 'allows or denies traffic by rules that are not evaluated'],
  ['policy.networking.k8s.io/v1alpha1', 'AdminNetworkPolicy', 'allows or denies traffic by rules that are not evaluated'],
  ['policy.networking.k8s.io/v1alpha2', 'ClusterNetworkPolicy', 'allows or denies traffic by rules that are not evaluated'],
  ['projectcalico.org/v3', 'GlobalNetworkPolicy', 'allows or denies traffic by rules that are not evaluated'],
  ['crd.projectcalico.org/v1', 'NetworkPolicy', 'allows or denies traffic by rules that are not evaluated'],
  ['policy.linkerd.io/v1alpha1', 'AuthorizationPolicy', 'allows or denies traffic by rules that are not evaluated'],
  ['policy.linkerd.io/v1beta3', 'Server', 'allows or denies traffic by rules that are not evaluated'],
  ['kuma.io/v1alpha1', 'MeshTrafficPermission', 'allows or denies traffic by rules that are not evaluated'],
  ['consul.hashicorp.com/v1alpha1', 'ServiceIntentions', 'allows or denies traffic by rules that are not evaluated'],
  ['admissionregistration.k8s.io/v1', 'MutatingWebhookConfiguration', 'may change objects after they are applied'],
  ['serving.knative.dev/v1', 'Service', 'runs pods that are not read'],
  ['example.com/v1', 'Widget', 'unknown kind'],
  ['v1', 'Gadget', 'unknown kind'],
])('%s %s is reported: %s', (apiVersion, kind, concern) => {
  const { manifests, problems, skipped } = read(object(apiVersion, kind));
  expect(manifests).toEqual({ objects: [], unread: [{ apiVersion, kind, name: 'a', namespace: 'shop', origin: { construct: 'app/0' }, concern }] });
  expect([problems, skipped]).toEqual([[], {}]);
});

test.each([
  ['v1', 'ConfigMap'], ['v1', 'Secret'], ['v1', 'PersistentVolumeClaim'], ['rbac.authorization.k8s.io/v1', 'ClusterRoleBinding'],
  ['apiextensions.k8s.io/v1', 'CustomResourceDefinition'], ['autoscaling/v2', 'HorizontalPodAutoscaler'], ['policy/v1', 'PodDisruptionBudget'],
  ['storage.k8s.io/v1', 'StorageClass'], ['telemetry.istio.io/v1', 'Telemetry'], ['networking.k8s.io/v1', 'IngressClass'],
  ['admissionregistration.k8s.io/v1', 'ValidatingAdmissionPolicy'], ['scheduling.k8s.io/v1', 'PriorityClass'], ['cert-manager.io/v1', 'Certificate'],
])('%s %s carries no access and is counted', (apiVersion, kind) => {
  expect(read(object(apiVersion, kind), object(apiVersion, kind))).toEqual({
    manifests: { objects: [], unread: [] }, problems: [], skipped: { [`${apiVersion}/${kind}`]: 2 },
  });
});

test('settings of the mesh in a ConfigMap are reported', () => {
  expect(read(object('v1', 'ConfigMap', 'istio'), object('v1', 'ConfigMap', 'istio-sidecar-injector'), object('v1', 'ConfigMap', 'istiod'))).toMatchObject({
    manifests: { unread: [{ name: 'istio', concern: 'may carry settings of the mesh' }, { name: 'istio-sidecar-injector' }] },
    skipped: { 'v1/ConfigMap': 1 },
  });
});

test('lists are unrolled, also inside lists', () => {
  const list = {
    apiVersion: 'v1',
    kind: 'List',
    items: [object('v1', 'ServiceAccount'), { apiVersion: 'v1', kind: 'ConfigMapList', items: [object('v1', 'ConfigMap'), null] }, object('example.com/v1', 'Widget')],
  };
  const { manifests, problems, skipped } = read(list);
  expect(manifests.objects.map(({ object: { kind } }) => kind)).toEqual(['ServiceAccount']);
  expect(manifests.unread).toMatchObject([{ kind: 'Widget' }]);
  expect(skipped).toEqual({ 'v1/ConfigMap': 1 });
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
    const sidecars = [sidecar('a', 'default'), { ...sidecar('b', ''), metadata: { name: 'b' } }];
    expect(read(...sidecars).problems).toMatchObject([{ code: 'ambiguous-sidecar' }]);
  });

  test('names of different kinds, groups and namespaces do not collide', () => {
    const other = { ...object('v1', 'ServiceAccount'), metadata: { name: 'a', namespace: 'web' } };
    expect(read(object('v1', 'ServiceAccount'), other, object('v1', 'Widget'), object('policy.linkerd.io/v1', 'Widget')).problems).toEqual([]);
  });

  const sidecar = (name: string, namespace: string, labels?: Record<string, string>): object => ({
    apiVersion: 'networking.istio.io/v1',
    kind: 'Sidecar',
    metadata: { name, namespace },
    spec: { ...(labels === undefined ? {} : { workloadSelector: { labels } }), egress: [{ hosts: ['./*'] }] },
  });

  test('two Sidecars for the same workloads', () => {
    const { problems } = read(
      sidecar('a', 'shop'), sidecar('b', 'shop', {}), sidecar('c', 'shop', { app: 'x', tier: 'y' }), sidecar('d', 'shop', { tier: 'y', app: 'x' }),
      sidecar('e', 'web'), sidecar('f', 'shop', { app: 'x' }),
    );
    expect(problems.map(formatManifestProblem)).toEqual([
      'app/1: spec.workloadSelector: [ambiguous-sidecar] selects the same workloads as Sidecar `a`; keep one of them',
      'app/3: spec.workloadSelector: [ambiguous-sidecar] selects the same workloads as Sidecar `c`; keep one of them',
    ]);
  });

  test('their place is said with file and line', () => {
    const text = 'apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n';
    expect(readText(`${text}---\n${text}`, 'ns.yaml').problems.map(formatManifestProblem)).toEqual([
      'ns.yaml:5: metadata.name: [duplicate-object] Namespace `shop` is given twice, first at ns.yaml:1; remove one of them',
    ]);
  });
});

test.each([undefined, null, 1, 'text', [], [object('v1', 'Secret')]])('%j is no object', (value) => {
  expect(read(value).problems).toMatchObject([{ code: 'not-an-object', origin: { construct: 'app/0' } }]);
});
