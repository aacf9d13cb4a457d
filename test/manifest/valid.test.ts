import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as ts from 'typescript';
import { formatManifestProblem, readObjects, readPaths, type KnownObject, type NetworkPolicy, type Workload } from '../../src/manifest';

const VALID = join(__dirname, 'valid');
const { manifests, problems } = readPaths([VALID]);
const objects = manifests.objects.map(({ object }) => object);

function find<T extends KnownObject>(kind: T['kind'], name: string): T {
  const found = objects.find((object) => object.kind === kind && object.metadata.name === name);
  if (found === undefined) throw new Error(`no ${kind} ${name}`);
  return found as T;
}

test('every document is read', () => {
  expect(problems.map(formatManifestProblem)).toEqual([]);
  // Whom it lets in is not read.
  expect(manifests.unread.map(({ kind }) => kind)).toEqual(['Ingress']);
  expect(objects).toHaveLength(58);
});

test('objects of a program are read as text is', () => {
  const again = readObjects(objects.filter((object) => !('pod' in object)).map((value) => ({ value, construct: 'app/x' })));
  expect(again.problems).toEqual([]);
  expect(again.manifests.objects.map(({ object }) => object)).toEqual(objects.filter((object) => !('pod' in object)));
  expect(again.manifests.objects[0].origin).toEqual({ construct: 'app/x' });
});

test('what is right is passed on without a copy', () => {
  const value = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'a' }, spec: { ports: [{ port: 80 }] } };
  expect(readObjects([{ value, construct: 'app' }]).manifests.objects[0].object).toBe(value);
});

test('other versions of a kind are given out as the current one', () => {
  const versions = new Set(objects.filter(({ kind }) => kind === 'AuthorizationPolicy' || kind === 'Sidecar').map(({ apiVersion }) => apiVersion));
  expect([...versions].sort()).toEqual(['networking.istio.io/v1', 'security.istio.io/v1']);
});

test('a field of a built-in kind that is null is a field left out, which here means everyone', () => {
  expect(find<NetworkPolicy>('NetworkPolicy', 'nulls').spec).toStrictEqual({ podSelector: {}, ingress: [{}] });
});

test('a namespace lies in no namespace, whatever its chart says', () => {
  expect(find('Namespace', 'shop').metadata).not.toHaveProperty('namespace');
});

test('a NetworkPolicy without spec or podSelector selects every pod', () => {
  expect(objects.filter(({ kind, metadata }) => kind === 'NetworkPolicy' && metadata.name !== 'everything').map((object) => 'spec' in object && object.spec))
    .toEqual([{ podSelector: {} }, { podSelector: {}, ingress: [{}] }]);
});

test('a Rollout has the pods of the workload that it refers to', () => {
  const { pod, selector } = find<Workload>('Deployment', 'web');
  expect(find<Workload>('Rollout', 'progressive')).toMatchObject({ pod, selector, workloadRef: { kind: 'Deployment', name: 'web' } });
});

test.each<[Workload['kind'], string, Workload['pod']]>([
  ['Pod', 'debug', {
    labels: { app: 'debug' },
    annotations: { a: 'b' },
    serviceAccountName: 'old-alias',
    hostNetwork: true,
    containerPorts: [
      { containerPort: 53, protocol: 'UDP' }, { containerPort: 80, protocol: 'TCP' }, { name: 'metrics', containerPort: 9090, protocol: 'TCP' },
    ],
    probes: [{ kind: 'exec' }, { kind: 'http', port: 8081, path: '/' }, { kind: 'grpc', port: 53 }, { kind: 'tcp', port: 9090 }],
    initContainers: ['setup'],
    hostPorts: [53],
    asProxy: 'b',
    isWaypoint: true,
    ip: '10.1.2.3',
    ips: ['10.1.2.3', 'fd00::3'],
    runs: true,
  }],
  ['Deployment', 'web', {
    labels: { app: 'web' }, annotations: {}, serviceAccountName: 'web', hostNetwork: false, containerPorts: [{ name: 'http', containerPort: 8080, protocol: 'TCP' }],
  }],
  ['ReplicaSet', 'web-1', { labels: { app: 'web' }, annotations: {}, serviceAccountName: 'default', hostNetwork: false, containerPorts: [] }],
  ['Job', 'once', {
    labels: { app: 'once', 'batch.kubernetes.io/job-name': 'once', 'job-name': 'once' }, annotations: {}, serviceAccountName: 'default', hostNetwork: false, containerPorts: [],
  }],
  ['CronJob', 'nightly', {
    labels: { app: 'nightly', 'batch.kubernetes.io/job-name': 'nightly-0', 'job-name': 'nightly-0' }, annotations: {}, serviceAccountName: 'nightly', hostNetwork: false, containerPorts: [],
  }],
])('the pod of %s %s', (kind, name, pod) => {
  expect(find<Workload>(kind, name).pod).toEqual(pod);
});

test('what a workload selects its pods by is read where it is its own', () => {
  expect(find<Workload>('Deployment', 'web').selector).toEqual({ app: 'web' });
  expect(find<Workload>('DaemonSet', 'agent').selector).toEqual({ app: 'agent', tier: 'node' });
  expect(find<Workload>('CronJob', 'nightly').selector).toBeUndefined();
});

test('every field of the kinds is in a document that is read', () => {
  const keys = new Set<string>();
  const collect = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [key, child] of Object.entries(value)) {
      if (!Array.isArray(value)) keys.add(key);
      collect(child);
    }
  };
  collect(objects);
  const folder = join(__dirname, '../../src/manifest/kinds');
  const fields = readdirSync(folder).flatMap((file) => fieldsOf(join(folder, file)));
  expect(new Set(fields).size).toBeGreaterThan(80);
  expect(fields.filter((field) => !keys.has(field))).toEqual([]);
});

function fieldsOf(file: string): string[] {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ES2022);
  const fields = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isPropertySignature(node) && ts.isIdentifier(node.name)) fields.add(node.name.text);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return [...fields];
}
