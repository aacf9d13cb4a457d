import { stringify } from 'yaml';
import type { MeshSettings, WorkloadView } from '../../src/eval/types';
import type { AccessModel, ServiceModel } from '../../src/model/model';
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

/** At the end of the name of a pod that has yet to move, from one data plane or account to another. */
export const NOT_MOVED = '-not-moved';

/** The declared service of a workload. */
export function serviceOf(model: AccessModel, workload: string): ServiceModel | undefined {
  const id = workload.endsWith(NOT_MOVED) ? workload.slice(0, -NOT_MOVED.length) : workload;
  return model.services.find((s) => s.id === id);
}

/** The pods that no manifest has, as istiod would see them; for those of a waypoint, what istiod deploys them for. */
export function assumedPods(workloads: readonly WorkloadView[]): Manifest[] {
  if (workloads.length === 0) return [];
  return [{ name: 'pods deployed elsewhere', text: workloads.map((w) => stringify(w.dataPlane === 'waypoint' ? gatewayOf(w) : podOf(w))).join('---\n') }];
}

function podOf(w: WorkloadView): object {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: w.name, namespace: w.namespace, labels: w.labels, annotations: w.annotations },
    spec: { serviceAccountName: w.serviceAccount, containers: [{ name: 'app', image: 'example.com/app', ports: w.containerPorts }] },
  };
}

function gatewayOf({ namespace, labels }: WorkloadView): object {
  return {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'Gateway',
    metadata: { name: labels['gateway.networking.k8s.io/gateway-name'], namespace, labels: { 'istio.io/waypoint-for': 'service' } },
    spec: { gatewayClassName: 'istio-waypoint', listeners: [{ name: 'mesh', port: 15008, protocol: 'HBONE', allowedRoutes: { namespaces: { from: 'All' } } }] },
  };
}
