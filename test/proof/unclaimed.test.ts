import type { AccessModel } from '../../src/model/model';
import { proofText } from '../../src/report';
import { edge, toPort, WEB } from '../platforms/fixtures';
import { MODEL, proved } from './shop';

const object = (kind: string, apiVersion: string, name: string, spec: string): string => `
kind: ${kind}
apiVersion: ${apiVersion}
metadata: {name: ${name}, namespace: shop}
spec: ${spec}`;
const POD = '{selector: {matchLabels: {app: debug}}, template: {metadata: {labels: {app: debugLABELS}}, spec: {containers: [{name: a, image: a}]MORE}}}';
const deployment = (labels = '', more = ''): string => object('Deployment', 'apps/v1', 'debug', POD.replace('LABELS', labels).replace('MORE', more));
const policy = (spec: string): string => object('NetworkPolicy', 'networking.k8s.io/v1', 'hand', `{podSelector: {matchLabels: {app: debug}}, ${spec}}`);
const DEBUG = deployment();

test('pods that nobody declared, and nobody opened, are named in the report', () => {
  const result = proved({ DEBUG });
  expect(result.refutations).toEqual([]);
  expect(result.unclaimed).toEqual([{ name: 'Deployment shop/debug' }]);
  expect(proofText(result)).toContain('\nPods that nobody declared\n  Deployment shop/debug\n');
});

test('without any the report says nothing of them', () => {
  expect(proofText(proved())).not.toContain('nobody declared');
});

/** Each opens the pod in one layer: that it is closed in another is not enough, as for pods that are declared. */
test.each<[string, string, string]>([
  ['ingress', policy('ingress: [{from: [{podSelector: {}}], ports: [{port: 9000}]}]'), 'shop/debug:9000, which nothing declares: NetworkPolicy shop/hand'],
  ['ingress of everybody', policy('ingress: [{}]'), 'connect to shop/debug at a port that nothing mentions'],
  ['egress', policy('policyTypes: [Egress], egress: [{to: [{podSelector: {matchLabels: {app.kubernetes.io/name: catalog}}}], ports: [{port: 8080}]}]'),
    'egress-policy lets shop/debug connect to a pod in shop with app.kubernetes.io/name=catalog:8080'],
  ['egress to names', policy('policyTypes: [Egress], egress: [{ports: [{port: 53, protocol: UDP}]}]'), 'egress-policy lets shop/debug connect to '],
  ['authorization', object('AuthorizationPolicy', 'security.istio.io/v1', 'hand', '{selector: {matchLabels: {app: debug}}, rules: [{}]}'), 'authorization-allow lets '],
])('a policy by hand that opens their %s is refuted', (_, chart, text) => {
  const { verdict, refutations } = proved({ DEBUG, chart });
  expect(verdict).toBe('refuted');
  expect(refutations.map((r) => r.text)).toContainEqual(expect.stringContaining(text));
  const object = chart.includes('AuthorizationPolicy') ? 'AuthorizationPolicy' : 'NetworkPolicy';
  expect(refutations.map((r) => r.repair)).toContain(`declare what shop/debug is (a \`MeshService\`, or \`addForeignPods\` of the namespace), or narrow or remove ${object} shop/hand`);
});

test('pods of labels that only a policy knows are nobody\'s whom it may open to', () => {
  const [found] = proved({ chart: policy('ingress: [{from: [{podSelector: {}}], ports: [{port: 9000}]}]') }).refutations;
  expect(`${found.text}; ${found.repair}`).toMatch(/^ingress-policy lets an undeclared pod in shop connect to an undeclared pod in shop with app=debug:9000, which nothing declares: NetworkPolicy shop\/hand spec\.ingress\[0\] \(shop\.yaml:\d+\); declare whose pods these are \(a `MeshService`, or `addForeignPods` of the namespace\), or narrow or remove NetworkPolicy shop\/hand$/);
  // A policy that only closes them is anybody's.
  expect(proved({ chart: policy('policyTypes: [Ingress, Egress]') }).refutations).toEqual([]);
});

test('pods under the account of somebody who calls are named as such', () => {
  const under = (account: string): ReturnType<typeof proved> => proved({ DEBUG: deployment('', `, serviceAccountName: ${account}`) });
  expect(under('frontend').unclaimed).toEqual([{ name: 'Deployment shop/debug', identityOf: ['shop/frontend'] }]);
  expect(proofText(under('frontend'))).toContain('  Deployment shop/debug: under the account of shop/frontend, so that NetworkPolicy alone keeps them from what that may call\n');
  // It calls nobody.
  expect(under('redis').unclaimed).toEqual([{ name: 'Deployment shop/debug' }]);
});

test('pods of one service under the account of another, who calls, are refuted', () => {
  const pods = (account: string): string => object('Deployment', 'apps/v1', 'catalog', `{selector: {matchLabels: {app.kubernetes.io/name: catalog}}, template: {metadata: {labels: {app.kubernetes.io/name: catalog}}, spec: {serviceAccountName: ${account}, containers: [{name: a, image: a}]}}}`);
  expect(proved({ pods: pods('catalog') }).refutations).toEqual([]);
  expect(proved({ pods: pods('frontend') }).refutations.map((r) => `${r.text}; ${r.repair}`)).toEqual([
    'authorization-allow lets shop/catalog, of shop/catalog, which has the identity of shop/frontend, connect to whatever shop/frontend may call, which nothing declares; let shop/catalog run under `catalog`',
  ]);
});

test('outside the mesh NetworkPolicy alone keeps them closed', () => {
  expect(proved({ DEBUG: deployment(', sidecar.istio.io/inject: "false"') }).refutations).toEqual([]);
});

test('pods on the host network are named as what nothing holds', () => {
  const result = proved({ DEBUG: deployment('', ', hostNetwork: true') });
  expect(result.refutations).toEqual([]);
  expect(proofText(result)).toContain('  Deployment shop/debug: known as on the host network; what else they may, nothing here says\n');
});

describe('pods that the declaration names as a caller', () => {
  const granted = (serviceAccount: string): AccessModel => ({
    ...MODEL,
    namespaces: [...MODEL.namespaces, WEB],
    edges: [...MODEL.edges, edge('shop/rogue', {
      kind: 'identity', role: 'spiffe', principal: `cluster.local/ns/shop/sa/${serviceAccount}`, pods: { namespace: 'shop', labels: { app: 'debug' }, wholeNamespace: false },
    }, toPort('tcp', 1))],
  });
  const chart = policy('ingress: [{from: [{podSelector: {}}], ports: [{port: 9000}]}]');
  const about = (model: AccessModel): readonly string[] => proved({ DEBUG, chart }, model).refutations.map((r) => r.text).filter((t) => t.includes('shop/debug:9000'));

  test('are named as that, and what else they take is not judged', () => {
    expect(about(granted('default'))).toEqual([]);
    expect(proved({ DEBUG }, granted('default')).unclaimed).toEqual([{ name: 'Deployment shop/debug', as: 'a caller' }]);
  });

  test('are none of its pods under another account', () => {
    expect(about(granted('somebody'))).toHaveLength(1);
  });
});
