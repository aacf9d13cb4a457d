/**
 * Anyone's manifests, not written by us: node manifests.mjs PLANE WORKLOADS CALLERS OUTDIR [SEED]
 *
 * `plain`: no policies; `network`: NetworkPolicies alone, three a workload; `sidecar`: an AuthorizationPolicy a workload over HTTP; `ambient`:
 * an L4 one a workload.
 * Each callee has CALLERS callers on average; a file for each namespace of ten workloads. Prints the true graph's size; `graph.json` has it.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { fileURLToPath } from 'node:url';

const PER_NAMESPACE = 10;

/** mulberry32 */
export function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6D2B79F5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Workloads and, for each, the indexes of its callers. */
export function graph(count, mean, seed = 1, namespaces = Math.ceil(count / PER_NAMESPACE)) {
  const next = random(seed);
  const workloads = Array.from({ length: count }, (_, i) => ({
    namespace: `ns-${String(i % namespaces).padStart(4, '0')}`, name: `svc-${String(i).padStart(5, '0')}`, port: 8080 + (i % 5),
  }));
  const callers = workloads.map((_, i) => {
    const wanted = Math.min(count - 1, Math.round(mean / 2 + next() * mean));
    const found = new Set();
    while (found.size < wanted) {
      const caller = Math.floor(next() * count);
      if (caller !== i) found.add(caller);
    }
    return [...found].sort((a, b) => a - b);
  });
  return { workloads, callers };
}

const labels = ({ name }) => ({ 'app.kubernetes.io/name': name });

function common({ name, namespace, port }) {
  const metadata = { name, namespace };
  const own = labels({ name });
  const containers = [{ name: 'main', image: `registry.example.com/${name}:1`, ports: [{ name: 'http', containerPort: port, protocol: 'TCP' }] }];
  return [
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata },
    {
      apiVersion: 'apps/v1', kind: 'Deployment', metadata: { ...metadata, labels: own },
      spec: { replicas: 1, selector: { matchLabels: own }, template: { metadata: { labels: own }, spec: { serviceAccountName: name, containers } } },
    },
    { apiVersion: 'v1', kind: 'Service', metadata, spec: { selector: own, ports: [{ name: 'http', port: 80, targetPort: port, protocol: 'TCP' }] } },
  ];
}

const peer = (w) => ({ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': w.namespace } }, podSelector: { matchLabels: labels(w) } });
const tcp = ({ port }) => [{ protocol: 'TCP', port }];

function networkPolicies(workload, callers, callees) {
  const policy = (what, spec) => ({
    apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name: `${workload.name}-${what}`, namespace: workload.namespace },
    spec: { podSelector: { matchLabels: labels(workload) }, ...spec },
  });
  return [
    policy('deny', { policyTypes: ['Ingress', 'Egress'] }),
    policy('ingress', { policyTypes: ['Ingress'], ingress: [{ from: callers.map(peer), ports: tcp(workload) }] }),
    policy('egress', { policyTypes: ['Egress'], egress: callees.map((callee) => ({ to: [peer(callee)], ports: tcp(callee) })) }),
  ];
}

function authorizationPolicy(workload, callers, http) {
  const principals = callers.map(({ namespace, name }) => `cluster.local/ns/${namespace}/sa/${name}`);
  const to = http ? [{ operation: { methods: ['GET', 'POST'], paths: [`/api/v1/${workload.name}/*`] } }] : [{ operation: { ports: [String(workload.port)] } }];
  return {
    apiVersion: 'security.istio.io/v1', kind: 'AuthorizationPolicy', metadata: { name: `${workload.name}-allow`, namespace: workload.namespace },
    spec: { selector: { matchLabels: labels(workload) }, action: 'ALLOW', rules: [{ from: [{ source: { principals } }], to }] },
  };
}

function namespaceObjects(name, plane) {
  if (plane === 'plain') return [];
  const mode = { network: {}, sidecar: { 'istio-injection': 'enabled' }, ambient: { 'istio.io/dataplane-mode': 'ambient' } }[plane];
  const strict = { apiVersion: 'security.istio.io/v1', kind: 'PeerAuthentication', metadata: { name: 'default', namespace: name }, spec: { mtls: { mode: 'STRICT' } } };
  return [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels: { 'kubernetes.io/metadata.name': name, ...mode } } },
    ...(plane === 'network' ? [] : [strict]),
  ];
}

/** Block style, as Helm, kustomize and people write it; strings quoted, which every reader takes. */
function yaml(value, indent = 0) {
  const pad = '  '.repeat(indent);
  const isScalar = (v) => typeof v !== 'object' || Object.keys(v).length === 0;
  if (Array.isArray(value)) return value.map((v) => `${pad}- ${isScalar(v) ? `${JSON.stringify(v)}\n` : yaml(v, indent + 1).trimStart()}`).join('');
  return Object.entries(value).map(([k, v]) => (isScalar(v) ? `${pad}${k}: ${JSON.stringify(v)}\n` : `${pad}${k}:\n${yaml(v, indent + 1)}`)).join('');
}

/** All objects by namespace. */
export function objectsByNamespace(plane, { workloads, callers }) {
  const callees = workloads.map(() => []);
  callers.forEach((list, callee) => list.forEach((caller) => callees[caller].push(workloads[callee])));
  const byNamespace = new Map();
  workloads.forEach((workload, i) => {
    if (!byNamespace.has(workload.namespace)) byNamespace.set(workload.namespace, namespaceObjects(workload.namespace, plane));
    const admitted = callers[i].map((c) => workloads[c]);
    const policies = plane === 'plain' ? [] : plane === 'network' ? networkPolicies(workload, admitted, callees[i]) : [authorizationPolicy(workload, admitted, plane === 'sidecar')];
    byNamespace.get(workload.namespace).push(...common(workload), ...policies);
  });
  return byNamespace;
}

export function writeManifests(plane, count, mean, directory, seed, namespaces) {
  const made = graph(count, mean, seed, namespaces);
  fs.rmSync(directory, { recursive: true, force: true });
  fs.mkdirSync(path.join(directory, 'manifests'), { recursive: true });
  let bytes = 0;
  for (const [namespace, objects] of objectsByNamespace(plane, made)) {
    const text = objects.map((object) => yaml(object)).join('---\n');
    bytes += text.length;
    fs.writeFileSync(path.join(directory, 'manifests', `${namespace}.yaml`), text);
  }
  fs.writeFileSync(path.join(directory, 'graph.json'), JSON.stringify(made));
  return { bytes, edges: made.callers.reduce((sum, list) => sum + list.length, 0) };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [plane, count, mean, directory, seed] = process.argv.slice(2);
  console.log(JSON.stringify(writeManifests(plane, Number(count), Number(mean), directory, seed === undefined ? undefined : Number(seed))));
}
