import { Construct } from 'constructs';
import type { ICaller } from './caller';
import { invalid, optionalReason, struct, words } from './private/arguments';
import { declaredCaller } from './private/callers';
import { optionalDay } from './private/dates';
import { optionalOwner } from './private/exceptions';
import { objectName } from './private/names';
import { narrowing } from './private/narrowing';
import { Registry } from './private/registry';
import type { CallerDeclaration } from './resolve/declarations';

/** Properties of an `AccessRole`. */
export interface AccessRoleProps {
  /**
   * Name of the role in reports. It is unique within the App (`duplicate-role` at synth). Errors: `invalid-name`.
   *
   * @default - the construct's id
   */
  readonly name?: string;

  /**
   * Purpose of the role, shown in reports.
   *
   * @default - none
   */
  readonly description?: string;

  /**
   * Team or person responsible for the role's members, shown in reports.
   *
   * @default - nobody in particular
   */
  readonly owner?: string;
}

/** Options of a role membership. */
export interface MemberOptions {
  /**
   * Why the member holds the role, shown in reports.
   *
   * @default - none
   */
  readonly reason?: string;

  /**
   * Last day of the membership, `2027-06-30` (UTC). When `MeshProps.asOf` is later, the member has no access through the role, and reports
   * list the membership as expired. Errors: `invalid-date`, at synth `missing-as-of`.
   *
   * @default - it does not expire
   */
  readonly expires?: string;

  /**
   * Team or person responsible for the membership.
   *
   * @default - nobody in particular
   */
  readonly owner?: string;
}

/**
 * A named group of callers: what is granted to the role is granted to each of its members, and to the members of member roles.
 *
 * Emits nothing of its own. The emitted policies list the exact callers, as if each had been allowed by name; a caller that has the same
 * access by a role and by name is listed once. A role without members grants nothing to anybody, and reports list it. A role that is directly
 * or indirectly a member of itself is an error at synth (`role-cycle`).
 *
 * Roles exist in the declaration only: a removed member loses its access when the next synth is applied. Conditions, dates and reasons of a
 * grant apply to every member. `mesh-access.out/roles.txt` and `roles.json` list who holds which role, for periodic access reviews.
 *
 * Errors: `missing-mesh`, and those of the properties.
 */
export class AccessRole extends Construct implements ICaller {
  /** Name of the role. */
  public readonly name: string;

  /** Name of the role as a caller in reports: `role` and its name. */
  public readonly callerName: string;

  /** @internal */
  public readonly _registry: Registry;

  constructor(scope: Construct, id: string, props: AccessRoleProps = {}) {
    super(scope, id);
    const given = struct('props of AccessRole', props);
    this._registry = Registry.of(this);
    this.name = objectName('role name', given.name ?? id);
    this.callerName = `role ${this.name}`;
    const description = given.description === undefined || given.description === null ? undefined : words('description', given.description);
    this._registry.declareRole({
      id: this.name,
      construct: this.node.path,
      ...(description === undefined ? {} : { description }),
      ...optionalOwner(given.owner),
    });
  }

  /**
   * Adds members to the role without a last day. Adding a member twice has no effect.
   *
   * Errors: `empty-list`, `unsupported-caller`, `other-app`; at synth `role-cycle`.
   *
   * @param members Services, namespaces, identities, other roles, or anything else that can be allowed as a caller.
   * @returns this role, for chaining
   */
  public addMembers(...members: ICaller[]): AccessRole {
    if (members.length === 0) throw invalid('empty-list', `\`${this.node.path}\` is given no members`, 'name at least one');
    for (const member of members) this.addMember(member);
    return this;
  }

  /**
   * Adds one member to the role, with a reason or until a given day. Of several statements about the same member, the one that lasts longest
   * counts.
   *
   * Errors: `unsupported-caller`, `other-app`, `missing-reason`, `invalid-date`; at synth `role-cycle`, `missing-as-of`.
   *
   * @param member The caller that holds the role.
   * @param options Reason, last day and owner of the membership.
   * @returns this role, for chaining
   */
  public addMember(member: ICaller, options: MemberOptions = {}): AccessRole {
    const given = narrowing('options of addMember', options, { reason: true, expires: true, owner: true });
    const reason = optionalReason('addMember', given.reason);
    const expires = optionalDay('expires', given.expires);
    this._registry.declareMembership({
      role: this.name,
      member: declaredCaller(this, 'has the member', member),
      ...(reason === undefined ? {} : { reason }),
      ...(expires === undefined ? {} : { expires }),
      ...optionalOwner(given.owner),
      construct: this.node.path,
    });
    return this;
  }

  /** @internal */
  public _toCaller(): CallerDeclaration {
    return { kind: 'role', role: this.name };
  }
}
