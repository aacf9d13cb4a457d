import type { ContractCall, ContractGrant } from '../contract-file';
import { type ContractFinding, type ContractSet, finding, placeOf, type SetMember, type SetRule } from './finding';
import { portOf } from './ports';

/** What one App calls, the other allows, port by port. */
export const missingGrants: SetRule = (set) => set.members.flatMap((member) => member.contract.calls.flatMap((call) => unallowed(set, member, call)));

function unallowed({ declarer }: ContractSet, member: SetMember, call: ContractCall): readonly ContractFinding[] {
  const owner = declarer(call.callee, member);
  if (call.ports === undefined || owner === undefined || owner === member) return [];
  const grants = owner.contract.grants.filter((g) => g.callee === call.callee && g.identityOf === undefined && isFor(g, call));
  const granted = new Set(grants.flatMap((g) => g.access.map(portOf)));
  const missing = call.ports.filter((p) => !granted.has(portOf(p))).map((p) => `\`${p.targetPort}\` (${p.protocol})`);
  if (missing.length === 0) return [];
  return [finding(
    'missing-grant', 'error', [member, owner],
    `\`${call.caller}\` (${member.file}) calls pod port ${missing.join(', ')} of \`${call.callee}\`, which ${owner.file} does not allow`,
    `let the owner of \`${call.callee}\` allow it (\`allowFrom(contract.service('${call.caller}'))\`), or take the call back`,
  )];
}

function isFor(grant: ContractGrant, { caller, principal }: ContractCall): boolean {
  switch (grant.caller.kind) {
    case 'service': return grant.caller.service === caller;
    case 'identity': return principal !== undefined && grant.caller.principal === principal;
    case 'namespace': return grant.caller.namespace === caller.slice(0, caller.indexOf('/'));
    case 'addresses': return false;
    case 'anyone': return true;
  }
}

/** Without the caller's half its egress stays closed: a contradiction where both must consent, else a call that fails so far. */
export const missingCalls: SetRule = (set) => set.members.flatMap((member) => (
  member.contract.grants.flatMap((grant) => unstated(set, member, grant))
));

function unstated(set: ContractSet, member: SetMember, grant: ContractGrant): readonly ContractFinding[] {
  // What comes with an identity that others share was said of those.
  const service = grant.identityOf === undefined ? callerOf(grant, member, set.members) : undefined;
  const other = service === undefined ? undefined : set.declarer(service, member);
  if (service === undefined || other === undefined || other === member) return [];
  if (other.contract.calls.some((c) => c.caller === service && c.callee === grant.callee)) return [];
  const both = [member, other].some((m) => m.contract.mesh.consent === 'both');
  const then = both ? 'and both must consent' : 'so that its own egress is closed';
  return [finding(
    'missing-call', both ? 'error' : 'warning', [member, other],
    `\`${grant.callee}\` (${member.file}) allows \`${service}\`, which does not call it in ${other.file}, ${then}`,
    `let the owner of \`${service}\` state it (\`calls(contract.service('${grant.callee}'))\`), or take the grant back`,
  )];
}

/** The service that a grant is to, also where it was named by its identity. */
function callerOf({ caller }: ContractGrant, near: SetMember, members: readonly SetMember[]): string | undefined {
  if (caller.kind === 'service') return caller.service;
  if (caller.kind !== 'identity' || caller.principal === undefined) return undefined;
  const services = members.filter((m) => placeOf(m) === placeOf(near)).flatMap((m) => m.contract.services);
  return services.find((s) => s.principal === caller.principal)?.id;
}
