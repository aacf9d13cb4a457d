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
metadata: {name: db, namespace: shop}
spec: {selector: {app: db}, ports: [{name: http, port: 80, targetPort: 8080}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: db, namespace: shop}
spec:
  selector: {matchLabels: {app: db}}
  template: {metadata: {labels: {app: db}}, spec: {serviceAccountName: db, containers: [{name: app, image: app, ports: [{containerPort: 8080}]}]}}
`;
const PATHS = Array.from({ length: 200 }, (_, i) => `/v${i % 7}/thing-${i}${i % 5 === 0 ? '/*' : ''}`);

const rule = (paths: readonly string[], name?: string): string => (
  `{to: [{operation: {paths: ${JSON.stringify(paths)}}}]${name === undefined ? '' : `, when: [{key: connection.sni, values: [${name}]}]`}}`);
const policy = (name: string, rules: readonly string[]): string => `---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: ${name}, namespace: shop}
spec: {selector: {matchLabels: {app: db}}, rules: [${rules.join(', ')}]}
`;

function worldOf(...policies: readonly string[]): World {
  const { manifests, problems } = readText(`${SHOP}${policies.join('')}`, 'shop.yaml');
  expect(problems).toEqual([]);
  return buildWorld(manifests);
}

const said = (before: World, after: World): readonly string[] => diffText(diffAccess({ before, after })).split('\n')
  .filter((line) => /^ {2}(broadening|narrowing|unclear) |^no /.test(line)).map((line) => line.trim());

/** Of one rule for all paths, and of a rule for each in two policies; one path is another in the last. */
const split = (name?: (i: number) => string): readonly string[] => [
  policy('c', PATHS.slice(150).map((path, i) => rule([path], name?.(i + 150)))),
  policy('b', PATHS.slice(0, 150).map((path, i) => rule([path], name?.(i))).reverse()),
];

test('two hundred paths that are decided', () => {
  const whole = worldOf(policy('a', [rule(PATHS)]));
  expect(said(whole, worldOf(...split()))).toEqual(['no access change']);
  const [more, less] = said(whole, worldOf(...split().map((text) => text.replace('"/v0/thing-77"', '"/other"'))));
  expect(more).toBe('broadening  any pod, any address outside the cluster may now: /other');
  expect(less).toBe('narrowing   any pod, any address outside the cluster may no longer: /v0/thing-77');
});

test('two hundred paths in doubt for one reason', () => {
  const whole = worldOf(policy('a', [rule(PATHS, 'a.example')]));
  expect(said(whole, worldOf(...split(() => 'a.example')))).toEqual(['no access change']);
  expect(said(whole, worldOf(...split((i) => (i === 77 ? 'b.example' : 'a.example'))))).toEqual([expect.stringMatching(/^unclear {5}any mesh identity: \/v0\/thing-77: /)]);
});

test('seventy paths in doubt for a reason each', () => {
  const [one, other, changed] = [0, 1, 2].map((which) => {
    const rules = PATHS.slice(0, 70).map((path, i) => rule([path], which === 2 && i === 66 ? 'other.example' : `a${i}.example`));
    return which === 0 ? worldOf(policy('a', rules)) : worldOf(policy('c', rules.slice(40)), policy('b', rules.slice(0, 40).reverse()));
  });
  expect(said(one, other)).toEqual(['no access change']);
  expect(said(changed, one)).toEqual([expect.stringMatching(/^unclear {5}any mesh identity: \/v3\/thing-66: /)]);
});
