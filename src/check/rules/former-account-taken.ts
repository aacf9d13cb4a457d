import { isPast } from '../../model/in-force';
import type { ServiceModel } from '../../model/model';
import { hasMeshIdentity, sharesItsAccount } from '../../model/sharers';
import { waypointsOf } from '../waypoints';
import type { CheckRule } from '../facts';
import { isOther, nameOf, othersOf } from '../others';

/** Who runs under an account, and for good. */
interface Holder {
  readonly id: string;
  readonly name: string;
  /** Undefined: a waypoint. */
  readonly service?: ServiceModel;
}

/**
 * Whoever stays under an account that another service had would be taken for that one: a service of another App for one of this one, and the
 * other way round. Without an identity nobody is taken for anybody by an account.
 */
export const formerAccountTaken: CheckRule = ({ index }) => {
  const { services, mesh } = index.model;
  const all: readonly ServiceModel[] = [...othersOf(index), ...services].filter((s) => hasMeshIdentity(mesh, s));
  const holders = new Map<string, Holder>(all.map((service) => [account(service), { id: service.id, name: nameOf(service), service }]));
  for (const { namespace, serviceAccount, name } of waypointsOf(index)) {
    const id = `waypoint ${namespace}/${name}`;
    holders.set(account({ namespace, serviceAccount }), { id, name: `\`${id}\`` });
  }
  return all.flatMap((mover) => (mover.formerAccounts ?? []).filter(({ expires }) => !isPast(mesh, expires)).flatMap(({ serviceAccount }) => {
    const holder = holders.get(account({ ...mover, serviceAccount }));
    const own = [mover, holder?.service].find((s) => s !== undefined && !isOther(s));
    if (holder === undefined || holder.id === mover.id || own === undefined || sayTheyShare(mover, holder.service)) return [];
    return [{
      code: 'former-account-taken',
      construct: own.construct,
      message: `${nameOf(mover)} comes from the service account \`${serviceAccount}\`, under which ${holder.name} runs: it would be taken for \`${mover.id}\``,
      repair: `let \`${holder.id}\` run under another account${own === mover ? `, or replace the pods of \`${mover.id}\` at once and leave the migration out` : ''}`,
    }];
  }));
};

/** Until the one has moved they are one caller; that both say it of each other is a rule of its own. */
function sayTheyShare(mover: ServiceModel, holder: ServiceModel | undefined): boolean {
  return [mover, holder].every((s) => s !== undefined && sharesItsAccount(s) && !isOther(s));
}

function account({ namespace, serviceAccount }: Pick<ServiceModel, 'namespace' | 'serviceAccount'>): string {
  return `${namespace}/${serviceAccount}`;
}
