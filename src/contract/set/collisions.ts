import type { ContractService } from '../contract-file';
import { type ContractFinding, finding, placeOf, type SetMember, type SetRule } from './finding';

interface Declared extends Pick<ContractService, 'id' | 'namespace' | 'serviceAccount' | 'principal' | 'formerAccounts' | 'podLabels'> {
  readonly member: SetMember;
}

/** Services of one namespace in several Apps: none of them may be taken for another, by its account or by its pods' labels. */
export const collisions: SetRule = ({ members }) => {
  const groups = new Map<string, Declared[]>();
  for (const member of members) {
    for (const service of member.contract.services) {
      const key = `${placeOf(member)}\n${service.namespace}`;
      const known = groups.get(key);
      if (known === undefined) groups.set(key, [{ ...service, member }]);
      else known.push({ ...service, member });
    }
  }
  return [...groups.values()].flatMap((services) => [...sharedAccounts(services), ...sharedFormerAccounts(services), ...sharedPods(services)]);
};

/** Two that leave one account at once: until the day, whoever runs under it is taken for both. */
function sharedFormerAccounts(services: readonly Declared[]): readonly ContractFinding[] {
  const byAccount = new Map<string, Declared[]>();
  for (const service of services) {
    for (const { serviceAccount } of formerAccountsOf(service)) byAccount.set(serviceAccount, [...byAccount.get(serviceAccount) ?? [], service]);
  }
  return [...byAccount].flatMap(([account, leaving]) => leaving.flatMap((one) => (
    leaving.filter((other) => areOfTwoApps(one, other) && one.id < other.id)
      .map((other) => between('shared-identity', one, other, `comes from the service account \`${account}\`, as ${named(other)} does`, 'let the one leave it after the other'))
  )));
}

/** Without an identity nobody knows it by the account that it came from. */
function formerAccountsOf({ principal, formerAccounts = [] }: Declared): NonNullable<Declared['formerAccounts']> {
  return principal === undefined ? [] : formerAccounts;
}

function sharedAccounts(services: readonly Declared[]): readonly ContractFinding[] {
  const byAccount = new Map<string, Declared[]>();
  // Foreign pods may be under `default`, by which nobody knows them.
  for (const service of services.filter((s) => s.serviceAccount !== 'default')) byAccount.set(service.serviceAccount, [...byAccount.get(service.serviceAccount) ?? [], service]);
  return services.flatMap((one) => [one.serviceAccount, ...formerAccountsOf(one).map((f) => f.serviceAccount)].flatMap((account) => (
    (byAccount.get(account) ?? [])
      .filter((other) => areOfTwoApps(one, other) && (account === one.serviceAccount ? one.id < other.id : other.principal !== undefined))
      .map((other) => {
        const how = account === one.serviceAccount ? 'runs under' : 'comes from';
        return between('shared-identity', one, other, `${how} the service account \`${account}\`, under which ${named(other)} runs`, 'give each of them an account of its own');
      })
  )));
}

/** Pairs with one label in common are few: a selector picks pods only if they have each of its labels. */
function sharedPods(services: readonly Declared[]): readonly ContractFinding[] {
  const byLabel = new Map<string, Declared[]>();
  for (const service of services) {
    for (const [key, value] of Object.entries(service.podLabels)) byLabel.set(`${key}=${value}`, [...byLabel.get(`${key}=${value}`) ?? [], service]);
  }
  return services.flatMap((one) => {
    const [first, ...others] = Object.entries(one.podLabels);
    return (byLabel.get(first.join('=')) ?? [])
      .filter((other) => areOfTwoApps(one, other) && others.every(([key, value]) => other.podLabels[key] === value))
      // Of two with the same labels one says it.
      .filter((other) => Object.keys(other.podLabels).length > others.length + 1 || one.id < other.id)
      .map((other) => between('shared-pods', one, other, `has pod labels that also select the pods of ${named(other)}`, 'add a label that tells their pods apart'));
  });
}

/** One id is one service, declared twice. */
function areOfTwoApps(one: Declared, other: Declared): boolean {
  return one.member !== other.member && one.id !== other.id;
}

function named({ id, member }: Declared): string {
  return `\`${id}\` (${member.file})`;
}

function between(id: 'shared-identity' | 'shared-pods', one: Declared, other: Declared, what: string, repair: string): ContractFinding {
  return finding(id, 'error', [one.member, other.member], `${named(one)} ${what}: one would be taken for the other`, repair);
}
