import type { CallModel, EdgeModel, ImportedServiceModel } from '../model/model';
import type { PlanesOfCaller } from '../model/planes';
import { byKey } from '../private/sorting';
import type { ContractDeclaration } from './declarations';
import type { InForce } from './in-force';
import { Router } from './routes';

/** Each once, however often it is called or allowed. One that two contracts have stays twice, for a check to refuse. */
export function resolveImports(imported: readonly ImportedServiceModel[], inForce: InForce): readonly ImportedServiceModel[] {
  return byKey(imported, (s) => `${s.id}\n${s.contract}`).map((s) => withAccountsInForce(s, inForce));
}

/**
 * Who else there is in the namespaces of this App. A contract that says nothing of a namespace is no word that nobody else is in it; and one
 * that is read twice, or lists what is imported, says it once.
 */
export function resolveNeighbours(
  contracts: readonly ContractDeclaration[], imported: readonly ImportedServiceModel[], namespaces: ReadonlySet<string>,
): readonly ImportedServiceModel[] {
  const known = new Set(imported.map((s) => `${s.id}\n${s.contract}`));
  const near = contracts.flatMap(({ services }) => services).filter((s) => namespaces.has(s.namespace) && !known.has(`${s.id}\n${s.contract}`));
  return byKey(near, (s) => `${s.id}\n${s.contract}`);
}

/** A contract is as old as the synth that wrote it. */
function withAccountsInForce(service: ImportedServiceModel, inForce: InForce): ImportedServiceModel {
  const { formerAccounts, ...others } = service;
  if (formerAccounts === undefined) return service;
  const { id, construct } = service;
  const current = formerAccounts.filter((a) => inForce.holds({ ...a, construct }, `taking the service account ${a.serviceAccount} for ${id}`));
  return current.length === 0 ? others : { ...others, formerAccounts: current };
}

/**
 * A call to a service of another App, as an edge: what its caller's own policies open. That the callee's open it too, their owner's synth
 * proves, and that the two are meant for each other the contracts show.
 */
export function edgesToImports(calls: readonly CallModel[], imported: readonly ImportedServiceModel[], planes: PlanesOfCaller): readonly EdgeModel[] {
  const router = new Router(planes);
  const services = new Map([...imported].reverse().map((s) => [s.id, s]));
  return calls.flatMap(({ caller, callee: id, access, construct, reasons = [] }) => {
    const callee = services.get(id);
    if (callee === undefined || access === undefined) return [];
    const edge: EdgeModel = { id: `${id}<-service:${caller}`, callee: id, caller: { kind: 'service', service: caller }, access, reasons, constructs: [construct] };
    return [router.route(edge, callee)];
  });
}
