import type { ServiceModel } from '../model/model';
import type { ModelIndex } from '../model/model-index';
import { callerPlanes, planesOf, type PlanesOfCaller } from '../model/planes';
import type { Problem } from '../model/problem';
import type { ApiServerCallFact, AppFacts, KubernetesServiceFact, WorkloadFact } from '../resolve/app-facts';
import { LabelIndex } from '../private/label-index';

export { workloadName, type WorkloadFact } from '../resolve/app-facts';

/** What a rule judges. */
export interface Facts {
  readonly index: ModelIndex;
  readonly workloads: readonly WorkloadFact[];
  readonly apiServerCalls: readonly ApiServerCallFact[];
  /** A Kubernetes Service that somebody else wrote, by namespace and name. */
  kubernetesService(namespace: string, name: string): KubernetesServiceFact | undefined;
  /** The workloads whose pods the selectors of a service pick. */
  workloadsOf(service: ServiceModel): readonly WorkloadFact[];
  /** What the pods of a caller may be; nothing: it is not said. */
  readonly planesOf: PlanesOfCaller;
}

export type CheckRule = (facts: Facts) => readonly Problem[];

export function factsOf(index: ModelIndex, { workloads, kubernetesServices, apiServerCalls = [] }: AppFacts): Facts {
  const byLabels = new LabelIndex(workloads, ({ labels }) => labels);
  const byName = new Map(kubernetesServices.map((s) => [`${s.namespace}/${s.name}`, s]));
  return {
    index,
    workloads,
    apiServerCalls,
    kubernetesService: (namespace, name) => byName.get(`${namespace}/${name}`),
    workloadsOf: ({ namespace, podLabels }) => byLabels.selectedBy(namespace, podLabels),
    planesOf: callerPlanes(index.model),
  };
}

/** Something checks who connects to its pods: a sidecar, or the ztunnel of their node. */
export function isMeshed({ index }: Facts, service: ServiceModel): boolean {
  return index.model.mesh.platform === 'istio' && service.dataPlane !== 'none';
}

/** Pods of it may have a proxy of their own. */
export function hasSidecar({ index }: Facts, service: ServiceModel): boolean {
  return index.model.mesh.platform === 'istio' && planesOf(service).includes('sidecar');
}
