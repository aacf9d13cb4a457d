import { Construct } from 'constructs';
import type { ICaller } from './caller';
import { invalid, optionalReason, struct, text } from './private/arguments';
import { declaredCaller } from './private/callers';
import { optionalDay } from './private/dates';
import { optionalOwner } from './private/exceptions';
import { objectName } from './private/names';
import { Registry } from './private/registry';
import type { CallerDeclaration } from './resolve/declarations';

/** What a role is. */
export interface AccessRoleProps {
  /**
   * What reports call it; no two roles of an App have one name (`duplicate-role` at synth). Errors: `invalid-name`.
   *
   * @default - the construct's id
   */
  readonly name?: string;

  /**
   * What it is for; stands in reports.
   *
   * @default - none
   */
  readonly description?: string;

  /**
   * Who answers for its members: a team, a person. Stands in reports.
   *
   * @default - nobody in particular
   */
  readonly owner?: string;
}

/** What is said of a membership. */
export interface MemberOptions {
  /**
   * Why; stands in reports.
   *
   * @default - none
   */
  readonly reason?: string;

  /**
   * The last day on which it holds, `2027-06-30` (UTC). Once `MeshProps.asOf` is past it, the member has nothing by the role, and reports
   * list it. Errors: `invalid-date`, at synth `missing-as-of`.
   *
   * @default - it does not expire
   */
  readonly expires?: string;

  /**
   * Who answers for it.
   *
   * @default - nobody in particular
   */
  readonly owner?: string;
}

/**
 * A named bundle of access: what is granted to the role is granted to each of its members, and to the members of members that are roles.
 *
 * Emits nothing of its own. Every layer gets the exact callers, as if each had been allowed by name; who has the same access by a role and
 * by name has it once. A role that nobody holds gives nothing to anybody, and reports say so. A role that is a member of itself, through
 * whatever others, is an error at synth (`role-cycle`).
 *
 * It is a word of the declaration: a member that leaves loses its access with the next synth and apply. Conditions, dates and reasons of a
 * grant hold for every member. `mesh-access.out/roles.txt` and `roles.json` say who holds what, for whoever has to certify it again.
 *
 * Errors: `missing-mesh`, and those of the properties.
 */
export class AccessRole extends Construct implements ICaller {
  /** Its name. */
  public readonly name: string;

  /** What reports call it: `role` and its name. */
  public readonly callerName: string;

  /** @internal */
  public readonly _registry: Registry;

  constructor(scope: Construct, id: string, props: AccessRoleProps = {}) {
    super(scope, id);
    const given = struct('props of AccessRole', props);
    this._registry = Registry.of(this);
    this.name = objectName('role name', given.name ?? id);
    this.callerName = `role ${this.name}`;
    const description = given.description === undefined || given.description === null ? undefined : text('description', given.description).trim();
    this._registry.declareRole({
      id: this.name,
      construct: this.node.path,
      ...(description === undefined ? {} : { description }),
      ...optionalOwner(given.owner),
    });
  }

  /**
   * Let callers hold the role, without end. Saying it twice changes nothing.
   *
   * Errors: `empty-list`, `unsupported-caller`, `other-app`; at synth `role-cycle`.
   *
   * @param members Services, namespaces, identities, other roles: whoever can be allowed to call.
   * @returns the role, for the next statement
   */
  public addMembers(...members: ICaller[]): AccessRole {
    if (members.length === 0) throw invalid('empty-list', `\`${this.node.path}\` is given no members`, 'name at least one');
    for (const member of members) this.addMember(member);
    return this;
  }

  /**
   * Let a caller hold the role, with a reason or until a day. Of several statements about one member the longest counts.
   *
   * Errors: `unsupported-caller`, `other-app`, `missing-reason`, `invalid-date`; at synth `role-cycle`, `missing-as-of`.
   *
   * @param member Who holds it.
   * @param options What is said of that.
   * @returns the role, for the next statement
   */
  public addMember(member: ICaller, options: MemberOptions = {}): AccessRole {
    const given = struct('options of addMember', options);
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
