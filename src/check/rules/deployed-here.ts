import { workloadName, type CheckRule } from '../facts';

export const deployedHere: CheckRule = (facts) => facts.index.model.services
  .filter(({ deployedElsewhere }) => deployedElsewhere)
  .flatMap((service) => facts.workloadsOf(service).map((workload) => ({
    code: 'deployed-here',
    construct: service.construct,
    message: `\`${service.id}\` is declared as ${service.foreign === undefined ? 'deployed elsewhere' : 'foreign pods'}, but \`${workloadName(workload)}\` is in this App`,
    repair: service.foreign === undefined ? 'leave out `deployedElsewhere`' : 'adopt it with `MeshService.fromWorkloads`; foreign pods are those that no object of the App makes',
  })));
