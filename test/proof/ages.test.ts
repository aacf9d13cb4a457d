import { prove, type ProofResult } from '../../src/proof';
import { manifests, MODEL } from './shop';

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
