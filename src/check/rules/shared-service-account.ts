import type { ServiceModel } from '../../model/model';
import type { CheckRule } from '../facts';
import { isOther, nameOf, othersOf } from '../others';

/** Foreign pods may run under `default` like others of theirs, as long as nobody takes them for it: a rule of its own sees to that. */
const hasAccount = ({ foreign, serviceAccount }: ServiceModel): boolean => foreign === undefined || serviceAccount !== 'default';

/** Two services on one account are one identity: no policy can tell them apart. */
export const sharedServiceAccount: CheckRule = ({ index }) => {
  const byAccount = new Map<string, ServiceModel[]>();
  for (const service of [...othersOf(index), ...index.model.services.filter(hasAccount)]) {
    const account = `${service.namespace}/${service.serviceAccount}`;
    byAccount.set(account, [...byAccount.get(account) ?? [], service]);
  }
  return [...byAccount].flatMap(([account, services]) => services.slice(1).filter((s) => s.id !== services[0].id && !isOther(s)).map((service) => ({
    code: 'shared-service-account',
    construct: service.construct,
    message: `\`${service.id}\` and ${nameOf(services[0])} share the service account \`${account}\` and cannot be told apart`,
    repair: isOther(services[0])
      ? 'give the service an account of its own'
      : 'give each service an account of its own, or declare them as one service, by `podLabels` that both carry and `additionalServices`',
  })));
};
