import * as fs from 'node:fs';
import * as path from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import { ROOT } from './snippets';

interface Role {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly rules: readonly { readonly apiGroups: readonly string[]; readonly resources: readonly string[]; readonly verbs: readonly string[] }[];
}

interface Written {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly labels?: Readonly<Record<string, string>> };
}

const roles = parseAllDocuments(fs.readFileSync(path.join(ROOT, 'docs/guide/rbac.yaml'), 'utf8')).map((d) => d.toJS() as Role);
const role = (tier: string): Role => roles.find((r) => r.metadata.name === `mesh-access-${tier}`)!;

/** As the API server names them. */
const RESOURCES: Readonly<Record<string, string>> = {
  Telemetry: 'telemetries', NetworkPolicy: 'networkpolicies', AuthorizationPolicy: 'authorizationpolicies', ServiceEntry: 'serviceentries',
};
const resourceOf = (kind: string): string => RESOURCES[kind] ?? `${kind.toLowerCase()}s`;

function writes({ rules }: Role, { apiVersion, kind }: Written): boolean {
  const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
  return rules.some((r) => r.apiGroups.includes(group) && r.resources.includes(resourceOf(kind)) && ['create', 'patch', 'update'].every((v) => r.verbs.includes(v)));
}

/** Those that the library wrote; a case brings others, too. */
function objectsBelow(directory: string): readonly Written[] {
  const files = fs.readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter((f) => f.endsWith('.yaml'));
  const texts = files.flatMap((f) => fs.readFileSync(path.join(directory, f), 'utf8').split(/^---\n/m));
  return texts.filter((t) => t.trim() !== '').map((t) => parse(t) as Written).filter((o) => o.metadata.labels?.['app.kubernetes.io/managed-by'] === 'cdk8s-mesh-access');
}

const GOLDEN = path.join(ROOT, 'test/golden');
const cases = fs.readdirSync(GOLDEN, { withFileTypes: true }).filter((e) => e.isDirectory()).map((e) => e.name);
const all = cases.flatMap((name) => objectsBelow(path.join(GOLDEN, name, 'expected')));
const names = (objects: readonly Written[]): readonly string[] => [...new Set(objects.map((o) => `${o.kind} ${o.apiVersion}`))].sort();

test('a namespace\'s owner may write all that any case emits', () => {
  expect(all.length).toBeGreaterThan(300);
  const [owner, namespaces] = [role('namespace-owner'), role('namespaces')];
  expect(names(all.filter((o) => !writes(owner, o) && !writes(namespaces, o)))).toEqual([]);
});

test('the team of gateways may write all that is emitted beside them', () => {
  const GATEWAYS = ['jwt-gateway-api', 'kubernetes-gateway-pods', 'ambient-gateway-pods'];
  const beside = GATEWAYS.flatMap((name) => objectsBelow(path.join(GOLDEN, name, 'expected'))).filter((o) => o.metadata.namespace === 'istio-ingress');
  expect(names(beside)).toEqual(['AuthorizationPolicy security.istio.io/v1', 'NetworkPolicy networking.k8s.io/v1', 'RequestAuthentication security.istio.io/v1']);
  expect(names(beside.filter((o) => !writes(role('gateway'), o)))).toEqual([]);
});

test('the platform may write all that a baseline emits in the root namespace', () => {
  const root = all.filter((o) => o.metadata.namespace === 'istio-system');
  expect(names(root)).toEqual(['AuthorizationPolicy security.istio.io/v1', 'PeerAuthentication security.istio.io/v1']);
  expect(names(root.filter((o) => !writes(role('platform'), o)))).toEqual([]);
});

test.each([
  ['a tenant of a case', path.join(GOLDEN, 'tenant-of-a-namespace/expected'), () => true],
  ['team reviews in shop', path.join(ROOT, 'examples/teams/expected/money'), (o: Written) => o.metadata.namespace === 'shop'],
])('%s may write all that it emits, and no Namespace, Gateway or ConfigMap', (_, directory, isTenants) => {
  const objects = objectsBelow(directory).filter(isTenants);
  expect(objects.length).toBeGreaterThan(4);
  expect(names(objects.filter((o) => !writes(role('tenant'), o)))).toEqual([]);
  for (const kind of ['Namespace', 'ConfigMap', 'Gateway']) {
    const apiVersion = kind === 'Gateway' ? 'gateway.networking.k8s.io/v1' : 'v1';
    expect([kind, writes(role('tenant'), { apiVersion, kind, metadata: { name: 'x' } })]).toEqual([kind, false]);
  }
});

test('no role may do everything, read secrets or make pods', () => {
  const given = roles.flatMap((r) => r.rules.flatMap((rule) => [...rule.resources, ...rule.verbs]));
  expect(given.filter((g) => ['*', 'secrets', 'pods', 'deployments', 'roles', 'escalate', 'impersonate', 'bind'].includes(g))).toEqual([]);
  expect(role('namespaces').rules.flatMap((r) => r.verbs)).not.toContain('delete');
});
