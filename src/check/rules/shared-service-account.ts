import type { ServiceModel } from '../../model/model';
import type { Problem } from '../../model/problem';
import { sharesItsAccount } from '../../model/sharers';
import type { CheckRule } from '../facts';
import { isOther, nameOf, othersOf } from '../others';

/** Foreign pods may run under `default` like others of theirs, as long as nobody takes them for it: a rule of its own sees to that. */
const hasAccount = ({ foreign, serviceAccount }: ServiceModel): boolean => foreign === undefined || serviceAccount !== 'default';

/** Two services on one account are one identity, which both have to say: no policy can tell them apart. */
export const sharedServiceAccount: CheckRule = ({ index }) => {
  const byAccount = new Map<string, ServiceModel[]>();
  for (const service of [...othersOf(index), ...index.model.services.filter(hasAccount)]) {
    const account = `${service.namespace}/${service.serviceAccount}`;
    byAccount.set(account, [...byAccount.get(account) ?? [], service]);
  }
  return [...byAccount].flatMap(([account, services]) => unsaid(services).map(([service, other]): Problem => ({
    code: 'shared-service-account',
    construct: service.construct,
    message: `\`${service.id}\` and ${nameOf(other)} share the service account \`${account}\` and cannot be told apart`,
    repair: isOther(other)
      ? 'give the service an account of its own'
      : 'give each service an account of its own (`migrateIdentity`), declare them as one service, by `podLabels` that both carry and `additionalServices`, or say of both why they share it (`sharedIdentity`)',
  })));
};

/** Each with one of those it shares with. Of two of which one says so, that one is told what is missing (`inexact-shared-identity`). */
function unsaid(services: readonly ServiceModel[]): readonly (readonly [ServiceModel, ServiceModel])[] {
  const [first] = services;
  if (isOther(first)) return services.filter((s) => s.id !== first.id && !isOther(s)).map((s) => [s, first] as const);
  const saying = services.filter(sharesItsAccount);
  const named = new Set(saying.flatMap(({ sharedIdentity }) => sharedIdentity?.services ?? []));
  const silent = services.filter((s) => !sharesItsAccount(s) && !named.has(s.id));
  if (saying.length > 0) return silent.map((s) => [s, saying[0]] as const);
  return silent.slice(1).filter((s) => s.id !== first.id).map((s) => [s, first] as const);
}
