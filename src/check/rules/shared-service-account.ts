import type { ServiceModel } from '../../model/model';
import type { CheckRule } from '../facts';

/** Two services on one account are one identity: no policy can tell them apart. */
export const sharedServiceAccount: CheckRule = ({ index }) => {
  const byAccount = new Map<string, ServiceModel[]>();
  for (const service of index.model.services) {
    const account = `${service.namespace}/${service.serviceAccount}`;
    byAccount.set(account, [...byAccount.get(account) ?? [], service]);
  }
  return [...byAccount].flatMap(([account, services]) => services.slice(1).filter(({ id }) => id !== services[0].id).map((service) => ({
    code: 'shared-service-account',
    construct: service.construct,
    message: `\`${service.id}\` and \`${services[0].id}\` share the service account \`${account}\` and cannot be told apart`,
    repair: 'give each service an account of its own, or declare them as one service, by `podLabels` that both carry and `additionalServices`',
  })));
};
