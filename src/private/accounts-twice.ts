import type { ApiObject } from 'cdk8s';
import type { ServiceModel } from '../model/model';
import type { Problem } from '../model/problem';
import { sharesItsAccount } from '../model/sharers';
import { isOwn } from './api-objects';
import { objectName } from './object-name';

/**
 * A ServiceAccount that is emitted for several services, or for those that had it, and is somebody else's, too: theirs may have pull secrets
 * and a cloud identity, and stays.
 */
export function accountsTwice(objects: readonly ApiObject[], services: readonly ServiceModel[]): readonly Problem[] {
  const accounts = objects.filter(({ kind }) => kind === 'ServiceAccount');
  const own = accounts.filter(isOwn).map(objectName);
  const emitted = new Set(own);
  const theirs = new Map(accounts.filter((o) => !isOwn(o)).map((o) => [objectName(o), o.node.path]));
  // Adopted workloads have theirs already, from whomever.
  const users = new Map(services.filter(({ adopts }) => adopts !== undefined).map((s) => [accountName(s, s.serviceAccount), s.id]));
  const writer = (name: string): string | undefined => (emitted.has(name) ? theirs.get(name) : undefined);
  // Who comes from an account has it written, and whose own it is has so too.
  const twice = new Set(own.filter((name, i) => own.indexOf(name) !== i));
  const holder = ({ id }: ServiceModel, name: string): string | undefined => (
    twice.has(name) ? services.find((s) => s.id !== id && accountName(s, s.serviceAccount) === name)?.construct : undefined
  );
  return services.flatMap((service) => {
    const { id, construct, serviceAccount, formerAccounts = [] } = service;
    const former = formerAccounts.flatMap((f): readonly Problem[] => {
      const name = accountName(service, f.serviceAccount);
      const by = writer(name) ?? holder(service, name);
      return by === undefined
        ? []
        : [{
            code: 'former-account-written',
            construct,
            message: `the service account \`${f.serviceAccount}\` that \`${id}\` comes from is written by \`${by}\` as well`,
            repair: 'say so in `migrateIdentity` (`emitServiceAccount: false`)',
          }];
    });
    const name = accountName(service, serviceAccount);
    const by = writer(name) ?? (emitted.has(name) ? users.get(name) : undefined);
    if (!sharesItsAccount(service) || service.adopts !== undefined || service.foreign !== undefined || by === undefined) return former;
    return [...former, {
      code: 'shared-account-written',
      construct,
      message: `the service account \`${serviceAccount}\` that \`${id}\` shares is brought by \`${by}\` as well`,
      repair: 'say so in `sharedIdentity` (`emitServiceAccount: false`)',
    }];
  });
}

function accountName({ namespace }: ServiceModel, account: string): string {
  return `ServiceAccount ${namespace}/${account}`;
}
