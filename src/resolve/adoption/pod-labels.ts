import type { Labels } from '../../model/model';
import { compare } from '../../private/sorting';
import type { WorkloadFact } from '../app-facts';

/**
 * Labels that change with each release or each run: pods of the release before, which are there until the new ones are ready, would lose
 * every policy.
 *
 * https://helm.sh/docs/chart_best_practices/labels/, https://kubernetes.io/docs/reference/labels-annotations-taints/
 */
const CHANGING: ReadonlySet<string> = new Set([
  'app.kubernetes.io/version', 'helm.sh/chart', 'version', 'release-date', 'pod-template-hash', 'rollouts-pod-template-hash', 'controller-revision-hash',
  'pod-template-generation', 'job-name', 'controller-uid', 'batch.kubernetes.io/job-name', 'batch.kubernetes.io/controller-uid',
]);

/** Read by Istio, and no property of who the pods are. */
const CONTROLS = ['istio.io/', 'sidecar.istio.io/', 'service.istio.io/', 'security.istio.io/'];

/**
 * The labels by which policies pick the pods of all these workloads: those that the workloads themselves select by, since a selector
 * stays as it is for good; where these have none in common, the labels that the pods share. Empty: they share none.
 */
export function sharedLabels(workloads: readonly WorkloadFact[]): Labels {
  const lasting = workloads.map(({ selector, labels }) => (selector === undefined ? identifying(labels) : common([selector, labels])));
  const selectors = common(lasting);
  return sorted(Object.keys(selectors).length > 0 ? selectors : common(workloads.map(({ labels }) => identifying(labels))));
}

function identifying(labels: Labels): Labels {
  return Object.fromEntries(Object.entries(labels).filter(([key]) => !CHANGING.has(key) && !CONTROLS.some((prefix) => key.startsWith(prefix))));
}

function common([first, ...others]: readonly Labels[]): Labels {
  return Object.fromEntries(Object.entries(first ?? {}).filter(([key, value]) => others.every((labels) => labels[key] === value)));
}

function sorted(labels: Labels): Labels {
  return Object.fromEntries(Object.entries(labels).sort(([a], [b]) => compare(a, b)));
}

export function carries(labels: Labels, asked: Labels): boolean {
  return Object.entries(asked).every(([key, value]) => labels[key] === value);
}
