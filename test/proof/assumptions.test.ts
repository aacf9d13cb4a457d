import type { AccessModel } from '../../src/model/model';
import { ASSUMPTION_IDS } from '../../src/proof';
import { calledBy, edge, port, service, toPort } from '../platforms/fixtures';
import { changing, MODEL, proved } from './shop';

const ids = (model: AccessModel, changes = {}): readonly string[] => proved(changes, model).assumptions.map((a) => a.id);
const mesh = (change: Partial<AccessModel['mesh']>): AccessModel => ({ ...MODEL, mesh: { ...MODEL.mesh, ...change } });
const ALWAYS = ['cni-enforces-network-policy', 'identities-are-issued-by-the-mesh-ca', 'mesh-is-as-declared', 'node-traffic-reaches-pods'];

test('ids are permanent', () => {
  expect(ASSUMPTION_IDS).toEqual([
    'access-log-providers-are-defined',
    'ambient-pods-are-captured', 'backends-do-not-decode-slashes', 'backends-do-not-resolve-dot-segments', 'cluster-is-as-its-profile', 'cni-enforces-network-policy',
    'contracts-are-current', 'egress-names-are-captured', 'existing-waypoints', 'external-hosts-may-be-anywhere', 'foreign-pods-are-as-declared', 'gateways-use-waypoints',
    'identities-are-issued-by-the-mesh-ca', 'init-containers-call-nobody', 'mesh-is-as-declared', 'migrating-pods-have-either-plane', 'namespace-is-isolated-by-its-owner', 'namespaces-elsewhere-are-ambient', 'namespaces-elsewhere-inject',
    'node-ports-keep-client-addresses', 'node-traffic-reaches-pods', 'nothing-else-was-closed', 'pod-labels-are-trusted', 'pods-deployed-elsewhere', 'probes-come-from-nodes',
    'sidecars-take-hbone', 'token-keys-are-fetched', 'unread-objects', 'waypoints-are-faithful',
  ]);
});

test.each<[string, AccessModel, readonly string[]]>([
  ['grants below a path', MODEL, ['backends-do-not-decode-slashes', ...ALWAYS, 'pods-deployed-elsewhere']],
  ['slashes decoded by the mesh', mesh({ pathNormalization: 'DECODE_AND_MERGE_SLASHES' }), [...ALWAYS, 'pods-deployed-elsewhere']],
  ['no normalization', mesh({ pathNormalization: 'NONE' }), ['backends-do-not-decode-slashes', 'backends-do-not-resolve-dot-segments', ...ALWAYS, 'pods-deployed-elsewhere']],
  ['exact paths only', { ...MODEL, edges: [edge('shop/catalog', calledBy('shop/frontend'), toPort('http', 8080, { paths: [{ kind: 'exact', value: '/items' }] }))] },
    [...ALWAYS, 'pods-deployed-elsewhere']],
  ['a gRPC service, whose methods are looked up whole', {
    ...MODEL, services: [service('shop/catalog', [port('grpc', 8080)])], edges: [edge('shop/catalog', calledBy('shop/catalog'), toPort('grpc', 8080, { paths: [{ kind: 'prefix', value: '/a.B/' }] }))],
  }, [...ALWAYS, 'pods-deployed-elsewhere']],
  ['UDP', { ...MODEL, edges: [edge('shop/redis', calledBy('shop/frontend'), toPort('udp', 53))] }, [...ALWAYS, 'pod-labels-are-trusted', 'pods-deployed-elsewhere']],
  ['an external host without addresses', {
    ...MODEL, edges: [], externals: [{ id: 'x', caller: 'shop/frontend', host: 'api.example', ports: [{ number: 443, protocol: 'https' }], addresses: [], reasons: [], constructs: ['x'] }],
  }, ['cni-enforces-network-policy', 'external-hosts-may-be-anywhere', ...ALWAYS.slice(1), 'pods-deployed-elsewhere']],
])('%s', (_name, model, expected) => {
  expect(ids(model)).toEqual(expected);
});

test('that a namespace of somebody else asks for sidecars is named', () => {
  const found = proved({ namespace: undefined }).assumptions.find((a) => a.id === 'namespaces-elsewhere-inject');
  expect(found?.subjects).toEqual(['shop']);
});

test('NetworkPolicy alone rests on labels, and on nothing of a mesh', () => {
  expect(ids(mesh({ platform: 'kubernetes' }))).toEqual(['cni-enforces-network-policy', 'node-traffic-reaches-pods', 'pod-labels-are-trusted', 'pods-deployed-elsewhere']);
});

test('acknowledged ones are marked, and name whom they concern', () => {
  const { assumptions } = proved({}, mesh({ acknowledged: ['backends-do-not-decode-slashes'] }));
  expect(assumptions.map((a) => [a.id, a.acknowledged, a.subjects])).toContainEqual(['backends-do-not-decode-slashes', true, ['shop/catalog']]);
  expect(assumptions.filter((a) => a.acknowledged)).toHaveLength(1);
});

test('an object that is not understood is named', () => {
  const widget = '\nkind: Widget\napiVersion: example.com/v1\nmetadata: {name: odd, namespace: shop}\nspec: {}';
  expect(proved({ widget }).assumptions.find((a) => a.id === 'unread-objects')?.subjects).toEqual(['Widget shop/odd']);
});

test.each([
  ['NodePort', '{type: NodePort, selector: {app.kubernetes.io/name: catalog}, ports: [{name: http, port: 8080}]}', ['Service shop/out']],
  ['LoadBalancer', '{type: LoadBalancer, selector: {app.kubernetes.io/name: catalog}, ports: [{name: http, port: 8080}]}', ['Service shop/out']],
  ['external addresses', '{externalIPs: [203.0.113.9], selector: {app.kubernetes.io/name: catalog}, ports: [{name: http, port: 8080}]}', ['Service shop/out']],
  ['no way in', '{selector: {app.kubernetes.io/name: catalog}, ports: [{name: http, port: 8080}]}', undefined],
  ['pods that nobody declared', '{type: NodePort, selector: {app.kubernetes.io/name: other}, ports: [{name: http, port: 8080}]}', undefined],
])('clients from outside come through a Service with %s', (_name, spec, subjects) => {
  const out = `\nkind: Service\napiVersion: v1\nmetadata: {name: out, namespace: shop}\nspec: ${spec}`;
  expect(proved({ out }).assumptions.find((a) => a.id === 'node-ports-keep-client-addresses')?.subjects).toEqual(subjects);
});

test('so they do through a port of the node', () => {
  const spec = 'spec: {template: {metadata: {labels: {app.kubernetes.io/name: catalog}}, spec: {serviceAccountName: catalog, containers: [{name: a, ports: [{containerPort: 8080, hostPort: 80}]}]}}}';
  const pods = `\nkind: Deployment\napiVersion: apps/v1\nmetadata: {name: catalog, namespace: shop}\n${spec}`;
  expect(proved({ pods }).assumptions.find((a) => a.id === 'node-ports-keep-client-addresses')?.subjects).toEqual(['hostPort 80 of Deployment shop/catalog']);
});

test('a refutation stands beside the assumptions', () => {
  const { verdict, assumptions } = proved(changing('catalogCallers', '/items/*', '/*'));
  expect(verdict).toBe('refuted');
  expect(assumptions).not.toEqual([]);
});
