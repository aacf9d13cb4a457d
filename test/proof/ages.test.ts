import { prove, type ProofResult } from '../../src/proof';
import { manifests, MODEL, OBJECTS } from './shop';

const object = (kind: string, apiVersion: string, name: string, spec: string): string => `\nkind: ${kind}\napiVersion: ${apiVersion}\nmetadata: {name: ${name}, namespace: shop}\nspec: ${spec}`;
const peer = (name: string, spec: string): string => object('PeerAuthentication', 'security.istio.io/v1', name, spec);
const sidecar = (spec: string): string => object('Sidecar', 'networking.istio.io/v1', 'chart', spec);
const service = (port: string): string => object('Service', 'v1', 'chart', `{selector: {app.kubernetes.io/name: catalog}, ports: [{name: ${port}, port: 1, targetPort: 8080}]}`);

const SELECTED = 'selector: {matchLabels: {app.kubernetes.io/name: catalog}}';
const RELEASED = 'selector: {matchLabels: {app.kubernetes.io/name: catalog, release: stable}}';
const pods = '\nkind: Deployment\napiVersion: apps/v1\nmetadata: {name: catalog, namespace: shop}\nspec:\n  selector: {matchLabels: {release: stable}}\n  template:\n'
  + '    metadata: {labels: {app.kubernetes.io/name: catalog, release: stable}}\n    spec: {serviceAccountName: catalog, containers: [{name: app, image: app}]}';

/** What is added comes last here, and so is younger as far as the evaluator can tell. */
function last(added: Record<string, string>): ProofResult {
  const read = manifests(added);
  return prove({ model: MODEL, manifests: { ...read, objects: [...read.objects].reverse() } });
}

// The evaluator takes the first for the oldest, so that objects that come after ours are overlooked by whoever does not ask for the other order.
const LATER: readonly (readonly [string, string, Record<string, string>, string])[] = [
  ['a PERMISSIVE for the namespace', peer('chart', '{mtls: {mode: PERMISSIVE}}'), {}, 'PeerAuthentication shop/chart'],
  ['a PERMISSIVE for the same pods by one more label', peer('chart', `{${RELEASED}, mtls: {mode: PERMISSIVE}}`),
    { pods, ports: peer('ports', `{${SELECTED}, mtls: {mode: STRICT}}`) }, 'PeerAuthentication shop/chart'],
  ['a Sidecar that lets everything out', sidecar('{workloadSelector: {labels: {release: stable}}, outboundTrafficPolicy: {mode: ALLOW_ANY}}'), { pods }, 'Sidecar shop/chart'],
  ['a Service that reads the port as TCP', service('tcp'), {}, 'Service shop/chart'],
];

test.each(LATER)('%s counts although it comes last', (_name, chart, others, oldest) => {
  const { verdict, refutations } = last({ chart, ...others });
  expect(verdict).toBe('refuted');
  expect(refutations[0].text).toContain(`so it is if the oldest is ${oldest}, and manifests do not show age`);
});

test.each([
  ['PeerAuthentications', peer('chart', '{mtls: {mode: STRICT}}')],
  ['Services', service('http')],
])('%s that agree are proved in any order', (_name, chart) => {
  expect(last({ chart }).refutations.map((r) => r.text)).toEqual([]);
});

describe('what only the istiod of a revision reads', () => {
  const marked = (name: string, revision: string): Record<string, string> => ({ [name]: OBJECTS[name].replace('metadata: {', `metadata: {labels: {istio.io/rev: ${revision}}, `) });
  const withSpec = (name: string, spec: string): string => `\nkind: AuthorizationPolicy\napiVersion: security.istio.io/v1\nmetadata: {name: ${name}, namespace: shop, labels: {istio.io/rev: ${name}}}\nspec: ${spec}`;

  test.each([
    ['strict', 'layer-least-privilege', 'in plaintext', 'PeerAuthentication shop/default'],
    ['allowNothing', 'layer-least-privilege', 'shop/rogue', 'AuthorizationPolicy shop/allow-nothing'],
    ['catalogCallers', 'declared-works', 'authorization-allow keeps shop/frontend from', 'AuthorizationPolicy shop/catalog-callers'],
    ['frontendScope', 'layer-least-privilege', 'egress-scope lets shop/frontend', 'Sidecar shop/frontend'],
  ])('%s is not enforced for sure', (name, statement, text, object) => {
    const { verdict, refutations } = prove({ model: MODEL, manifests: manifests(marked(name, 'canary')) });
    expect(verdict).toBe('refuted');
    const found = refutations.filter((r) => r.statement === statement && r.text.includes(text));
    expect(found[0].text).toContain(`; so it is where istiod is of another revision than \`istio.io/rev\` names on ${object} (shop.yaml:`);
    expect(found[0].repair).toMatch(new RegExp(`, or take the label \`istio.io/rev\` off ${object}$`));
  });

  test('of two revisions each reads its own', () => {
    const deny = withSpec('canary', '{action: DENY, rules: [{to: [{operation: {ports: ["8080"]}}]}]}');
    const [{ text }] = prove({ model: MODEL, manifests: manifests({ deny, other: withSpec('stable', '{action: DENY, rules: [{from: [{source: {namespaces: [other]}}]}]}') }) }).refutations;
    expect(text).toContain('names on AuthorizationPolicy shop/stable (shop.yaml:');
  });

  test.each([
    ['a policy that denies nobody who is declared', { chart: withSpec('canary', '{action: DENY, rules: [{from: [{source: {namespaces: [other]}}]}]}') }],
    ['a NetworkPolicy, which no istiod reads', marked('catalogIngress', 'canary')],
    ['a Service, which every istiod reads', marked('catalogService', 'canary')],
  ])('proved with %s', (_name, changes) => {
    expect(prove({ model: MODEL, manifests: manifests(changes) }).refutations.map((r) => r.text)).toEqual([]);
  });
});
