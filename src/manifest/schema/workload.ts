import type { Labels, PodFacts, Workload, WorkloadKind, WorkloadReference } from '../kinds';
import { labels } from '../syntax/labels';
import { dnsSubdomainFault } from '../syntax/names';
import { containers, isProxyUser } from './container';
import type { Findings } from './finding';
import { selectorMatchesTemplate } from '../validate/workload';
import { jobLabels } from './job-labels';
import { boolean, customObject, isMap, list, object, oneOf, string, stringOf, wrongType } from './kit';
import type { KindReader } from './kind';
import { metadata, templateMetadata } from './metadata';
import { field, noMisspelling, tree, type Tree } from './tree';

// Of a pod we read what decides access and nothing else.

const serviceAccountName = stringOf('bad-name', (text) => text === '' ? undefined : dnsSubdomainFault(text));

/** Fields of a PodSpec that resemble those we read. */
const NEIGHBOURS = ['serviceAccount', 'hostname', 'hostPID', 'hostIPC', 'hostUsers', 'hostnameOverride', 'ephemeralContainers'];
const wellSpelt = noMisspelling(['serviceAccountName', 'hostNetwork', 'containers', 'initContainers'], NEIGHBOURS);

function podFacts(template: Tree, findings: Findings, ip?: string): PodFacts {
  const { labels = {}, annotations = {} } = field(template, 'metadata', templateMetadata, findings) ?? {};
  const spec = field(template, 'spec', tree, findings) ?? {};
  findings.enter('spec');
  wellSpelt(spec, findings);
  const account = field(spec, 'serviceAccountName', serviceAccountName, findings);
  const alias = field(spec, 'serviceAccount', serviceAccountName, findings);
  const hostNetwork = field(spec, 'hostNetwork', boolean, findings) ?? false;
  const first = field(spec, 'initContainers', containers, findings) ?? [];
  // Others are gone once the pod serves anybody: their ports are nobody's, and they have no probes.
  const running = [...field(spec, 'containers', containers, findings) ?? [], ...first.filter((c) => c.isSidecar)];
  const initContainers = first.filter((c) => !c.isSidecar).map((c) => c.name);
  const probes = running.flatMap((c) => c.probes);
  const isRouter = running.some((c) => c.isRouter);
  const isWaypoint = running.some((c) => c.isWaypoint);
  const hostPorts = running.flatMap((c) => c.hostPorts);
  const asProxy = running.find((c) => c.isProxyUser ?? isProxyUser(spec.securityContext))?.name;
  const ownProxy = [...running, ...first].find((c) => c.isOwnProxy)?.name;
  findings.leave();
  return {
    labels,
    annotations,
    // `serviceAccount` is the deprecated alias; both empty is the namespace's `default`.
    serviceAccountName: account || alias || 'default',
    hostNetwork,
    containerPorts: running.flatMap((c) => c.ports),
    ...(probes.length === 0 ? {} : { probes }),
    ...(initContainers.length === 0 ? {} : { initContainers }),
    ...(hostPorts.length === 0 ? {} : { hostPorts }),
    ...(asProxy === undefined ? {} : { asProxy }),
    ...(ownProxy === undefined ? {} : { ownProxy }),
    ...(isRouter ? { isRouter } : {}),
    ...(isWaypoint ? { isWaypoint } : {}),
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

const NO_PODS: PodFacts = { labels: {}, annotations: {}, serviceAccountName: 'default', hostNetwork: false, containerPorts: [] };

/**
 * A Rollout may have the template of another workload; which, is looked up once all objects are read. A template of its own it then has not:
 * https://argo-rollouts.readthedocs.io/en/stable/migrating/#reference-deployment-from-rollout
 */
function referenceOf(root: Tree, findings: Findings): WorkloadReference | undefined {
  const spec = isMap(root.spec) ? root.spec : {};
  if (spec.workloadRef === undefined || spec.workloadRef === null) return undefined;
  return findings.at('spec', () => {
    if (spec.template !== undefined && spec.template !== null) {
      findings.addAt(['workloadRef'], 'conflict', 'is given beside `template`, and Argo Rollouts takes one of them', { repair: 'leave one of them out' });
    }
    return field(spec, 'workloadRef', reference, findings);
  });
}

const reference = customObject<WorkloadReference & { readonly apiVersion: string; readonly scaleDown?: string }>({
  apiVersion: oneOf('apps/v1'), kind: oneOf('Deployment', 'ReplicaSet'), name: stringOf('bad-name', dnsSubdomainFault), scaleDown: string,
}, { name: 'a reference to a workload', required: ['apiVersion', 'kind', 'name'] });

function workloadKind(group: string, kind: WorkloadKind, versions: readonly string[], template: TemplatePath): KindReader<Workload> {
  const apiVersion = group === '' ? versions[0] : `${group}/${versions[0]}`;
  return {
    group,
    kind,
    versions,
    read: (value, findings) => {
      const root = tree(value, findings);
      const meta = field(root, 'metadata', metadata, findings);
      if (meta === undefined) findings.addAt(['metadata'], 'missing-field', `a ${kind} needs \`metadata\``);
      const workloadRef = kind === 'Rollout' ? referenceOf(root, findings) : undefined;
      const stated = workloadRef === undefined ? descend(root, template, findings) : NO_PODS;
      const made = jobLabels(kind, meta?.name ?? '', root.spec);
      const pod = made === undefined ? stated : { ...stated, labels: { ...stated.labels, ...made } };
      const addresses = kind === 'Pod' ? addressesOf(root, findings) : {};
      const running = kind === 'Pod' && addresses.ip !== undefined && isBound(root) ? { runs: true } : {};
      const ended = kind === 'Pod' && hasEnded(root) ? { ended: true } : {};
      const selector = selectorOf(kind, root, findings);
      if (group === 'apps' && isMap(root.spec) && isMap(root.spec.template)) {
        findings.at('spec', () => selectorMatchesTemplate(selector ?? {}, stated.labels, findings));
      }
      return {
        apiVersion, kind, metadata: meta ?? { name: '' }, pod: { ...pod, ...addresses, ...running, ...ended }, ...(selector === undefined ? {} : { selector }),
        ...(workloadRef === undefined ? {} : { workloadRef: { kind: workloadRef.kind, name: workloadRef.name } }),
      };
    },
  };
}

/** To a node: the API server has let it in, with all that webhooks made of it. */
function isBound({ spec }: Tree): boolean {
  return isMap(spec) && typeof spec.nodeName === 'string' && spec.nodeName !== '';
}

/** https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-phase */
function hasEnded({ status }: Tree): boolean {
  return isMap(status) && (status.phase === 'Succeeded' || status.phase === 'Failed');
}

const podIps = list(object<{ readonly ip?: string }>({ ip: string }, { name: 'an address of a pod', required: [] }));

/** Of the status only the addresses are read: they tell which ipBlock covers a running pod. */
function addressesOf(root: Tree, findings: Findings): Pick<PodFacts, 'ip' | 'ips'> {
  const status = field(root, 'status', tree, findings);
  if (status === undefined) return {};
  return findings.at('status', () => {
    const ip = field(status, 'podIP', string, findings) ?? '';
    const ips = (field(status, 'podIPs', podIps, findings) ?? []).flatMap((p) => p.ip ?? []).filter((own) => own !== ip);
    return ip === '' ? {} : { ip, ...(ips.length === 0 ? {} : { ips: [ip, ...ips] }) };
  });
}

/** Of a Job it is the controller's own, by the Job's uid. */
function selectorOf(kind: WorkloadKind, root: Tree, findings: Findings): Labels | undefined {
  if (kind === 'Pod' || kind === 'Job' || kind === 'CronJob') return undefined;
  const spec = isMap(root.spec) ? root.spec : {};
  return findings.at('spec', () => {
    const selector = field(spec, 'selector', tree, findings) ?? {};
    const equal = equalitiesOf(selector.matchExpressions);
    const stated = findings.at('selector', () => field(selector, 'matchLabels', labels, findings));
    return Object.keys(equal).length === 0 ? stated : { ...equal, ...stated };
  });
}

/** Of one value `In` says what `matchLabels` says. */
function equalitiesOf(expressions: unknown): Labels {
  if (!Array.isArray(expressions)) return {};
  return Object.fromEntries(expressions.flatMap((e: unknown) => {
    if (!isMap(e) || e.operator !== 'In' || typeof e.key !== 'string' || !Array.isArray(e.values) || e.values.length !== 1) return [];
    return typeof e.values[0] === 'string' ? [[e.key, e.values[0]] as const] : [];
  }));
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
