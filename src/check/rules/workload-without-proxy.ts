import { INJECT } from '../../model/data-plane-labels';
import { hasSidecar, workloadName, type CheckRule } from '../facts';
import { injection } from '../injection';

/** No proxy in the pod, or one that sees nothing: every grant would be open to whoever NetworkPolicy lets through. */
export const workloadWithoutProxy: CheckRule = (facts) => facts.index.model.services
  // While it moves to ambient its pods may have no proxy any more.
  .filter((service) => hasSidecar(facts, service) && service.migratingFrom === undefined)
  .flatMap((service) => (service.deployedElsewhere && service.podLabels[INJECT] === 'false'
    ? [{
        code: 'workload-without-proxy',
        construct: service.construct,
        message: `the pod labels of \`${service.id}\` opt out of injection, so no proxy enforces its access`,
        repair: 'let its pods be injected, or declare the service with `DataPlane.NONE`',
      }]
    : facts.workloadsOf(service).flatMap((workload) => {
        const why = workload.hostNetwork ? 'uses the host network' : injection(workload) === 'false' ? 'opts out of injection' : undefined;
        return why === undefined
          ? []
          : [{
              code: 'workload-without-proxy',
              construct: workload.construct,
              message: `\`${workloadName(workload)}\` of \`${service.id}\` ${why}, so no proxy enforces its access`,
              repair: 'let it be injected, or declare the service with `DataPlane.NONE`',
            }];
      })));
