import type { ServiceModel } from '../model/model';
import { sortedUnique } from '../private/sorting';
import type { ApiServerCallDeclaration } from './declarations';
import { saidTogether } from './said';

/** Statements of one service are one need; in quarantine it has none. */
export function withApiServerCalls(declarations: readonly ApiServerCallDeclaration[]): (service: ServiceModel) => ServiceModel {
  const groups = new Map<string, ApiServerCallDeclaration[]>();
  for (const call of declarations) groups.set(call.caller, [...groups.get(call.caller) ?? [], call]);
  return (service) => {
    const calls = groups.get(service.id);
    return calls === undefined || service.quarantine !== undefined
      ? service
      : { ...service, apiServer: { reasons: sortedUnique(calls.flatMap((c) => c.reason ?? [])), ...saidTogether(calls) } };
  };
}
