import type { CallerModel, EdgeGrantModel, EdgeModel, NamespaceModel, PortAccessModel } from '../model/model';
import type { PlanesOfCaller } from '../model/planes';
import { byKey, compare, sortedUnique } from '../private/sorting';
import { unite } from './access';
import { addressesKey, callerKey } from './caller-key';
import type { CallerGrant } from './grants';
import { Router } from './routes';
import { saidTogether } from './said';

/** Grants of the same callee and caller are one edge, whatever their number and order, and whether by a role or by name. */
export function resolveEdges(
  grants: readonly CallerGrant[], trustDomain: string, namespaces: readonly NamespaceModel[], planes: PlanesOfCaller,
): EdgeModel[] {
  const pairs = new Map<string, CallerGrant[]>();
  const router = new Router(planes);
  const placed = inItsNamespace(namespaces, trustDomain);
  for (const grant of grants) {
    const { when: { sourceCidrs } = {}, breakGlass } = grant.declared;
    const at = sourceCidrs === undefined ? '' : `@${addressesKey(sourceCidrs)}`;
    const id = `${grant.callee.id}<-${callerKey(grant.caller)}${at}${breakGlass === undefined ? '' : `!${breakGlass.id}`}`;
    const known = pairs.get(id);
    if (known === undefined) pairs.set(id, [grant]);
    else known.push(grant);
  }
  return [...pairs].sort(([a], [b]) => compare(a, b)).map(([id, pair]) => {
    if (isOrdinary(pair)) return router.route(ordinary(id, pair[0]), pair[0].callee);
    const [{ callee, declared: { when, breakGlass } }] = pair;
    const parts = partsOf(pair);
    return router.route({
      id,
      callee: callee.id,
      caller: placed(united(pair.map((g) => g.caller))),
      ...(when?.sourceCidrs === undefined ? {} : { sourceCidrs: when.sourceCidrs }),
      access: together(pair.flatMap((g) => g.access)),
      reasons: sortedUnique(pair.flatMap((g) => g.declared.reason ?? [])),
      constructs: sortedUnique(pair.map((g) => g.declared.construct)),
      ...saidTogether(pair.map(({ declared: { owner, construct }, expires }) => ({ owner, construct, expires }))),
      ...(parts === undefined ? {} : { grants: parts }),
      ...(breakGlass === undefined ? {} : { breakGlass }),
    }, callee);
  });
}

/** One grant to a service by name, without end and conditions: nearly all are. */
function isOrdinary(pair: readonly CallerGrant[]): boolean {
  if (pair.length !== 1) return false;
  const [{ access, caller, role, expires, declared: { owner, when, breakGlass } }] = pair;
  return access.length === 1 && caller.kind === 'service' && role === undefined && expires === undefined && owner === undefined
    && when === undefined && breakGlass === undefined;
}

/** What is made below of such a pair. */
function ordinary(id: string, { access: [access], callee, caller, declared: { construct, reason } }: CallerGrant): EdgeModel {
  return { id, callee: callee.id, caller, access, reasons: reason === undefined ? [] : [reason], constructs: [construct] };
}

/** One list stays what it is: whoever makes something of equal lists makes it once. */
function together(lists: readonly (readonly PortAccessModel[])[]): readonly PortAccessModel[] {
  return lists.length === 1 ? lists[0] : unite(lists.flat());
}

/** Where all was granted to the caller itself and without end, the edge says everything. */
function partsOf(pair: readonly CallerGrant[]): readonly EdgeGrantModel[] | undefined {
  if (pair.every(({ role, expires }) => role === undefined && expires === undefined)) return undefined;
  const parts = pair.map(({ access, role, expires, declared: { reason, owner, construct } }): EdgeGrantModel => ({
    access: together(access),
    ...(role === undefined ? {} : { role }),
    ...(expires === undefined ? {} : { expires }),
    ...(reason === undefined ? {} : { reason }),
    ...(owner === undefined ? {} : { owner }),
    construct,
  }));
  return byKey(parts, (part) => JSON.stringify(part));
}

/** An identity of a namespace that is declared has its data plane. A gateway is a proxy of its own wherever it runs. */
export function inItsNamespace(namespaces: readonly NamespaceModel[], trustDomain: string): (caller: CallerModel) => CallerModel {
  // Of two of one name, which is an error, the first counts.
  const byPrefix = new Map([...namespaces].reverse().map((n) => [`${trustDomain}/ns/${n.id}/sa/`, n]));
  return (caller) => {
    if (caller.kind !== 'identity' || caller.role === 'ingress-gateway' || caller.dataPlane !== undefined) return caller;
    const declared = byPrefix.get(caller.principal.slice(0, caller.principal.lastIndexOf('/') + 1));
    if (declared === undefined || declared.dataPlane === 'none' || declared.migratingFrom !== undefined) return caller;
    return { ...caller, dataPlane: declared.dataPlane };
  };
}

/** Callers with one key differ at most in the reasons of "anyone". */
function united(callers: readonly CallerModel[]): CallerModel {
  const [first] = callers;
  if (first.kind !== 'anyone') return first;
  return { kind: 'anyone', reason: sortedUnique(callers.flatMap((c) => (c.kind === 'anyone' ? [c.reason] : []))).join('; ') };
}
