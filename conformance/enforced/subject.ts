import { stringify } from 'yaml';
import type { MeshSettings, WorkloadView } from '../../src/eval/types';
import type { AccessModel } from '../../src/model/model';
import type { Manifest } from '../harness/istiod';

/** A mesh whose decisions are compared: manifests, what they do not show, and the declaration they came from, if any. */
export interface Subject {
  readonly name: string;
  readonly manifests: readonly Manifest[];
  readonly settings: MeshSettings;
  /** Pods that are deployed elsewhere. */
  readonly assumed: readonly WorkloadView[];
  readonly model?: AccessModel;
}

/** The pods that no manifest has, as istiod would see them. */
export function assumedPods(workloads: readonly WorkloadView[]): Manifest {
  const pods = workloads.map((w) => stringify({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: w.name, namespace: w.namespace, labels: w.labels, annotations: w.annotations },
    spec: { serviceAccountName: w.serviceAccount, containers: [{ name: 'app', image: 'example.com/app', ports: w.containerPorts }] },
  }));
  return { name: 'pods deployed elsewhere', text: pods.join('---\n') };
}
