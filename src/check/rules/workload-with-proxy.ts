import { DATAPLANE_MODE, INJECT } from '../../model/data-plane-labels';
import { workloadName, type CheckRule, type WorkloadFact } from '../facts';
import { injection } from '../injection';

/** In a namespace of the mesh a service outside of it must opt out, or its pods take part after all. */
export const workloadWithProxy: CheckRule = (facts) => {
  const { mesh, namespaces, services } = facts.index.model;
  if (mesh.platform !== 'istio') return [];
  const injected = new Set(namespaces.filter(({ dataPlane }) => dataPlane === 'sidecar').map(({ id }) => id));
  const ambient = new Set(namespaces.filter(({ dataPlane }) => dataPlane === 'ambient').map(({ id }) => id));
  const taken = (workload: WorkloadFact): { readonly how: string; readonly label: string } | undefined => {
    if (workload.hostNetwork) return undefined;
    if (injected.has(workload.namespace) && injection(workload) !== 'false') return { how: 'be injected', label: `${INJECT}: "false"` };
    const mode = workload.labels[DATAPLANE_MODE];
    return mode === 'ambient' || (ambient.has(workload.namespace) && mode !== 'none') ? { how: 'be captured by ztunnel', label: `${DATAPLANE_MODE}: none` } : undefined;
  };
  return services.filter(({ dataPlane }) => dataPlane === 'none').flatMap((service) => facts.workloadsOf(service).flatMap((workload) => {
    const found = taken(workload);
    return found === undefined
      ? []
      : [{
          code: 'workload-with-proxy',
          construct: workload.construct,
          message: `\`${workloadName(workload)}\` of \`${service.id}\` would ${found.how} although the service is declared outside the mesh`,
          repair: `label its pods \`${found.label}\`, or leave out \`dataPlane\``,
        }];
  }));
};
