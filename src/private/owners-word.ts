import { MeshContract } from '../mesh-contract';
import type { MeshNamespaceReference } from '../mesh-namespace-props';
import { instance, invalid } from './arguments';
import { type OwnedElsewhere, ownersWord } from './imported-service';

/** What the owner's contract says, if the tenant has it. */
export function ownersWordOf(path: string, namespace: string, given: Partial<MeshNamespaceReference>): OwnedElsewhere | undefined {
  const { contract, dataPlane, waypoint, mesh } = given;
  if (contract === undefined || contract === null) return undefined;
  const owners = instance('contract', contract, MeshContract, 'pass what `MeshContract.fromFile` gives');
  if (mesh === undefined || !owners._isOf(mesh)) {
    throw invalid('other-app', `\`${path}\` is given a contract that was imported into another App`, 'import it with the Mesh of this one');
  }
  const own = Object.entries({ dataPlane, waypoint }).find(([, value]) => value !== undefined && value !== null);
  if (own !== undefined) {
    throw invalid('conflicting-contract', `\`${path}\` has a \`contract\` and a \`${own[0]}\` of its own`, 'leave that out: the contract says it');
  }
  return ownersWord(owners._namespace(namespace), owners.file);
}
