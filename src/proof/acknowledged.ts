import type { AccessModel } from '../model/model';
import type { Acknowledgement, Assumption } from './types';

/**
 * Whether somebody stands by an assumption: for the whole mesh, or service by service for all that it concerns. One service that nobody
 * has looked at leaves it unacknowledged.
 */
export function acknowledged({ mesh, acknowledgements = [] }: AccessModel, id: string, subjects: readonly string[]): Pick<Assumption, 'acknowledged' | 'acknowledgements'> {
  const said = acknowledgements.filter(({ assumption, service }) => assumption === id && (service === undefined || subjects.includes(service)));
  const services = new Set(said.flatMap(({ service }) => service ?? []));
  const whole = mesh.acknowledged.includes(id) || said.some(({ service }) => service === undefined);
  return {
    acknowledged: whole || (subjects.length > 0 && subjects.every((subject) => services.has(subject))),
    ...(said.length === 0 ? {} : { acknowledgements: said.map(statement) }),
  };
}

function statement({ service, reason, expires, owner }: NonNullable<AccessModel['acknowledgements']>[number]): Acknowledgement {
  return {
    ...(service === undefined ? {} : { service }),
    reason,
    ...(expires === undefined ? {} : { expires }),
    ...(owner === undefined ? {} : { owner }),
  };
}
