import type { PodFacts, Protocol, Workload, WorkloadKind } from '../kinds';
import { dnsSubdomainFault, portNameFault } from '../syntax/names';
import type { Findings } from './finding';
import { boolean, isMap, list, oneOf, port, string, stringOf, wrongType, type Check } from './kit';
import type { KindReader } from './kind';
import { metadata, templateMetadata } from './metadata';
import { nearest } from './nearest';
import { show } from './show';

// Of a pod we read what decides access and nothing else: the rest is the user's, and changes with every Kubernetes version.

type Tree = Readonly<Record<string, unknown>>;
type ContainerPort = PodFacts['containerPorts'][number];

/** Reads one field of a map that is otherwise left alone. */
function field<T>(tree: Tree, key: string, check: Check<T>, findings: Findings): T | undefined {
  const value = tree[key];
  return value === undefined || value === null ? undefined : findings.at(key, () => check(value, findings));
}

const map: Check<Tree> = (value, findings) => {
  if (!isMap(value)) wrongType(findings, 'a map', value);
  return isMap(value) ? value : {};
};

/**
 * A misspelt field is dropped by a lenient client, and the pod then runs with the default: refused where the field is one that we read.
 * `others` are fields of the API that look like one of them and are not.
 */
function noMisspelling(tree: Tree, read: readonly string[], others: readonly string[], findings: Findings): void {
  for (const key of Object.keys(tree)) {
    const meant = read.includes(key) || others.includes(key) ? undefined : nearest(key, [...read, ...others]);
    if (meant !== undefined && read.includes(meant)) {
      findings.addAt([key], 'unknown-key', `${show(key)} is not a field here`, { value: key, repair: `did you mean \`${meant}\`?` });
    }
  }
}

const portName = stringOf('bad-port', portNameFault);
const protocol = oneOf<Protocol>('TCP', 'UDP', 'SCTP');

const containerPort: Check<ContainerPort> = (value, findings) => {
  const tree = map(value, findings);
  noMisspelling(tree, ['name', 'containerPort', 'protocol'], ['hostPort', 'hostIP'], findings);
  const name = field(tree, 'name', portName, findings);
  const number = field(tree, 'containerPort', port, findings);
  if (number === undefined) findings.addAt(['containerPort'], 'missing-field', 'a container port needs `containerPort`');
  return { ...(name === undefined ? {} : { name }), containerPort: number ?? 0, protocol: field(tree, 'protocol', protocol, findings) ?? 'TCP' };
};
const containerPorts = list(containerPort);

const container: Check<readonly ContainerPort[]> = (value, findings) => {
  const tree = map(value, findings);
  noMisspelling(tree, ['ports'], [], findings);
  return field(tree, 'ports', containerPorts, findings) ?? [];
};
const containers = list(container);

const serviceAccountName = stringOf('bad-name', (text) => text === '' ? undefined : dnsSubdomainFault(text));

/** Fields of a PodSpec that resemble those we read. */
const NEIGHBOURS = ['serviceAccount', 'hostname', 'hostPID', 'hostIPC', 'hostUsers', 'hostnameOverride', 'ephemeralContainers'];

function podFacts(template: Tree, findings: Findings, ip?: string): PodFacts {
  const { labels = {}, annotations = {} } = field(template, 'metadata', templateMetadata, findings) ?? {};
  const spec = field(template, 'spec', map, findings) ?? {};
  findings.enter('spec');
  noMisspelling(spec, ['serviceAccountName', 'hostNetwork', 'containers', 'initContainers'], NEIGHBOURS, findings);
  const account = field(spec, 'serviceAccountName', serviceAccountName, findings);
  const alias = field(spec, 'serviceAccount', serviceAccountName, findings);
  const hostNetwork = field(spec, 'hostNetwork', boolean, findings) ?? false;
  const ports = [...field(spec, 'initContainers', containers, findings) ?? [], ...field(spec, 'containers', containers, findings) ?? []].flat();
  findings.leave();
  return {
    labels,
    annotations,
    // `serviceAccount` is the deprecated alias; both empty is the namespace's `default`.
    serviceAccountName: account || alias || 'default',
    hostNetwork,
    containerPorts: ports,
    ...(ip === undefined ? {} : { ip }),
  };
}

/** Where a kind keeps its pod template. */
type TemplatePath = readonly string[];

function descend(root: Tree, path: TemplatePath, findings: Findings): PodFacts {
  const [step, ...rest] = path;
  if (step === undefined) {
    if (root.spec === undefined || root.spec === null) findings.addAt(['spec'], 'missing-field', 'a pod needs `spec`');
    return podFacts(root, findings);
  }
  const next = root[step];
  return findings.at(step, () => {
    if (next === undefined || next === null) findings.add('missing-field', 'is needed to know which pods run', { value: next });
    else if (isMap(next)) return descend(next, rest, findings);
    else wrongType(findings, 'a map', next);
    return podFacts({}, findings);
  });
}

function workloadKind(group: string, kind: WorkloadKind, versions: readonly string[], template: TemplatePath): KindReader<Workload> {
  const apiVersion = group === '' ? versions[0] : `${group}/${versions[0]}`;
  return {
    group,
    kind,
    versions,
    read: (value, findings) => {
      const root = map(value, findings);
      const meta = field(root, 'metadata', metadata, findings);
      if (meta === undefined) findings.addAt(['metadata'], 'missing-field', `a ${kind} needs \`metadata\``);
      const pod = descend(root, template, findings);
      const ip = kind === 'Pod' ? podIp(root, findings) : undefined;
      return { apiVersion, kind, metadata: meta ?? { name: '' }, pod: ip === undefined ? pod : { ...pod, ip } };
    },
  };
}

/** Of the status only the address is read: it tells which ipBlock covers a running pod. */
function podIp(root: Tree, findings: Findings): string | undefined {
  const status = field(root, 'status', map, findings);
  return status === undefined ? undefined : findings.at('status', () => field(status, 'podIP', string, findings)) || undefined;
}

const TEMPLATE: TemplatePath = ['spec', 'template'];

export const workloads: readonly KindReader<Workload>[] = [
  workloadKind('', 'Pod', ['v1'], []),
  workloadKind('apps', 'Deployment', ['v1'], TEMPLATE),
  workloadKind('apps', 'ReplicaSet', ['v1'], TEMPLATE),
  workloadKind('apps', 'StatefulSet', ['v1'], TEMPLATE),
  workloadKind('apps', 'DaemonSet', ['v1'], TEMPLATE),
  workloadKind('batch', 'Job', ['v1'], TEMPLATE),
  workloadKind('batch', 'CronJob', ['v1'], ['spec', 'jobTemplate', 'spec', 'template']),
  workloadKind('argoproj.io', 'Rollout', ['v1alpha1'], TEMPLATE),
];
