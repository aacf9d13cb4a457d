import type { ApiObject } from 'cdk8s';
import type { ServiceModel } from '../model/model';
import type { Problem } from '../model/problem';
import { isOwn } from './api-objects';
import { objectName } from './object-name';

/** A former ServiceAccount that somebody else writes as well, in this App: theirs may have pull secrets and a cloud identity, and stays. */
export function formerAccountsTwice(objects: readonly ApiObject[], services: readonly ServiceModel[]): readonly Problem[] {
  const accounts = objects.filter(({ kind }) => kind === 'ServiceAccount');
  const emitted = new Set(accounts.filter(isOwn).map(objectName));
  const theirs = new Map(accounts.filter((o) => !isOwn(o)).map((o) => [objectName(o), o.node.path]));
  return services.flatMap(({ id, namespace, construct, formerAccounts = [] }) => formerAccounts.flatMap(({ serviceAccount }) => {
    const name = `ServiceAccount ${namespace}/${serviceAccount}`;
    const by = emitted.has(name) ? theirs.get(name) : undefined;
    return by === undefined
      ? []
      : [{
          code: 'former-account-written',
          construct,
          message: `the service account \`${serviceAccount}\` that \`${id}\` comes from is written by \`${by}\` as well`,
          repair: 'say so in `migrateIdentity` (`emitServiceAccount: false`)',
        }];
  }));
}
