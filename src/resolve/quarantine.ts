import type { QuarantineModel, ServiceId, ServiceModel, WithheldModel } from '../model/model';
import { sortedUnique } from '../private/sorting';
import type { ApiServerCallDeclaration, QuarantineDeclaration } from './declarations';
import type { InForce } from './in-force';
import { latest } from './said';

/** Of which services. */
export type Quarantines = ReadonlyMap<ServiceId, QuarantineModel>;

/** Said twice it holds for both reasons. What is past its day stays: only the declaration's author may open the service again. */
export function quarantinesOf(declared: readonly QuarantineDeclaration[], inForce: InForce): Quarantines {
  const byService = new Map<ServiceId, QuarantineDeclaration[]>();
  for (const one of declared) {
    inForce.mayJudge(one, `the quarantine of ${one.service}`);
    byService.set(one.service, [...byService.get(one.service) ?? [], one]);
  }
  return new Map([...byService].map(([service, all]) => [service, united(all)]));
}

function united(all: readonly QuarantineDeclaration[]): QuarantineModel {
  const expires = latest(all.map((q) => q.expires));
  const owners = sortedUnique(all.flatMap((q) => q.owner ?? []));
  return {
    reason: sortedUnique(all.map((q) => q.reason)).join('; '),
    ...(expires === undefined ? {} : { expires }),
    ...(owners.length === 0 ? {} : { owner: owners.join(', ') }),
  };
}

export function quarantined(service: ServiceModel, quarantines: Quarantines): ServiceModel {
  const quarantine = quarantines.get(service.id);
  return quarantine === undefined ? service : { ...service, quarantine };
}

type Granted = Omit<WithheldModel, 'apiServer'>;

/** What is left of grants and calls, and what is not. A grant to a whole namespace stays, for the others in it. */
export function withhold(
  { edges, calls, externals }: Granted, apiServerCalls: readonly ApiServerCallDeclaration[], quarantines: Quarantines,
): { readonly granted: Granted; readonly withheld: WithheldModel } {
  const isOut = (id: ServiceId): boolean => quarantines.has(id);
  const [edgesOut, edgesIn] = split(edges, ({ callee, caller }) => isOut(callee) || (caller.kind === 'service' && isOut(caller.service)));
  const [callsOut, callsIn] = split(calls, ({ caller, callee }) => isOut(caller) || isOut(callee));
  const [externalsOut, externalsIn] = split(externals, ({ caller }) => isOut(caller));
  const apiServer = sortedUnique(apiServerCalls.map(({ caller }) => caller).filter(isOut));
  return {
    granted: { edges: edgesIn, calls: callsIn, externals: externalsIn },
    withheld: { edges: edgesOut, calls: callsOut, externals: externalsOut, ...(apiServer.length === 0 ? {} : { apiServer }) },
  };
}

export function isAnything({ edges, calls, externals, apiServer = [] }: WithheldModel): boolean {
  return edges.length + calls.length + externals.length + apiServer.length > 0;
}

function split<T>(all: readonly T[], isOut: (one: T) => boolean): readonly [readonly T[], readonly T[]] {
  return [all.filter(isOut), all.filter((one) => !isOut(one))];
}
