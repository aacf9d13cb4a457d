import type { AddressesModel, CallerModel, PortAccessModel, ServiceId } from './model';

/** `on-call`: the name of a role. */
export type RoleId = string;

/** A role as a caller or a member; resolved to those who hold it before anything is rendered. */
export interface RoleReference {
  readonly kind: 'role';
  readonly role: RoleId;
}

/** A named bundle of access and who holds it. */
export interface RoleModel {
  readonly id: RoleId;
  readonly construct: string;
  readonly description?: string;
  /** Who answers for its members. */
  readonly owner?: string;
  /** Everybody who has what is granted to it. Sorted by caller; empty: nobody. */
  readonly holders: readonly HolderModel[];
  /** The roles that it is a member of, through however many others: its holders have what is granted to them. Sorted. */
  readonly memberOf: readonly { readonly role: RoleId; readonly expires?: string }[];
  /** To the role itself. Sorted by callee. */
  readonly grants: readonly RoleGrantModel[];
}

export interface HolderModel {
  readonly caller: CallerModel;
  /** Never empty. */
  readonly ways: readonly HoldingModel[];
  /** The last day of the way that lasts longest; left out: without end. */
  readonly expires?: string;
}

/** One way to hold a role. */
export interface HoldingModel {
  /** The member that is a role and that the caller holds; left out: the caller is a member itself. */
  readonly by?: RoleId;
  /** Of what was said and of how that role is held, whichever ends first; left out: without end. */
  readonly expires?: string;
  readonly reason?: string;
  readonly owner?: string;
  readonly construct: string;
}

/** One grant to the role. */
export interface RoleGrantModel {
  readonly callee: ServiceId;
  readonly access: readonly PortAccessModel[];
  readonly sourceCidrs?: AddressesModel;
  readonly expires?: string;
  readonly reason?: string;
  readonly owner?: string;
  readonly construct: string;
}
