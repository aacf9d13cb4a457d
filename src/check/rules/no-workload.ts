import type { CheckRule } from '../facts';

export const noWorkload: CheckRule = (facts) => facts.index.model.services
  .filter((service) => !service.deployedElsewhere && service.adopts === undefined && facts.workloadsOf(service).length === 0)
  .map(({ id, construct, podLabels }) => ({
    code: 'no-workload',
    construct,
    message: `no workload of the App carries the pod labels of \`${id}\` (${Object.entries(podLabels).map(([k, v]) => `\`${k}: ${v}\``).join(', ')})`,
    repair: 'put `service.podLabels` on its pods, or set `deployedElsewhere`',
  }));
