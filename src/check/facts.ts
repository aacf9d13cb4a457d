import type { Labels, ServiceModel } from '../model/model';
import type { ModelIndex } from '../model/model-index';
import { callerPlanes, planesOf, type PlanesOfCaller } from '../model/planes';
import type { Problem } from '../model/problem';
import { LabelIndex } from './label-index';

/** A workload of the App, read back from whatever made it. */
export interface WorkloadFact {
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
  /** Of its pods. */
  readonly labels: Labels;
  /** Of its pods. */
  readonly annotations: Labels;
  /** `default` where none is given, as Kubernetes has it. */
  readonly serviceAccountName: string;
  readonly hostNetwork: boolean;
  /** Construct path of the object. */
  readonly construct: string;
}

/** What a rule judges. */
export interface Facts {
  readonly index: ModelIndex;
  readonly workloads: readonly WorkloadFact[];
  /** The workloads whose pods the selectors of a service pick. */
  workloadsOf(service: ServiceModel): readonly WorkloadFact[];
  /** What the pods of a caller may be; nothing: it is not said. */
  readonly planesOf: PlanesOfCaller;
}

export type CheckRule = (facts: Facts) => readonly Problem[];

export function factsOf(index: ModelIndex, workloads: readonly WorkloadFact[]): Facts {
  const byLabels = new LabelIndex(workloads, ({ labels }) => labels);
  return {
    index,
    workloads,
    workloadsOf: ({ namespace, podLabels }) => byLabels.selectedBy(namespace, podLabels),
    planesOf: callerPlanes(index.model),
  };
}

export function workloadName({ kind, name, namespace }: WorkloadFact): string {
  return `${kind} ${namespace}/${name}`;
}

/** Something checks who connects to its pods: a sidecar, or the ztunnel of their node. */
export function isMeshed({ index }: Facts, service: ServiceModel): boolean {
  return index.model.mesh.platform === 'istio' && service.dataPlane !== 'none';
}

/** Pods of it may have a proxy of their own. */
export function hasSidecar({ index }: Facts, service: ServiceModel): boolean {
  return index.model.mesh.platform === 'istio' && planesOf(service).includes('sidecar');
}
