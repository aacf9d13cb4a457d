import { waypointsOf } from '../waypoints';
import type { CheckRule } from '../facts';

/** Whoever stays under an account that another service had would be taken for that one. Services of other Apps do, too. */
export const formerAccountTaken: CheckRule = ({ index }) => {
  const { services, imported = [] } = index.model;
  const owners = new Map([
    ...[...imported, ...services].map(({ namespace, serviceAccount, id }) => [`${namespace}/${serviceAccount}`, id] as const),
    ...waypointsOf(index).map(({ namespace, serviceAccount, name }) => [`${namespace}/${serviceAccount}`, `waypoint ${namespace}/${name}`] as const),
  ]);
  return services.flatMap(({ id, namespace, construct, formerAccounts = [] }) => formerAccounts.flatMap(({ serviceAccount }) => {
    const owner = owners.get(`${namespace}/${serviceAccount}`);
    return owner === undefined || owner === id
      ? []
      : [{
          code: 'former-account-taken',
          construct,
          message: `\`${id}\` comes from the service account \`${serviceAccount}\`, under which \`${owner}\` runs: it would be taken for \`${id}\``,
          repair: `let \`${owner}\` run under another account, or replace the pods of \`${id}\` at once and leave the migration out`,
        }];
  }));
};
