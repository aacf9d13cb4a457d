import { isPast } from '../model/in-force';
import type { AccessModel, EdgeModel, ServiceModel } from '../model/model';
import { sortedUnique } from '../private/sorting';
import { edgeName } from './declared-names';
import { exceptionsOf, exceptionText } from './exceptions';

/** A service that is cut off, and what it does not have because of it. */
export interface QuarantineReport {
  readonly service: string;
  readonly reason: string;
  /** The last day on which it was meant to hold; left out: nothing was said. */
  readonly expires?: string;
  /** It is past that day, and holds. */
  readonly overdue?: true;
  readonly owner?: string;
  readonly construct: string;
  /** Granted, and not emitted; sorted. */
  readonly withheld: readonly string[];
  /** Grants to many, which stay for the others; sorted. */
  readonly leftOutOf: readonly string[];
}

export function quarantinesOf(model: AccessModel): readonly QuarantineReport[] {
  return model.services.flatMap((service): readonly QuarantineReport[] => {
    const { id, construct, quarantine } = service;
    if (quarantine === undefined) return [];
    const overdue = isPast(model.mesh, quarantine.expires);
    return [{
      service: id, ...quarantine, ...(overdue ? { overdue } : {}), construct,
      withheld: withheld(model, id), leftOutOf: model.edges.filter((e) => isToMany(e, service)).map((e) => edgeText(e, model)).sort(),
    }];
  });
}

/** The top of every report, so that nobody has to look for it: who is cut off, and who is let in for now. Empty without either. */
export function emergenciesText(model: AccessModel): string {
  return quarantinesText(model) + breakGlassText(model);
}

function quarantinesText(model: AccessModel): string {
  const lines = quarantinesOf(model).flatMap(({ service, withheld: not, leftOutOf, ...said }) => [
    `  ${exceptionText({ what: service, ...said })}`,
    ...not.map((what) => `    withheld     ${what}`),
    ...leftOutOf.map((what) => `    left out of  ${what}`),
  ]);
  return lines.length === 0 ? '' : ['Quarantine', ...lines, '', ''].join('\n');
}

function breakGlassText(model: AccessModel): string {
  const lines = exceptionsOf(model).filter(({ kind }) => kind === 'break-glass').map((e) => `  ${exceptionText(e)}`);
  return lines.length === 0 ? '' : ['Break-glass', ...lines, '', ''].join('\n');
}

function withheld(model: AccessModel, id: string): readonly string[] {
  const { edges = [], externals = [], apiServer = [] } = model.withheld ?? {};
  return sortedUnique([
    ...edges.filter(({ callee, caller }) => callee === id || (caller.kind === 'service' && caller.service === id)).map((e) => edgeText(e, model)),
    ...externals.filter(({ caller }) => caller === id).map(({ caller, host }) => `${caller} -> ${host}`),
    ...apiServer.filter((caller) => caller === id).map((caller) => `${caller} -> the API server`),
  ]);
}

function isToMany({ caller }: EdgeModel, { namespace }: ServiceModel): boolean {
  return caller.kind === 'anyone' || caller.kind === 'addresses' || (caller.kind === 'namespace' && caller.namespace === namespace);
}

function edgeText(edge: EdgeModel, { mesh }: AccessModel): string {
  return `${edgeName(edge, mesh)} -> ${edge.callee}`;
}
