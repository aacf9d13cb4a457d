import type { ContractNamespace, ContractService } from '../contract-file';
import { differences } from './differences';
import { type ContractFinding, type ContractSet, finding, type SetMember, type SetRule } from './finding';

const KEPT = ['dataPlane', 'migratingFrom', 'stage', 'allowsAll', 'waypoint'] as const satisfies readonly (keyof ContractNamespace)[];

/** What tenants took from the owner of their namespace still holds. */
export const takenNamespaces: SetRule = (set) => set.members.flatMap((member) => (
  member.contract.imports.namespaces.flatMap((taken) => judged(set, member, taken))
));

function judged({ owner }: ContractSet, member: SetMember, taken: ContractNamespace): readonly ContractFinding[] {
  const now = owner(taken.name, member);
  const said = now?.contract.namespaces.find((n) => n.name === taken.name && n.owned);
  if (now === undefined || said === undefined) {
    const message = `${member.file} is a tenant of \`${taken.name}\`, which none of these contracts owns`;
    return [finding('no-owner', 'warning', [member], message, 'check it together with the contract of its owner')];
  }
  const both = [member, now];
  const isolation = (taken.isolation ?? []).filter((i) => !(said.isolation ?? []).includes(i)).map((i) => `\`${i}\``);
  const lost = [...isolation, ...(now.contract.proof === undefined ? ['a proof'] : [])].join(', ');
  const moved = differences(KEPT, taken, said).join('; ');
  return [
    ...(lost === '' ? [] : [finding('lost-isolation', 'error', both, `${member.file} rests on what ${now.file} does not state of \`${taken.name}\` any more: ${lost}`, `let the owner of \`${taken.name}\` isolate it again, and prove it`)]),
    ...(moved === '' ? [] : [finding('stale-import', 'error', both, `of namespace \`${taken.name}\` ${member.file} has an older contract: ${moved}`, `import ${now.file} again, synthesize and apply`)]),
  ];
}

/** The policies of a managed waypoint name the callers and pods of its own App's services. */
export const waypoints: SetRule = (set) => set.members.flatMap((member) => (
  member.contract.services.flatMap((service) => cutOff(set, member, service))
));

function cutOff({ owner }: ContractSet, member: SetMember, { id, waypoint }: ContractService): readonly ContractFinding[] {
  const other = waypoint === undefined ? undefined : owner(waypoint.namespace, member);
  if (waypoint === undefined || waypoint.managed || other === undefined || other === member) return [];
  const { namespace, name } = waypoint;
  const managed = other.contract.namespaces.flatMap((n) => (n.waypoint?.managed === true ? [n.waypoint] : []));
  if (!managed.some((w) => w.namespace === namespace && w.name === name)) return [];
  return [finding(
    'closed-waypoint', 'error', [member, other],
    `\`${id}\` (${member.file}) is behind waypoint \`${namespace}/${name}\`, whose NetworkPolicies ${other.file} writes for its own services alone`,
    'declare the service in the App that manages the waypoint, or give its owners a waypoint of theirs (`Waypoint.existing`)',
  )];
}
