import type { Labels, LabelSelector, NetworkPolicy } from '../../manifest/kinds';
import type { ManifestObject } from '../../manifest/manifests';
import { selectsPartly } from '../matcher/selector';
import { refText, ruleRef } from '../refs';
import type { MeshSettings, WorkloadView } from '../types';
import { namespaceOfObject } from './policies';
import { TLS_MODE } from './service-tls';

const HASH = 'controller-revision-hash';
const OF_JOBS = ['controller-uid', 'batch.kubernetes.io/controller-uid', 'batch.kubernetes.io/job-completion-index'];
const CANONICAL_NAME = 'service.istio.io/canonical-name';
const CANONICAL_REVISION = 'service.istio.io/canonical-revision';
/** Given where a mesh has ambient. */
const TUNNEL = 'networking.istio.io/tunnel';

/** Given by controllers, with values that nobody knows beforehand, or another for each pod. */
const UNKNOWN: Readonly<Record<string, readonly string[] | undefined>> = {
  Deployment: ['pod-template-hash'],
  Rollout: ['rollouts-pod-template-hash'],
  DaemonSet: [HASH, 'pod-template-generation'],
  StatefulSet: [HASH],
  Job: OF_JOBS,
  CronJob: OF_JOBS,
};

const GIVEN: ReadonlySet<string> = new Set([
  ...Object.values(UNKNOWN).flatMap((keys) => keys ?? []), TLS_MODE, CANONICAL_NAME, CANONICAL_REVISION, TUNNEL,
]);

interface Selecting {
  readonly source: ManifestObject;
  readonly selector: LabelSelector;
}

/**
 * Labels that the injector adds to pods, and hashes that controllers do, as far as somebody selects by them: mostly nobody does.
 *
 * https://kubernetes.io/docs/reference/labels-annotations-taints/
 * https://github.com/istio/istio/blob/master/manifests/charts/istio-control/istio-discovery/files/injection-template.yaml
 */
export class GivenLabels {
  private readonly asked: ReadonlySet<string>;
  private readonly ofIstio: readonly Selecting[];

  constructor(objects: readonly ManifestObject[], private readonly settings: MeshSettings) {
    const ofIstio = objects.flatMap((source) => selectorsOfIstio(source).map((selector) => ({ source, selector })));
    const others = objects.flatMap(otherSelectors);
    this.asked = new Set([...ofIstio.map((s) => s.selector), ...others].flatMap(keysOf).filter((key) => GIVEN.has(key)));
    this.ofIstio = this.asked.size === 0 ? [] : ofIstio;
  }

  /** `kind`: what makes the pods; left out: nobody knows. */
  public view(workload: WorkloadView, kind?: string): WorkloadView {
    if (this.asked.size === 0) return workload;
    const given = Object.entries(workload.dataPlane === 'sidecar' ? injected(workload) : {});
    const labels = { ...Object.fromEntries(given.filter(([key]) => this.asked.has(key))), ...workload.labels };
    const made = [...UNKNOWN[kind ?? ''] ?? [], ...(workload.dataPlane === 'sidecar' ? [TUNNEL] : [])];
    const unsureOf = made.filter((key) => this.asked.has(key) && labels[key] === undefined);
    if (unsureOf.length === 0) return { ...workload, labels };
    const found = workload.dataPlane === 'none' || !this.settings.mesh
      ? undefined
      : this.ofIstio.find(({ source, selector }) => (
          [workload.namespace, this.settings.rootNamespace].includes(namespaceOfObject(source)) && selectsPartly(selector, labels, unsureOf) === 'unknown'));
    if (found === undefined) return { ...workload, labels, unsureOf };
    const otherIstiod = `${refText(ruleRef(found.source))} selects by labels whose values the manifests do not show`;
    return { ...workload, labels, unsureOf, dataPlane: 'unknown', otherIstiod };
  }
}

function injected({ labels, name }: WorkloadView): Labels {
  const first = (...keys: readonly string[]): string | undefined => keys.map((key) => labels[key]).find((value) => value !== undefined && value !== '');
  return {
    [TLS_MODE]: 'istio',
    [CANONICAL_NAME]: (first('app.kubernetes.io/name', 'app') ?? name).slice(0, 63).replace(/^[-_.]+|[-_.]+$/g, ''),
    [CANONICAL_REVISION]: first('app.kubernetes.io/version', 'version') ?? 'latest',
  };
}

function selectorsOfIstio({ object }: ManifestObject): readonly LabelSelector[] {
  switch (object.kind) {
    case 'AuthorizationPolicy': case 'PeerAuthentication': case 'RequestAuthentication': return [{ matchLabels: object.spec.selector?.matchLabels ?? {} }];
    case 'Sidecar': return [{ matchLabels: object.spec.workloadSelector?.labels ?? {} }];
    default: return [];
  }
}

function otherSelectors({ object }: ManifestObject): readonly LabelSelector[] {
  switch (object.kind) {
    case 'NetworkPolicy': return ofNetworkPolicy(object);
    case 'Service': return [{ matchLabels: object.spec.selector ?? {} }];
    case 'ServiceEntry': return [{ matchLabels: object.spec.workloadSelector?.labels ?? {} }];
    case 'DestinationRule': {
      const { workloadSelector } = object.spec as { workloadSelector?: { matchLabels?: Labels } };
      return [{ matchLabels: workloadSelector?.matchLabels ?? {} }];
    }
    default: return [];
  }
}

function ofNetworkPolicy({ spec: { podSelector, ingress = [], egress = [] } }: NetworkPolicy): readonly LabelSelector[] {
  const peers = [...ingress.flatMap((r) => r.from ?? []), ...egress.flatMap((r) => r.to ?? [])];
  return [podSelector, ...peers.flatMap((p) => p.podSelector ?? [])];
}

function keysOf({ matchLabels = {}, matchExpressions = [] }: LabelSelector): readonly string[] {
  return [...Object.keys(matchLabels), ...matchExpressions.map((e) => e.key)];
}
