import { collisions } from './collisions';
import { type ContractFinding, type ContractSet, placeOf, type SetMember, type SetRule } from './finding';
import { missingCalls, missingGrants } from './halves';
import { imports } from './imports';
import { owners, trustDomains } from './owners';
import { takenNamespaces, waypoints } from './tenants';

const RULES: readonly SetRule[] = [missingGrants, missingCalls, imports, takenNamespaces, owners, collisions, trustDomains, waypoints];

/** Where these contracts do not fit each other: errors first, then by id, files and text; the same whatever their order. */
export function checkContracts(contracts: readonly SetMember[]): readonly ContractFinding[] {
  const members = [...contracts].sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0));
  const set: ContractSet = {
    members,
    declarer: (id, near) => members.find((m) => placeOf(m) === placeOf(near) && m.contract.services.some((s) => s.id === id)),
    owner: (name, near) => members.find((m) => placeOf(m) === placeOf(near) && m.contract.namespaces.some((n) => n.owned && n.name === name)),
  };
  const found = new Map(RULES.flatMap((rule) => rule(set)).map((f) => [keyOf(f), f]));
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, f]) => f);
}

function keyOf({ severity, id, files, message }: ContractFinding): string {
  return [severity, id, ...files, message].join('\n');
}
