import type { FormerAccountModel, ServiceId } from '../model/model';
import type { Problem } from '../model/problem';
import { byKey } from '../private/sorting';
import type { MigrationDeclaration, ServiceDeclaration } from './declarations';
import type { InForce } from './in-force';

/** The accounts that a service's pods may still run under; sorted. */
export type FormerAccounts = (service: ServiceId) => readonly FormerAccountModel[];

export function formerAccounts(migrations: readonly MigrationDeclaration[], inForce: InForce): FormerAccounts {
  const current = inForce.of(migrations, ({ service, serviceAccount }) => `taking the service account ${serviceAccount} for ${service}`);
  const byService = new Map<ServiceId, MigrationDeclaration[]>();
  for (const migration of current) byService.set(migration.service, [...byService.get(migration.service) ?? [], migration]);
  const models = new Map([...byService].map(([service, all]) => [service, accountsOf(all)]));
  return (service) => models.get(service) ?? [];
}

/** Of one account that is said twice it counts until the later day. */
function accountsOf(migrations: readonly MigrationDeclaration[]): FormerAccountModel[] {
  const latestFirst = byKey(migrations, (m) => `${m.expires} ${m.reason} ${m.owner ?? ''}`).reverse();
  return byKey(latestFirst, (m) => m.serviceAccount).map(({ serviceAccount, expires, reason, owner }) => (
    { serviceAccount, expires, reason, ...(owner === undefined ? {} : { owner }) }
  ));
}

/** A service with the accounts that it comes from. */
export function moving(declared: ServiceDeclaration, former: FormerAccounts, problems: Problem[]): ServiceDeclaration {
  const { service } = declared;
  const accounts = former(service.id);
  if (accounts.length === 0) return declared;
  if (accounts.some((a) => a.serviceAccount === service.serviceAccount)) {
    problems.push({
      code: 'migration-to-itself',
      construct: service.construct,
      message: `\`${service.id}\` comes from the service account \`${service.serviceAccount}\`, and nothing says to which one`,
      repair: declared.adoption === undefined
        ? 'give the new one as `serviceAccountName`, or leave the migration out'
        : 'let a workload run under the new one, or give it as `serviceAccountName`',
    });
  }
  return { ...declared, service: { ...service, formerAccounts: accounts.filter((a) => a.serviceAccount !== service.serviceAccount) } };
}
