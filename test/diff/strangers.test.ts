import { diffText } from '../../src/cli/output/diff-text';
import { diffAccess } from '../../src/diff';
import { buildWorld, type World } from '../../src/eval';
import { readText } from '../../src/manifest';

const SHOP = `
apiVersion: v1
kind: Namespace
metadata: {name: shop, labels: {istio-injection: enabled}}
---
apiVersion: v1
kind: Service
metadata: {name: cart, namespace: shop}
spec: {selector: {app: cart}, ports: [{name: http, port: 80}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: cart, namespace: shop}
spec:
  selector: {matchLabels: {app: cart}}
  template: {metadata: {labels: {app: cart}}, spec: {serviceAccountName: cart, containers: [{name: app, image: app}]}}
`;

const source = (...sources: readonly string[]): string => `---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: cart, namespace: shop}
spec: {rules: [${sources.map((s) => `{from: [{source: {${s}}}]}`).join(', ')}]}
`;
const peer = (spec: string): string => `---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: cart, namespace: shop}
spec: {podSelector: {}, policyTypes: [Ingress], ingress: [${spec}]}
`;
const scope = (mode: string): string => `---
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: {name: named, namespace: shop}
spec: {hosts: [undeclared.example, "*.example"], ports: [{number: 443, name: tls, protocol: TLS}], resolution: NONE, location: MESH_EXTERNAL}
---
apiVersion: networking.istio.io/v1
kind: Sidecar
metadata: {name: cart, namespace: shop}
spec: {egress: [{hosts: ["./*"]}], outboundTrafficPolicy: {mode: ${mode}}}
`;
const world = (text: string): World => buildWorld(readText(`${SHOP}${text}`, 'shop.yaml').manifests);
const linesOf = (before: string, after: string): readonly string[] => diffText(diffAccess({ before: world(before), after: world(after) })).split('\n').map((line) => line.trim());

const NOBODY = source('principals: [cluster.local/ns/shop/sa/nobody]');

/** Manifests that name, or nearly name, whom a diff asks as anybody else, so that everybody but those is let in. */
test.each<[string, string, string, string]>([
  ['the names of yore', NOBODY, source('principals: ["*"], notPrincipals: ["*/sa/undeclared", "undeclared.example/*"]', 'principals: [cluster.local/ns/shop/sa/nobody]'), 'any mesh identity'],
  ['names that nobody can have', NOBODY, source('principals: ["*"], notPrincipals: ["*/sa/~undeclared~", "~*", "*~"]', 'principals: [cluster.local/ns/shop/sa/nobody]'), 'any mesh identity'],
  ['a namespace', NOBODY, source('principals: ["*"], notNamespaces: [undeclared-namespace, "~undeclared-namespace~"]'), 'any mesh identity'],
  ['a namespace of pods', peer('{from: [{podSelector: {}}]}'), peer('{from: [{namespaceSelector: {matchExpressions: [{key: kubernetes.io/metadata.name, operator: NotIn, values: [undeclared-namespace]}]}}]}'), 'any pod'],
  ['labels of pods', peer('{from: [{podSelector: {matchLabels: {app: nobody}}}]}'), peer('{from: [{podSelector: {matchExpressions: [{key: team, operator: Exists}, {key: team, operator: NotIn, values: [undeclared]}]}}]}'), 'pods with any other `team` of namespace shop'],
  ['an account of a namespace, each named apart', NOBODY, source('principals: ["*/sa/x"], namespaces: [other]'), 'identities */sa/x'],
  ['the end of an account, the beginning of a namespace', NOBODY, source('principals: ["*o"], namespaces: ["a*"]'), 'identities *o of namespace a*'],
  ['what begins alike, but for some', NOBODY, source('principals: ["cluster.local/ns/o*"], notPrincipals: ["cluster.local/ns/ox*"]'), 'identities cluster.local/ns/o*'],
  ['accounts of a namespace that no manifest has', NOBODY, source('principals: ["cluster.local/ns/other/sa/x*"]'), 'identities cluster.local/ns/other/sa/x*'],
])('whoever is let in by %s is in the diff', (_name, before, after, who) => {
  expect(linesOf(before, after)).toContainEqual(expect.stringMatching(new RegExp(`^broadening.*${who.replaceAll('*', '\\*')}`)));
  expect(linesOf(after, before)).toContainEqual(expect.stringMatching(new RegExp(`^narrowing.*${who.replaceAll('*', '\\*')}`)));
});

test('a way out that was there for a host named like anybody\'s is one for all others', () => {
  expect(linesOf(scope('REGISTRY_ONLY'), scope('ALLOW_ANY')).some((line) => line.startsWith('broadening'))).toBe(true);
});

test('another trust domain is let in by a layer, and mutual TLS still stops it', () => {
  expect(linesOf(NOBODY, source('trustDomains: [other.example]')))
    .toContainEqual(expect.stringContaining('authorization-allow no longer stops identities of trust domain other.example'));
});

test('nothing is said of whom no identity can be', () => {
  expect(linesOf(NOBODY, source('principals: [cluster.local/ns/shop/sa/nobody, "*/sa/~undeclared~"]')).filter((line) => line.startsWith('broadening'))).toEqual([]);
});
