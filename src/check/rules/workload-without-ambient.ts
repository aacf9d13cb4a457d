import { DATAPLANE_MODE, INJECT } from '../../model/data-plane-labels';
import type { NamespaceModel, ServiceModel } from '../../model/model';
import type { Problem } from '../../model/problem';
import { workloadName, type CheckRule, type WorkloadFact } from '../facts';
import { injection } from '../injection';

interface Missed {
  readonly why: string;
  /** That the pods lack. */
  readonly label?: string;
}

/** Why ztunnel would not have these pods; undefined: it has them. A pod with a sidecar is left to that. */
function missed(workload: WorkloadFact, { dataPlane }: NamespaceModel): Missed | undefined {
  if (workload.hostNetwork) return { why: 'uses the host network' };
  if (dataPlane === 'sidecar' && injection(workload) !== 'false') return { why: 'would be injected with a sidecar', label: `${INJECT}: "false"` };
  const mode = workload.labels[DATAPLANE_MODE];
  if (mode === 'none') return { why: 'opts out of ambient' };
  return mode === 'ambient' || dataPlane === 'ambient' ? undefined : { why: 'is not captured by ztunnel', label: `${DATAPLANE_MODE}: ambient` };
}

const optedOut = ({ id, construct }: ServiceModel): Problem => ({
  code: 'workload-without-ambient',
  construct,
  message: `the pod labels of \`${id}\` opt out of ambient, so that ztunnel does not enforce its access`,
  repair: 'let ztunnel have its pods, or declare the service with `DataPlane.NONE`',
});

/** Pods that no ztunnel has are open to whatever NetworkPolicy lets through. */
export const workloadWithoutAmbient: CheckRule = (facts) => {
  const { mesh, namespaces, services } = facts.index.model;
  if (mesh.platform !== 'istio') return [];
  const declared = new Map([...namespaces].reverse().map((n) => [n.id, n]));
  // While it moves, its pods may still be as they were.
  return services.filter(({ dataPlane, migratingFrom }) => dataPlane === 'ambient' && migratingFrom === undefined).flatMap((service) => {
    if (service.deployedElsewhere && service.podLabels[DATAPLANE_MODE] === 'none') return [optedOut(service)];
    const namespace = declared.get(service.namespace);
    return facts.workloadsOf(service).flatMap((workload) => {
      // Outside the mesh it is the namespace that has to change.
      const found = namespace === undefined || namespace.dataPlane === 'none' ? undefined : missed(workload, namespace);
      return found === undefined
        ? []
        : [{
            code: 'workload-without-ambient',
            construct: workload.construct,
            message: `\`${workloadName(workload)}\` of \`${service.id}\` ${found.why}, so that ztunnel does not enforce its access`,
            repair: found.label === undefined
              ? 'let ztunnel have it, or declare the service with `DataPlane.NONE`'
              : `label its pods \`${found.label}\` (\`service.podLabels\`)`,
          }];
    });
  });
};
