import type { Refutation } from '../../src/proof';
import { proved } from './shop';

type Changes = Parameters<typeof proved>[0];

const object = (kind: string, apiVersion: string, spec: string, metadata = 'name: chart, namespace: shop'): string => `
kind: ${kind}
apiVersion: ${apiVersion}
metadata: {${metadata}}
spec: ${spec}`;
const authorizationPolicy = (spec: string): string => object('AuthorizationPolicy', 'security.istio.io/v1', spec);
const requestAuthentication = object('RequestAuthentication', 'security.istio.io/v1', '{jwtRules: [{issuer: a, jwksUri: https://a.example/keys}]}');
const networkPolicy = (spec: string): string => object('NetworkPolicy', 'networking.k8s.io/v1', spec);
const deployment = (name: string, metadata: string): string => object(
  'Deployment', 'apps/v1', `{selector: {matchLabels: {}}, template: {metadata: {${metadata}}, spec: {serviceAccountName: ${name}, containers: [{name: app, image: app}]}}}`,
);

/** Objects that nobody of this App wrote, each with what it does to pods of whom only the declaration is known. */
const REFUTED: readonly (readonly [string, Changes, Refutation['statement'], Refutation['layer'], string])[] = [
  ['a port by name opens a pod whose names nobody knows', {
    chart: networkPolicy('{podSelector: {matchLabels: {app.kubernetes.io/name: catalog}}, ingress: [{ports: [{port: web}]}]}'),
  }, 'layer-least-privilege', 'ingress-policy', 'shop/catalog:8080, cannot be decided'],
  ['a port by name opens whatever gives itself that name', {
    chart: networkPolicy('{podSelector: {}, policyTypes: [Egress], egress: [{ports: [{port: web}]}]}'),
  }, 'layer-least-privilege', 'egress-policy', 'that egress-policy keeps shop/catalog from what nothing declares'],
  ['an address that the peer may write itself', { chart: authorizationPolicy('{rules: [{from: [{source: {remoteIpBlocks: [10.0.0.0/8]}}]}]}') },
    'layer-least-privilege', 'authorization-allow', 'cannot be decided'],
  ['a token that a declared call may carry', { chart: requestAuthentication }, 'declared-works', 'request-authentication', 'shop/catalog:8080, as declared, cannot be decided'],
  ['callers that are told to send plaintext', { chart: object('DestinationRule', 'networking.istio.io/v1', '{host: catalog, trafficPolicy: {tls: {mode: DISABLE}}}') },
    'declared-works', 'mtls', 'shop/frontend from what is declared: to connect to Service shop/catalog:9080: DestinationRule shop/chart'],
  ['pods that say they take no mTLS', { chart: deployment('catalog', 'labels: {app.kubernetes.io/name: catalog, security.istio.io/tlsMode: disabled}') },
    'declared-works', 'mtls', 'Service shop/catalog:9080, as declared, cannot be decided'],
  ['a port that goes around the caller\'s proxy', {
    chart: deployment('frontend', 'labels: {app.kubernetes.io/name: frontend}, annotations: {traffic.sidecar.istio.io/excludeOutboundPorts: "9080"}'),
  }, 'declared-works', 'mtls', 'Service shop/catalog:9080, as declared, cannot be decided'],
  ['addresses that go around the caller\'s proxy', {
    chart: deployment('frontend', 'labels: {app.kubernetes.io/name: frontend}, annotations: {traffic.sidecar.istio.io/excludeOutboundIPRanges: 10.0.0.0/8}'),
  }, 'declared-works', 'mtls', 'Service shop/redis:7379, as declared, cannot be decided'],
];

test.each(REFUTED)('%s', (_name, changes, statement, layer, text) => {
  const { verdict, refutations } = proved(changes);
  expect(verdict).toBe('refuted');
  expect(refutations.filter((r) => r.statement === statement && r.layer === layer).map((r) => r.text)).toContainEqual(expect.stringContaining(text));
});

test('a refutation blames the objects that widen, and no object beside them', () => {
  const { refutations } = proved({ chart: authorizationPolicy('{rules: [{}]}') });
  expect(refutations[0]).toMatchObject({ statement: 'exactly-declared', caller: 'shop/frontend', request: expect.stringContaining('GET /') });
  expect(refutations.map((r) => r.repair)).toEqual(refutations.map(() => 'narrow or remove AuthorizationPolicy shop/chart, or declare the access'));
});
