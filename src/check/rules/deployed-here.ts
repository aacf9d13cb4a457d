import { workloadName, type CheckRule } from '../facts';

export const deployedHere: CheckRule = (facts) => facts.index.model.services
  .filter(({ deployedElsewhere }) => deployedElsewhere)
  .flatMap((service) => facts.workloadsOf(service).map((workload) => ({
    code: 'deployed-here',
    construct: service.construct,
    message: `\`${service.id}\` is declared as deployed elsewhere, but \`${workloadName(workload)}\` is in this App`,
    repair: 'leave out `deployedElsewhere`',
  })));
