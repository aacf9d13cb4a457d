import type { ServiceModel } from '../../model/model';
import { workloadName, type CheckRule } from '../facts';

/** Of its pods, those on their way among them. */
const accountsOf = ({ serviceAccount, formerAccounts = [] }: ServiceModel): readonly string[] => (
  [serviceAccount, ...formerAccounts.map((f) => f.serviceAccount)]
);

/** Pods of another identity behind the service's policies: callers would reach them, and they would not be who the model says. */
export const workloadServiceAccount: CheckRule = (facts) => facts.index.model.services.flatMap((service) => facts.workloadsOf(service)
  // Of those that are adopted the account is the service's; others are a problem of their own.
  .filter(({ serviceAccountName }) => service.adopts === undefined && !accountsOf(service).includes(serviceAccountName))
  .map((workload) => ({
    code: 'workload-service-account',
    construct: workload.construct,
    message: `\`${workloadName(workload)}\` is selected by \`${service.id}\` but runs under the service account \`${workload.serviceAccountName}\``,
    repair: `run it under \`${service.serviceAccount}\` (\`service.serviceAccountName\`), or give it other labels`,
  })));
