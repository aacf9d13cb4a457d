import type { Problem } from '../model/problem';
import type { HolderModel, RoleGrantModel, RoleId, RoleModel } from '../model/role';
import { byKey, compare } from '../private/sorting';
import { unite } from './access';
import type { MembershipDeclaration, RoleDeclaration } from './declarations';
import type { CallerGrant, PortGrant } from './grants';
import { first, RoleHolders } from './role-holders';

interface Declared {
  readonly roles: readonly RoleDeclaration[];
  /** Those in force. */
  readonly memberships: readonly MembershipDeclaration[];
  readonly grants: readonly PortGrant[];
}

interface Roles {
  readonly roles: readonly RoleModel[];
  /** Every grant, to each who has it by name or by a role. What is granted to a role that nobody holds is only listed. */
  readonly grants: readonly CallerGrant[];
}

/** Roles as those who hold them: whoever renders and proves sees exact callers. */
export function resolveRoles({ roles, memberships, grants }: Declared, problems: Problem[]): Roles {
  const holders = new RoleHolders(memberships, problems);
  return {
    roles: distinct(roles, problems).map((role) => ({
      ...role,
      holders: holders.of(role.id),
      memberOf: holders.heldBy(role.id),
      grants: grantsOf(grants.filter(({ declared: { caller } }) => caller.kind === 'role' && caller.role === role.id)),
    })),
    grants: grants.flatMap((grant) => expanded(grant, (role) => holders.of(role))),
  };
}

/** Of two with one name, which is an error, the first by construct path. Sorted by name. */
function distinct(roles: readonly RoleDeclaration[], problems: Problem[]): readonly RoleDeclaration[] {
  const named = new Map<RoleId, RoleDeclaration>();
  for (const role of [...roles].sort((a, b) => compare(a.construct, b.construct))) {
    const known = named.get(role.id);
    if (known === undefined) {
      named.set(role.id, role);
      continue;
    }
    problems.push({
      code: 'duplicate-role',
      construct: role.construct,
      message: `the App has a role \`${role.id}\` already, \`${known.construct}\``,
      repair: 'give it another `name`, or add its members to the one',
    });
  }
  return [...named.values()].sort((a, b) => compare(a.id, b.id));
}

function expanded(grant: PortGrant, holdersOf: (role: RoleId) => readonly HolderModel[]): readonly CallerGrant[] {
  const { declared: { caller, expires } } = grant;
  if (caller.kind !== 'role') return [{ ...grant, caller, ...(expires === undefined ? {} : { expires }) }];
  return holdersOf(caller.role).map((holder) => {
    const end = first(expires, holder.expires);
    return { ...grant, caller: holder.caller, role: caller.role, ...(end === undefined ? {} : { expires: end }) };
  });
}

function grantsOf(grants: readonly PortGrant[]): readonly RoleGrantModel[] {
  return byKey(grants.map(({ callee, access, declared: { when, expires, reason, owner, construct } }): RoleGrantModel => ({
    callee: callee.id,
    access: unite(access.flat()),
    ...(when?.sourceCidrs === undefined ? {} : { sourceCidrs: when.sourceCidrs }),
    ...(expires === undefined ? {} : { expires }),
    ...(reason === undefined ? {} : { reason }),
    ...(owner === undefined ? {} : { owner }),
    construct,
  })), (g) => JSON.stringify(g));
}
