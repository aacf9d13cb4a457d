import type { AccessModel, AcknowledgementModel } from '../model/model';
import type { Acknowledgement, Assumption } from './types';

/**
 * Whether somebody stands by an assumption: for the whole mesh, or service by service (object by object) for all that it concerns. One that nobody
 * has looked at leaves it unacknowledged.
 */
export function acknowledged({ mesh, acknowledgements = [] }: AccessModel, id: string, subjects: readonly string[]): Pick<Assumption, 'acknowledged' | 'acknowledgements'> {
  const said = acknowledgements.filter((a) => a.assumption === id && (subjectOf(a) === undefined || subjects.includes(subjectOf(a)!)));
  const stoodBy = new Set(said.flatMap((a) => subjectOf(a) ?? []));
  const whole = mesh.acknowledged.includes(id) || said.some((a) => subjectOf(a) === undefined);
  return {
    acknowledged: whole || (subjects.length > 0 && subjects.every((subject) => stoodBy.has(subject))),
    ...(said.length === 0 ? {} : { acknowledgements: said.map(statement) }),
  };
}

/** Undefined: the whole mesh. */
function subjectOf({ service, object }: AcknowledgementModel): string | undefined {
  return object ?? service;
}

function statement({ service, object, reason, expires, owner }: AcknowledgementModel): Acknowledgement {
  return {
    ...(service === undefined ? {} : { service }),
    ...(object === undefined ? {} : { object }),
    reason,
    ...(expires === undefined ? {} : { expires }),
    ...(owner === undefined ? {} : { owner }),
  };
}
