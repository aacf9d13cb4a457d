import type { AccessModel, GatewayModel } from '../../src/model/model';
import { service } from '../platforms/fixtures';
import { MODEL as AMBIENT, proved as provedInAmbient } from './ambient-shop';
import { MODEL, proved } from './shop';

type Manifest = Readonly<Record<string, unknown>>;

const OBJECT = (apiVersion: string, kind: string, spec: Manifest = {}, namespace: string | undefined = 'shop'): string => (
  `\n${JSON.stringify({ apiVersion, kind, metadata: { name: 'odd', ...(namespace === undefined ? {} : { namespace }) }, spec })}`
);
const envoyFilter = (spec: Manifest = {}, namespace?: string): string => OBJECT('networking.istio.io/v1alpha3', 'EnvoyFilter', spec, namespace);

const unfounded = (odd: string, model: AccessModel = MODEL): readonly string[] => {
  const { verdict, refutations } = proved({ odd }, model);
  const found = refutations.filter((r) => r.statement === 'as-assumed');
  expect(verdict === 'refuted').toBe(refutations.length > 0);
  return found.map(({ text, repair }) => `${text}; ${repair}`);
};

const tlsPolicy = (name: string): string => OBJECT('gateway.networking.k8s.io/v1', 'BackendTLSPolicy', { targetRefs: [{ group: '', kind: 'Service', name }] });

const ALL = 'shop/catalog, shop/frontend, shop/redis, shop/rogue';

test.each<[string, string, string | undefined]>([
  ['of their namespace', envoyFilter(), ALL],
  ['of the root namespace', envoyFilter({}, 'istio-system'), ALL],
  ['of some pods', envoyFilter({ workloadSelector: { labels: { 'app.kubernetes.io/name': 'catalog', version: 'v2' } } }), 'shop/catalog'],
  ['of labels that any pod may have', envoyFilter({ workloadSelector: { labels: { version: 'v2' } } }), ALL],
  ['of other pods', envoyFilter({ workloadSelector: { labels: { 'app.kubernetes.io/name': 'other' } } }), undefined],
  ['of another namespace', envoyFilter({}, 'elsewhere'), undefined],
  ['of a Gateway', envoyFilter({ targetRefs: [{ kind: 'Gateway', name: 'edge' }] }), undefined],
])('an EnvoyFilter %s', (_name, odd, callee) => {
  const place = odd.includes('istio-system') ? 'istio-system' : 'shop';
  expect(unfounded(odd)).toEqual(callee === undefined
    ? []
    : [expect.stringMatching(new RegExp(`^EnvoyFilter ${place}/odd \\(shop\\.yaml:\\d+\\) changes what proxies do, which nobody here evaluates: what is enforced at ${callee} cannot be decided; `
      + `remove it, or stand by it: \`mesh\\.acknowledgeObject\\('EnvoyFilter', 'odd', \\{ namespace: '${place}', reason: '…' \\}\\)\`$`))]);
});

test('an EnvoyFilter of pods that are declared is for no others, whether these have a proxy or not', () => {
  const broker = { ...service('shop/broker', [], { dataPlane: 'none' }), podLabels: { 'strimzi.io/cluster': 'orders' } };
  const model: AccessModel = { ...MODEL, services: [...MODEL.services, broker] };
  const odd = (labels: Manifest): string => envoyFilter({ workloadSelector: { labels } });
  const found = (labels: Manifest): readonly string[] => proved({ odd: odd(labels) }, model).refutations.filter((r) => r.statement === 'as-assumed').map((r) => r.callee);
  expect(found({ 'strimzi.io/cluster': 'orders' })).toEqual([]);
  expect(found({ 'strimzi.io/cluster': 'others' })).toEqual([ALL]);
  expect(found({ 'app.kubernetes.io/name': 'catalog' })).toEqual(['shop/catalog']);
});

test.each<[string, string, string | undefined]>([
  ['policies of the network plugin', OBJECT('cilium.io/v2', 'CiliumNetworkPolicy'), 'pods of namespace shop'],
  ['policies of the network plugin elsewhere', OBJECT('cilium.io/v2', 'CiliumNetworkPolicy', {}, 'elsewhere'), undefined],
  ['a proxy of the network plugin before Services', OBJECT('cilium.io/v2', 'CiliumEnvoyConfig', {}), 'pods of namespace shop'],
  ['policies of GKE by name', OBJECT('networking.gke.io/v1alpha1', 'FQDNNetworkPolicy'), 'pods of namespace shop'],
  ['policies of EKS', OBJECT('networking.k8s.aws/v1alpha1', 'ApplicationNetworkPolicy'), 'pods of namespace shop'],
  ['what EKS makes of policies', OBJECT('networking.k8s.aws/v1alpha1', 'PolicyEndpoint'), undefined],
  ['security groups of pods', OBJECT('vpcresources.k8s.aws/v1beta1', 'SecurityGroupPolicy'), 'pods of namespace shop'],
  ['pods of kruise', OBJECT('apps.kruise.io/v1alpha1', 'CloneSet'), 'pods of namespace shop'],
  ['pods of Volcano', OBJECT('batch.volcano.sh/v1alpha1', 'Job'), 'pods of namespace shop'],
  ['pods of a JobSet', OBJECT('jobset.x-k8s.io/v1alpha2', 'JobSet'), 'pods of namespace shop'],
  ['pods of a LeaderWorkerSet', OBJECT('leaderworkerset.x-k8s.io/v1', 'LeaderWorkerSet'), 'pods of namespace shop'],
  ['pods of virtual machines', OBJECT('kubevirt.io/v1', 'VirtualMachine'), 'pods of namespace shop'],
  ['such pods elsewhere', OBJECT('kubevirt.io/v1', 'VirtualMachine', {}, 'elsewhere'), undefined],
  ['TLS of their own that proxies begin to a Service', tlsPolicy('catalog'), 'shop/catalog'],
  ['the same to another Service', tlsPolicy('other'), undefined],
  ['policies of the whole cluster', OBJECT('policy.networking.k8s.io/v1alpha1', 'AdminNetworkPolicy', {}, 'elsewhere'), 'pods of namespace shop'],
  ['pods that are not read', OBJECT('v1', 'ReplicationController'), 'pods of namespace shop'],
  ['an installation', OBJECT('install.istio.io/v1alpha1', 'IstioOperator', {}, 'elsewhere'), 'every proxy of the mesh'],
  ['a policy of Istio that is not known', OBJECT('security.istio.io/v1', 'SomethingNew'), ALL],
  ['a policy of another mesh', OBJECT('kuma.io/v1alpha1', 'MeshTrafficPermission'), undefined],
  ['whatever it is', OBJECT('example.com/v1', 'Widget'), undefined],
])('%s', (_name, odd, callee) => {
  expect(unfounded(odd)).toEqual(callee === undefined ? [] : [expect.stringContaining(`what is enforced at ${callee} cannot be decided`)]);
  // Whatever it undoes, it is never passed over.
  expect(proved({ odd }).assumptions.find((a) => a.id === 'unread-objects')?.subjects).toEqual([expect.stringMatching(/\/odd$/)]);
});

test('an annotation that overrides the container of the sidecar cannot be stood by', () => {
  const pod = (annotations: Manifest): string => `\n${JSON.stringify({
    apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'odd', namespace: 'shop' },
    spec: {
      selector: { matchLabels: { 'app.kubernetes.io/name': 'catalog' } },
      template: {
        metadata: { labels: { 'app.kubernetes.io/name': 'catalog' }, annotations },
        spec: { serviceAccountName: 'catalog', containers: [{ name: 'a', image: 'a' }] },
      },
    },
  })}`;
  const overrides = { 'proxy.istio.io/overrides': '{"containers":[{"name":"istio-proxy","args":["proxy","router"]}]}' };
  expect(unfounded(pod(overrides))).toEqual([expect.stringContaining(
    'of shop/catalog, has the annotation `proxy.istio.io/overrides`, with which nobody here knows what its proxy sees and enforces; take it out')]);
  expect(unfounded(pod({}))).toEqual([]);
});

test('where no mesh enforces, what changes proxies undoes nothing', () => {
  const model: AccessModel = { ...MODEL, mesh: { ...MODEL.mesh, platform: 'kubernetes' } };
  expect(unfounded(envoyFilter(), model)).toEqual([]);
  expect(unfounded(OBJECT('cilium.io/v2', 'CiliumNetworkPolicy'), model)).toHaveLength(1);
});

test('somebody may stand by an object, by its name and no other', () => {
  const standing = (object: string): AccessModel => ({
    ...MODEL, acknowledgements: [{ assumption: 'unread-objects', object, reason: 'adds a header', construct: 'mesh' }],
  });
  expect(unfounded(envoyFilter(), standing('EnvoyFilter shop/other'))).toEqual([
    expect.stringContaining('`EnvoyFilter shop/other` is acknowledged, and is not among the manifests; did you mean `EnvoyFilter shop/odd`?'), expect.stringContaining('EnvoyFilter shop/odd'),
  ]);
  expect(unfounded(envoyFilter(), standing('EnvoyFilter shop/odd'))).toEqual([]);
  expect(unfounded(envoyFilter(), { ...MODEL, mesh: { ...MODEL.mesh, acknowledged: ['unread-objects'] } })).toHaveLength(1);
  const { assumptions, verdict } = proved({ odd: envoyFilter() }, standing('EnvoyFilter shop/odd'));
  expect([verdict, assumptions.find((a) => a.id === 'unread-objects')]).toEqual(['proved-under-assumptions', {
    id: 'unread-objects', text: 'objects of kinds that are not understood, and endpoints and machines that others write, open nothing', subjects: ['EnvoyFilter shop/odd'], acknowledged: true,
    acknowledgements: [{ object: 'EnvoyFilter shop/odd', reason: 'adds a header' }],
  }]);
});

const placing = (service: string, labels: Manifest = {}): string => `\n${JSON.stringify({
  apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice', metadata: { name: 'odd', namespace: 'shop', labels: { 'kubernetes.io/service-name': service, ...labels } },
  addressType: 'IPv4', endpoints: [{ addresses: ['10.0.7.7'] }], ports: [{ name: 'http-9080', port: 8080 }],
})}`;
const machine = (spec: Manifest, kind = 'WorkloadEntry'): string => OBJECT('networking.istio.io/v1', kind, spec);
const CATALOG = { 'app.kubernetes.io/name': 'catalog', version: 'v2' };

test.each<[string, string, string | undefined, readonly string[]]>([
  ['an address behind a declared Service', placing('catalog'), 'puts addresses behind Service shop/catalog, which is declared to lead to the pods of shop/catalog alone', ['EndpointSlice shop/odd']],
  ['what its selector comes to', placing('catalog', { 'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io' }), undefined, []],
  ['an address behind another Service', placing('elsewhere'), undefined, ['EndpointSlice shop/odd']],
  ['Endpoints, which nobody reads beside a selector', `\n${JSON.stringify({ apiVersion: 'v1', kind: 'Endpoints', metadata: { name: 'catalog', namespace: 'shop' } })}`, undefined, ['Endpoints shop/catalog']],
  ['a machine with the labels of a service', machine({ address: '192.168.1.7', labels: CATALOG }), 'makes a machine with these labels one of the endpoints of shop/catalog', ['WorkloadEntry shop/odd']],
  ['a machine under the account of a service', machine({ address: '192.168.1.7', serviceAccount: 'frontend' }), 'runs a machine under service account `frontend` of shop/frontend', ['WorkloadEntry shop/odd']],
  ['any other machine', machine({ address: '192.168.1.7', labels: { app: 'vm' }, serviceAccount: 'vm' }), undefined, ['WorkloadEntry shop/odd']],
  ['machines to come with the labels of a service', machine({ metadata: { labels: CATALOG }, template: {} }, 'WorkloadGroup'), 'makes a machine with these labels', ['WorkloadGroup shop/odd']],
  ['machines to come under the account of a service', machine({ template: { serviceAccount: 'redis' } }, 'WorkloadGroup'), 'service account `redis` of shop/redis', ['WorkloadGroup shop/odd']],
])('%s', (_name, odd, text, named) => {
  const { assumptions, refutations } = proved({ odd });
  expect(assumptions.find((a) => a.id === 'unread-objects')?.subjects ?? []).toEqual(named);
  expect(unfounded(odd)).toEqual(text === undefined ? [] : [expect.stringContaining(text)]);
  if (text === undefined) expect(refutations).toEqual([]);
  const standing: AccessModel = { ...MODEL, acknowledgements: [{ assumption: 'unread-objects', object: named[0], reason: 'so it is', construct: 'mesh' }] };
  expect(unfounded(odd, standing)).toEqual([]);
});

const meshConfig = (mesh: string, name = 'istio'): string => (
  `\n${JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'istio-system' }, data: { mesh } })}`
);

test.each<[string, string | undefined]>([
  ['trustDomain: other.example', '`trustDomain: other.example` of the mesh, which is declared with `cluster.local`; set `trustDomain` of the Mesh to what is installed, or correct ConfigMap istio-system/istio'],
  ['trustDomainAliases: [old.example]', '`trustDomainAliases: old.example` of the mesh, which is declared with `none`'],
  ['rootNamespace: elsewhere', '`rootNamespace: elsewhere`'],
  ['pathNormalization: {normalization: NONE}', '`pathNormalization: NONE`'],
  ['outboundTrafficPolicy: {mode: REGISTRY_ONLY}', '`outboundTrafficPolicy: REGISTRY_ONLY`'],
  ['{trustDomain: cluster.local, pathNormalization: {normalization: DEFAULT}, trustDomainAliases: []}', undefined],
  ['caCertificates: [{pem: x}]', 'sets caCertificates of the mesh, which nobody here evaluates: what is enforced at every proxy of the mesh cannot be decided'],
])('a MeshConfig that says %s', (mesh, expected) => {
  expect(unfounded(meshConfig(mesh))).toEqual(expected === undefined ? [] : [expect.stringContaining(expected)]);
  // Which istiod a namespace's proxies ask, is not known for certain.
  expect(unfounded(meshConfig(mesh, 'istio-canary'))).toHaveLength(expected === undefined ? 0 : 1);
});

test('a contradicted fact cannot be stood by', () => {
  const standing = { assumption: 'unread-objects', object: 'ConfigMap istio-system/istio', reason: 'so it is', construct: 'mesh' };
  const model: AccessModel = { ...MODEL, acknowledgements: [standing] };
  expect(unfounded(meshConfig('trustDomain: other.example'), model)).toEqual([
    expect.stringContaining('is acknowledged, and is no policy that the others could do without'), expect.stringContaining('says `trustDomain: other.example` of the mesh'),
  ]);
  expect(unfounded(meshConfig('caCertificates: [{pem: x}]'), model)).toEqual([]);
});

test('namespaces that istiod does not watch hold nobody, whether their pods are in the manifests or not', () => {
  const { refutations } = proved({ odd: meshConfig('discoverySelectors: [{matchLabels: {team: elsewhere}}]') });
  expect(refutations.map((r) => [r.statement, r.layer])).toContainEqual(['layer-least-privilege', 'mtls']);
  expect(proved({ odd: meshConfig('discoverySelectors: [{matchLabels: {istio-injection: enabled}}]') }).refutations).toEqual([]);
});

test('a mesh that sends no mTLS by itself keeps declared callers out', () => {
  const { refutations } = proved({ odd: meshConfig('enableAutoMtls: false') });
  expect(refutations.map((r) => [r.statement, r.layer])).toContainEqual(['declared-works', 'mtls']);
});

const deployment = ({ annotations = {}, containers = [{ name: 'app' }], initContainers }: Manifest): string => `\n${JSON.stringify({
  apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'catalog', namespace: 'shop' },
  spec: { template: { metadata: { labels: service('shop/catalog').podLabels, annotations }, spec: { serviceAccountName: 'catalog', containers, initContainers } } },
})}`;

test.each<[string, Manifest, string | undefined]>([
  ['nothing of the kind', {}, undefined],
  ['harmless settings of its proxy', { annotations: { 'proxy.istio.io/config': 'holdApplicationUntilProxyStarts: true\nproxyMetadata: {ISTIO_META_DNS_CAPTURE: "true"}' } }, undefined],
  ['more for its proxy', { containers: [{ name: 'app' }, { name: 'istio-proxy', image: 'auto', resources: {} }] }, undefined],
  ['istio-cni on OpenShift', { annotations: { 'k8s.v1.cni.cncf.io/networks': 'default/istio-cni' } }, undefined],
  ['another port of the agent', { annotations: { 'status.sidecar.istio.io/port': '8080' } }, 'the annotation `status.sidecar.istio.io/port`'],
  ['another istiod', { annotations: { 'proxy.istio.io/config': 'discoveryAddress: elsewhere:15012' } }, 'the annotation `proxy.istio.io/config`'],
  ['what cannot be read', { annotations: { 'proxy.istio.io/config': '{' } }, 'the annotation `proxy.istio.io/config`'],
  ['another image', { annotations: { 'sidecar.istio.io/proxyImage': 'nginx' } }, 'the annotation `sidecar.istio.io/proxyImage`, with which nobody here knows what its proxy sees and enforces; take it out, and choose the image of all proxies where the mesh is installed'],
  ['another container in the place of its proxy', { containers: [{ name: 'app' }, { name: 'istio-proxy', image: 'nginx' }] }, 'a container `istio-proxy` of the pod\'s own'],
  ['another way to set up redirection', { initContainers: [{ name: 'istio-init', command: ['true'] }] }, 'a container `istio-init` of the pod\'s own'],
  ['a user of its own', { containers: [{ name: 'app', securityContext: { runAsUser: 1000 } }] }, undefined],
  ['the proxy\'s user', { containers: [{ name: 'app', securityContext: { runAsUser: 1337 } }] }, 'a container `app` that runs as user or group 1337, the proxy\'s own, so that nothing it sends goes through that; let it run as another user'],
  ['the proxy\'s group', { containers: [{ name: 'app', securityContext: { runAsGroup: 1337 } }] }, 'a container `app` that runs as user or group 1337'],
  ['an init container before there is a proxy', { initContainers: [{ name: 'warm-up', securityContext: { runAsUser: 1337 } }] }, undefined],
  ['a second network', { annotations: { 'k8s.v1.cni.cncf.io/networks': 'istio-cni, storage' } }, 'the annotation `k8s.v1.cni.cncf.io/networks`'],
])('pods with %s', (_name, pod, expected) => {
  const found = unfounded(deployment(pod));
  const text = /^Deployment shop\/catalog \(shop\.yaml:\d+\), of shop\/catalog, has .*; (take it out|let it run as another user)/;
  expect(found).toEqual(expected === undefined ? [] : [expect.stringMatching(text)]);
  if (expected !== undefined) expect(found[0]).toContain(`has ${expected}`);
});

test('waypoints take what refers to them, and options of theirs', () => {
  const attached = envoyFilter({ targetRefs: [{ kind: 'Gateway', name: 'waypoint' }] });
  const undone = (odd: string): readonly string[] => provedInAmbient({ odd }, AMBIENT).refutations.filter((r) => r.statement === 'as-assumed').map((r) => r.callee);
  expect([attached, envoyFilter(), envoyFilter({}, 'elsewhere')].map(undone)).toEqual([['waypoint shop/waypoint'], ['waypoint shop/waypoint'], []]);
});

const EDGE: GatewayModel = {
  id: 'shop/edge', construct: 'edge', namespace: 'shop', name: 'edge', isProxy: true, listeners: [], destinations: [],
  caller: { kind: 'identity', role: 'ingress-gateway', principal: 'cluster.local/ns/shop/sa/edge', pods: { namespace: 'shop', labels: { app: 'edge' }, wholeNamespace: false } },
};

test('gateways do, too', () => {
  const found = proved({ odd: envoyFilter({ targetRefs: [{ kind: 'Gateway', name: 'edge' }] }) }, { ...MODEL, gateways: [EDGE] });
  expect(found.refutations.filter((r) => r.statement === 'as-assumed').map((r) => r.callee)).toEqual(['gateway shop/edge']);
});
