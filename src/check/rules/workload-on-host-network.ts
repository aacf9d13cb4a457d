import { isMeshed, workloadName, type CheckRule } from '../facts';

/** Selectors do not pick pods on the host network reliably: https://kubernetes.io/docs/concepts/services-networking/network-policies/#networkpolicy-and-hostnetwork-pods */
export const workloadOnHostNetwork: CheckRule = (facts) => facts.index.model.services.filter((service) => !isMeshed(facts, service))
  .flatMap((service) => facts.workloadsOf(service).filter(({ hostNetwork }) => hostNetwork).map((workload) => ({
    code: 'workload-on-host-network',
    construct: workload.construct,
    message: `\`${workloadName(workload)}\` of \`${service.id}\` uses the host network, where NetworkPolicy is undefined`,
    repair: 'take it off the host network, or do not declare it as a service',
  })));
