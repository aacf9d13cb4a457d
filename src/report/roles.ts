import type { AccessModel, AddressesModel, CallerModel, EdgeModel, PortAccessModel, ServiceId } from '../model/model';
import { addressesText } from '../model/names';
import type { HoldingModel, RoleId } from '../model/role';
import { hasMeshIdentity, sharersOf } from '../model/sharers';
import { groupBy } from '../proof/declaration';
import { byText } from './access-table';
import { accessTexts } from './declared-access';
import { calleeNames, callerName, isSamePort } from './declared-names';

/** Who holds which role, and what they have by it and otherwise: for whoever certifies access again. */
export interface RolesReport {
  /** Sorted by name. */
  readonly roles: readonly RoleReport[];
  /** Everybody who holds a role. Sorted by name. */
  readonly members: readonly MemberReport[];
}

export interface RoleReport {
  readonly role: RoleId;
  readonly description?: string;
  readonly owner?: string;
  readonly construct: string;
  /** Empty: nobody has what is granted to it. */
  readonly holders: readonly (Holding & { readonly caller: string })[];
  /** To it, and to the roles that it is a member of. */
  readonly access: readonly AccessReport[];
}

/** One way to hold a role. */
export interface Holding {
  /** The holder whose identity the caller shares; left out: it is the holder. */
  readonly as?: string;
  /** The member that is a role; left out: by its own name. */
  readonly by?: RoleId;
  readonly until?: string;
  readonly reason?: string;
  readonly owner?: string;
}

export interface MemberReport {
  readonly caller: string;
  readonly roles: readonly (Holding & { readonly role: RoleId })[];
  /** By a role or by name. */
  readonly access: readonly AccessReport[];
}

export interface AccessReport {
  /** `shop/catalog:80 (pod port 8080)`. */
  readonly callee: string;
  /** `GET /items`. */
  readonly access: string;
  /** Addresses that it must be called from. */
  readonly from?: string;
  /** The service that it is granted to, whose identity the caller shares; left out: it is granted to the caller. */
  readonly as?: ServiceId;
  /** The role that it is granted to; left out: it is granted by name. */
  readonly role?: RoleId;
  readonly until?: string;
  readonly reason?: string;
  readonly owner?: string;
}

/** Whatever was granted, to whomever. */
interface Granted {
  readonly callee: ServiceId;
  readonly access: readonly PortAccessModel[];
  readonly sourceCidrs?: AddressesModel;
  readonly as?: ServiceId;
  readonly role?: RoleId;
  readonly expires?: string;
  readonly reason?: string;
  readonly owner?: string;
}

export function rolesOf(model: AccessModel): RolesReport {
  const { roles = [], edges, mesh } = model;
  const name = (caller: CallerModel): string => callerName(caller, mesh);
  const accessOf = accessReports(model);
  const byId = new Map(roles.map((role) => [role.id, role]));
  const sharers = sharersIn(model);
  const held = roles.flatMap(({ id, holders }) => holders.flatMap(({ caller, ways }) => ways.flatMap((way) => {
    const holding = holdingOf(way);
    const as = name(caller);
    return [{ role: id, caller: as, holding }, ...sharers(caller).map((sharer) => ({ role: id, caller: sharer, holding: { as, ...holding } }))];
  })));
  const byRole = groupBy(held, ({ role }) => role);
  const byCaller = groupBy(held, ({ caller }) => caller);
  const edgesOf = groupBy(edges, ({ caller }) => name(caller));
  return {
    roles: roles.map(({ id, construct, description, owner, grants, memberOf }): RoleReport => ({
      role: id,
      ...(description === undefined ? {} : { description }),
      ...(owner === undefined ? {} : { owner }),
      construct,
      holders: (byRole.get(id) ?? []).map(({ caller, holding }) => ({ caller, ...holding })),
      access: accessOf([
        ...grants.map((grant): Granted => ({ ...grant, role: id })),
        ...memberOf.flatMap(({ role, expires }) => (
          byId.get(role)!.grants.map((grant): Granted => ({ ...grant, role, ...first(grant.expires, expires) }))
        )),
      ]),
    })),
    members: [...byCaller].sort(byText(([caller]) => caller)).map(([caller, ways]): MemberReport => ({
      caller,
      roles: ways.map(({ role, holding }) => ({ role, ...holding })),
      access: accessOf((edgesOf.get(caller) ?? []).flatMap(grantsOf)),
    })),
  };
}

/** Whoever has the same identity holds what it holds. */
function sharersIn({ services, imported = [], mesh }: AccessModel): (caller: CallerModel) => readonly ServiceId[] {
  const sharers = sharersOf([...services, ...imported].filter((s) => hasMeshIdentity(mesh, s)));
  return (caller) => (caller.kind === 'service' ? sharers(caller.service).map(({ id }) => id) : []);
}

function holdingOf({ by, expires, reason, owner }: HoldingModel): Holding {
  return { ...(by === undefined ? {} : { by }), ...said({ expires, reason, owner }) };
}

/** What an edge came from; one without parts is all by name. */
function grantsOf({ grants, callee, sourceCidrs, identityOf, access, reasons, owners }: EdgeModel): readonly Granted[] {
  const at = { callee, ...(sourceCidrs === undefined ? {} : { sourceCidrs }), ...(identityOf === undefined ? {} : { as: identityOf }) };
  if (grants !== undefined) return grants.map((grant) => ({ ...grant, ...at }));
  return [{ ...at, access, ...(reasons.length === 0 ? {} : { reason: reasons.join('; ') }), ...(owners === undefined ? {} : { owner: owners.join(', ') }) }];
}

/** One line per way to call a port. */
function accessReports({ services }: AccessModel): (grants: readonly Granted[]) => readonly AccessReport[] {
  const byId = new Map(services.map((service) => [service.id, service]));
  const textOf = accessTexts();
  return (grants) => grants.flatMap(({ callee, access, sourceCidrs, as, role, ...rest }) => access.flatMap((one) => {
    const service = byId.get(callee)!;
    return service.ports.filter((port) => isSamePort(one, port)).flatMap((port) => calleeNames(service, port).map((name): AccessReport => ({
      callee: name,
      access: textOf(one),
      ...(sourceCidrs === undefined ? {} : { from: addressesText(sourceCidrs) }),
      ...(as === undefined ? {} : { as }),
      ...(role === undefined ? {} : { role }),
      ...said(rest),
    })));
  })).sort(byText((line) => JSON.stringify(line)));
}

function said({ expires, reason, owner }: Pick<Granted, 'expires' | 'reason' | 'owner'>): Omit<Holding, 'as' | 'by'> {
  return {
    ...(expires === undefined ? {} : { until: expires }),
    ...(reason === undefined ? {} : { reason }),
    ...(owner === undefined ? {} : { owner }),
  };
}

function first(a: string | undefined, b: string | undefined): Pick<Granted, 'expires'> {
  const expires = a === undefined || (b !== undefined && b < a) ? b : a;
  return expires === undefined ? {} : { expires };
}
