import { workloadName, type CheckRule } from '../facts';

/** The policies of an adopted service would bind, and open, pods that nobody handed over. */
export const unlistedWorkload: CheckRule = (facts) => facts.index.model.services.flatMap((service) => (service.adopts === undefined
  ? []
  : facts.workloadsOf(service).filter(({ construct }) => !service.adopts!.includes(construct)).map((workload) => ({
      code: 'unlisted-workload',
      construct: service.construct,
      message: `the labels by which policies pick the pods of \`${service.id}\` also pick those of \`${workloadName(workload)}\`, which it does not adopt`,
      repair: 'adopt it as well, or give `podLabels` that only its own pods carry',
    }))));
