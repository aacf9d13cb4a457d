import { INJECT } from '../../model/data-plane-labels';
import { workloadName, type CheckRule } from '../facts';
import { injection } from '../injection';

/** In a namespace that injects, a service outside the mesh must opt out, or its proxy takes part after all. */
export const workloadWithProxy: CheckRule = (facts) => {
  const { mesh, services } = facts.index.model;
  if (mesh.platform !== 'istio') return [];
  const injected = new Set(facts.index.model.namespaces.filter(({ dataPlane }) => dataPlane === 'sidecar').map(({ id }) => id));
  return services.filter(({ dataPlane, namespace }) => dataPlane === 'none' && injected.has(namespace))
    .flatMap((service) => facts.workloadsOf(service).filter((workload) => !workload.hostNetwork && injection(workload) !== 'false').map((workload) => ({
      code: 'workload-with-proxy',
      construct: workload.construct,
      message: `\`${workloadName(workload)}\` of \`${service.id}\` would be injected although the service is declared outside the mesh`,
      repair: `label its pods \`${INJECT}: "false"\`, or leave out \`dataPlane\``,
    })));
};
