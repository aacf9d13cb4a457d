/** Small meshes of NetworkPolicies that nobody would write on purpose, for two evaluators to agree on. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { random } from './manifests.mjs';

const NAMESPACES = [{ name: 'a', team: 'red' }, { name: 'b', team: 'blue' }, { name: 'c', team: 'blue' }];
const OPTIONAL = ['tier', 'missing'];
const PORTS = [{ name: 'http', containerPort: 80, protocol: 'TCP' }, { name: 'dns', containerPort: 53, protocol: 'UDP' }, { name: 'high', containerPort: 30_000, protocol: 'TCP' }];

/** Writes `manifests/all.yaml` and returns the pods as cyclonus takes them. */
export function randomPods(seed, directory) {
  const next = random(seed);
  const below = (n) => Math.floor(next() * n);
  const pick = (values) => values[below(values.length)];
  const some = (values, least = 1) => values.filter(() => next() < 0.5).concat(pick(values)).slice(0, Math.max(least, 1 + below(values.length)));

  const selector = (keys) => {
    const labels = Object.fromEntries(Object.entries(keys).filter(() => next() < 0.4).map(([key, values]) => [key, pick(values)]));
    const expression = () => {
      const [key, values] = pick(Object.entries(keys));
      // `NotIn` holds for objects without the key, but not to cyclonus: it is asked about keys that every pod or namespace has.
      // https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#set-based-requirement
      const operator = pick(['In', ...(OPTIONAL.includes(key) ? [] : ['NotIn']), 'Exists', 'DoesNotExist']);
      return { key, operator, ...(operator.endsWith('In') ? { values: [...new Set(some(values))] } : {}) };
    };
    return { ...(Object.keys(labels).length > 0 ? { matchLabels: labels } : {}), ...(next() < 0.3 ? { matchExpressions: [expression()] } : {}) };
  };
  const POD = { app: ['web', 'api', 'db'], tier: ['front', 'back'], missing: ['x'] };
  const NAMESPACE = { team: ['red', 'blue'], 'kubernetes.io/metadata.name': ['a', 'b', 'c'] };
  const peer = () => {
    const kind = below(10);
    if (kind === 0) return { ipBlock: pick([{ cidr: '10.0.0.0/8' }, { cidr: '192.168.0.0/16' }, { cidr: '192.168.0.0/16', except: ['192.168.1.0/24'] }]) };
    return { ...(kind < 7 ? { podSelector: selector(POD) } : {}), ...(kind >= 5 ? { namespaceSelector: selector(NAMESPACE) } : {}) };
  };
  const port = () => pick([
    { port: 80 }, { port: 80, protocol: 'TCP' }, { port: 'http' }, { port: 53, protocol: 'UDP' }, { port: 'dns', protocol: 'UDP' }, { protocol: 'UDP' },
    { port: 1, endPort: 100 }, { port: 100, endPort: 40_000, protocol: 'TCP' }, { port: 81 }, { port: 'nothing' },
  ]);
  const list = (make, empty) => (next() < empty ? [] : Array.from({ length: 1 + below(2) }, make));
  const rule = (field) => ({ ...(next() < 0.8 ? { [field]: list(peer, 0.1) } : {}), ...(next() < 0.6 ? { ports: list(port, 0.1) } : {}) });
  const policy = (i) => {
    // The API server fills them in where they are left out, and cyclonus leaves that to it.
    const policyTypes = pick([['Ingress'], ['Egress'], ['Ingress', 'Egress']]);
    const spec = {
      podSelector: selector(POD),
      policyTypes,
      ...(policyTypes.includes('Ingress') && next() < 0.8 ? { ingress: list(() => rule('from'), 0.15) } : {}),
      ...(policyTypes.includes('Egress') && next() < 0.8 ? { egress: list(() => rule('to'), 0.15) } : {}),
    };
    return { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name: `policy-${i}`, namespace: pick(NAMESPACES).name }, spec };
  };

  const pods = NAMESPACES.flatMap(({ name: namespace, team }) => Array.from({ length: 4 }, (_, i) => {
    const { name: portName, containerPort, protocol } = pick(PORTS);
    const labels = { app: pick(POD.app), ...(next() < 0.7 ? { tier: pick(POD.tier) } : {}) };
    return {
      Id: `${namespace}/pod-${i}`, Namespace: namespace, NamespaceLabels: { team, 'kubernetes.io/metadata.name': namespace }, Labels: labels,
      Ip: `10.0.${namespace.charCodeAt(0)}.${i + 1}`, Port: containerPort, PortName: portName, Protocol: protocol,
    };
  }));
  const objects = [
    ...NAMESPACES.map(({ name, team }) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels: { team } } })),
    ...pods.map((p) => ({
      apiVersion: 'v1', kind: 'Pod', metadata: { name: p.Id.split('/')[1], namespace: p.Namespace, labels: p.Labels },
      spec: { containers: [{ name: 'main', image: 'registry.example.com/app:1', ports: [{ name: p.PortName, containerPort: p.Port, protocol: p.Protocol }] }] },
      status: { podIP: p.Ip },
    })),
    ...Array.from({ length: 1 + below(5) }, (_, i) => policy(i)),
  ];
  fs.mkdirSync(path.join(directory, 'manifests'), { recursive: true });
  fs.writeFileSync(path.join(directory, 'manifests/all.yaml'), objects.map((o) => JSON.stringify(o)).join('\n---\n'));
  return pods;
}
