import type { ServiceModel } from '../../model/model';
import type { CheckRule } from '../facts';

/** Two services on one account are one identity: no policy can tell them apart. */
export const sharedServiceAccount: CheckRule = ({ index }) => {
  const byAccount = new Map<string, ServiceModel[]>();
  const { services: own, imported = [] } = index.model;
  for (const service of [...imported, ...own]) {
    const account = `${service.namespace}/${service.serviceAccount}`;
    byAccount.set(account, [...byAccount.get(account) ?? [], service]);
  }
  const isOurs = ({ id }: ServiceModel): boolean => index.imported(id) === undefined;
  return [...byAccount].flatMap(([account, services]) => services.slice(1).filter((s) => s.id !== services[0].id && isOurs(s)).map((service) => ({
    code: 'shared-service-account',
    construct: service.construct,
    message: `\`${service.id}\` and \`${services[0].id}\` share the service account \`${account}\` and cannot be told apart`,
    repair: 'give each service an account of its own, or declare them as one service, by `podLabels` that both carry and `additionalServices`',
  })));
};
