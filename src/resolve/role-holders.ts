import type { CallerModel } from '../model/model';
import type { Problem } from '../model/problem';
import type { HolderModel, HoldingModel, RoleId, RoleReference } from '../model/role';
import { byKey, compare } from '../private/sorting';
import { callerKey } from './caller-key';
import type { CallerDeclaration, MembershipDeclaration } from './declarations';
import { latest } from './said';

/** Whoever holds a role: callers, and the roles by which they do. */
interface Member {
  readonly member: CallerDeclaration;
  readonly ways: readonly HoldingModel[];
  readonly expires?: string;
}

interface Way {
  readonly member: CallerDeclaration;
  readonly way: HoldingModel;
}

/** Who holds which role, through however many others. */
export class RoleHolders {
  private readonly memberships = new Map<RoleId, MembershipDeclaration[]>();
  private readonly known = new Map<RoleId, readonly Member[]>();
  private readonly cycles = new Set<string>();

  constructor(memberships: readonly MembershipDeclaration[], private readonly problems: Problem[]) {
    for (const membership of memberships) this.memberships.set(membership.role, [...this.memberships.get(membership.role) ?? [], membership]);
    // In one order, so that a cycle is found from the same side whatever was asked first.
    for (const role of this.roles()) this.members(role, []);
  }

  /** Sorted by caller. */
  public of(role: RoleId): readonly HolderModel[] {
    return this.members(role, []).flatMap(({ member, ...held }) => (isRole(member) ? [] : [{ caller: member, ...held }]));
  }

  /** The roles that a role is a member of, through however many others. Sorted. */
  public heldBy(role: RoleId): readonly { readonly role: RoleId; readonly expires?: string }[] {
    return this.roles().flatMap((other) => this.members(other, [])
      .filter(({ member }) => isRole(member) && member.role === role)
      .map(({ expires }) => ({ role: other, ...until(expires) })));
  }

  private roles(): readonly RoleId[] {
    return [...this.memberships.keys()].sort(compare);
  }

  /** `path`: the roles whose members are being looked for. */
  private members(role: RoleId, path: readonly RoleId[]): readonly Member[] {
    const known = this.known.get(role);
    if (known !== undefined) return known;
    const at = path.indexOf(role);
    if (at >= 0) {
      this.complain(path.slice(at));
      return [];
    }
    const ways = new Map<string, Way[]>();
    for (const way of (this.memberships.get(role) ?? []).flatMap((membership) => this.waysBy(membership, [...path, role]))) {
      const key = memberKey(way.member);
      ways.set(key, [...ways.get(key) ?? [], way]);
    }
    const members = [...ways].sort(([a], [b]) => compare(a, b)).map(([, all]): Member => ({
      member: all[0].member,
      ways: byKey(all.map(({ way }) => way), (way) => `${way.by ?? ''}\n${JSON.stringify(way)}`),
      ...until(latest(all.map(({ way }) => way.expires))),
    }));
    this.known.set(role, members);
    return members;
  }

  private waysBy({ member, expires, reason, owner, construct }: MembershipDeclaration, path: readonly RoleId[]): readonly Way[] {
    const said = { ...(reason === undefined ? {} : { reason }), ...(owner === undefined ? {} : { owner }), construct };
    const own: Way = { member, way: { ...until(expires), ...said } };
    if (!isRole(member)) return [own];
    return [own, ...this.members(member.role, path).map((m): Way => (
      { member: m.member, way: { by: member.role, ...until(first(expires, m.expires)), ...said } }
    ))];
  }

  /** Beginning with the first of its names. */
  private complain(cycle: readonly RoleId[]): void {
    const from = cycle.indexOf([...cycle].sort(compare)[0]);
    const roles = [...cycle.slice(from), ...cycle.slice(0, from)];
    const text = `\`${roles[0]}\` has the member ${[...roles.slice(1), roles[0]].map((role) => `\`${role}\``).join(', which has the member ')}`;
    if (this.cycles.has(text)) return;
    this.cycles.add(text);
    const next = roles[1] ?? roles[0];
    for (const { member, construct } of this.memberships.get(roles[0]) ?? []) {
      if (!isRole(member) || member.role !== next) continue;
      this.problems.push({ code: 'role-cycle', construct, message: `${text}: nobody could tell who holds which`, repair: 'take one of them out of another' });
    }
  }
}

function isRole(member: CallerDeclaration): member is RoleReference {
  return member.kind === 'role';
}

function memberKey(member: CallerModel | RoleReference): string {
  return isRole(member) ? `role:${member.role}` : callerKey(member);
}

const until = (expires: string | undefined): { readonly expires?: string } => (expires === undefined ? {} : { expires });

/** Whichever ends first; nothing: neither ends. */
export function first(a: string | undefined, b: string | undefined): string | undefined {
  return a === undefined || (b !== undefined && b < a) ? b : a;
}
