import { isPast } from '../../model/in-force';
import type { ServiceModel } from '../../model/model';
import type { Problem } from '../../model/problem';
import { hasMeshIdentity } from '../../model/sharers';
import type { CheckRule } from '../facts';
import { isOther, nameOf, othersOf } from '../others';

/** Until the day, whoever still runs under an account that several come from is taken for each of them: one caller, which all of them have to say. */
export const formerAccountShared: CheckRule = ({ index }) => {
  const { services, mesh } = index.model;
  const byAccount = new Map<string, ServiceModel[]>();
  for (const service of [...othersOf(index), ...services]) {
    if (!hasMeshIdentity(mesh, service)) continue;
    for (const { serviceAccount, expires } of service.formerAccounts ?? []) {
      const account = `${service.namespace}/${serviceAccount}`;
      if (!isPast(mesh, expires)) byAccount.set(account, [...byAccount.get(account) ?? [], service]);
    }
  }
  return [...byAccount].flatMap(([account, leaving]) => leaving.flatMap((service): readonly Problem[] => {
    const other = leaving.find((o) => o.id !== service.id && (isOther(o) || service.sharedIdentity === undefined));
    if (isOther(service) || other === undefined) return [];
    return [{
      code: 'former-account-shared',
      construct: service.construct,
      message: `\`${service.id}\` and ${nameOf(other)} come from the service account \`${account}\`: until the day, whoever runs under it is taken for both`,
      repair: isOther(other)
        ? 'let the one leave it after the other; what another App declares cannot share an identity'
        : 'say of each that they are one caller until then (`sharedUntilThen: true` in `migrateIdentity`), or let the one leave it after the other',
    }];
  }));
};
