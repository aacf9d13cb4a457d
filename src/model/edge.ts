import type { AddressesModel, PortAccessModel } from './access';
import type { BreakGlassModel } from './break-glass';
import type { CallerModel } from './caller';
import type { AddressAndPort } from './mesh';
import type { WaypointModel } from './namespace';
import type { RoleId } from './role';
import type { ServiceId } from './service';

export interface EdgeModel {
  /**
   * `shop/catalog<-service:shop/frontend`, `…@10.0.0.0/8`; grants of the same pair from the same addresses are merged. With `breakGlass` it
   * ends in `!` and its id, and is merged with nothing else. With `identityOf` that follows the caller, `…<-service:shop/b~shop/a`.
   */
  readonly id: string;
  readonly callee: ServiceId;
  readonly caller: CallerModel;
  /** Where its connections must come from beside, as the callee's proxy sees it; left out: anywhere. Never of callers by address. */
  readonly sourceCidrs?: AddressesModel;
  /** It comes in plaintext at ports that no proxy captures, where NetworkPolicy alone decides; left out: through the proxy, if there is one. */
  readonly pastProxy?: true;
  /** Sorted by targetPort, then protocol. Never empty. */
  readonly access: readonly PortAccessModel[];
  /** Sorted, without duplicates. */
  readonly reasons: readonly string[];
  /** Construct paths of the declarations, sorted. */
  readonly constructs: readonly string[];
  /** The last day on which any of it holds; left out: without end. */
  readonly expires?: string;
  /** Who answers for it. Sorted, without duplicates; left out: nobody in particular. */
  readonly owners?: readonly string[];
  /** What of it was declared how; left out: all of it by the caller's own name and without end. */
  readonly grants?: readonly EdgeGrantModel[];
  /** It is for an emergency, and of one declaration alone; left out: it is not. */
  readonly breakGlass?: BreakGlassModel;
  /** It was granted to this service, and the caller has the same identity; left out: to the caller. */
  readonly identityOf?: ServiceId;
}

/** A part of an edge. */
export interface EdgeGrantModel {
  /** Of the edge's `access`, without routes. Never empty. */
  readonly access: readonly PortAccessModel[];
  /** The role that it was granted to, and that the caller holds; left out: it was granted to the caller. */
  readonly role?: RoleId;
  /** The last day on which the caller has it; left out: without end. */
  readonly expires?: string;
  readonly reason?: string;
  readonly owner?: string;
  readonly construct: string;
}

/** A need stated by the caller; grants nothing inside the mesh. */
export interface CallModel {
  readonly id: string;
  readonly caller: ServiceId;
  readonly callee: ServiceId;
  readonly construct: string;
  /** Sorted, without duplicates; left out: none was given. */
  readonly reasons?: readonly string[];
  /** Of an imported callee: what this half opens. Sorted by targetPort, then protocol. */
  readonly access?: readonly PortAccessModel[];
}

export type ExternalProtocol = 'https' | 'tls' | 'http' | 'tcp';

export interface ExternalEdgeModel {
  /** `shop/cart->api.payments.example`. */
  readonly id: string;
  readonly caller: ServiceId;
  readonly host: string;
  readonly ports: readonly { readonly number: number; readonly protocol: ExternalProtocol }[];
  /** CIDRs the host is known to live at; empty: unknown. */
  readonly addresses: readonly string[];
  readonly reasons: readonly string[];
  readonly constructs: readonly string[];
  /**
   * It answers on the caller's own node: its name is looked up by nobody, no waypoint stands between. With what it is seen at, once the node
   * has led it on. Left out: it is a host.
   */
  readonly onNode?: { readonly seen: readonly AddressAndPort[] };
  /** The egress waypoint that an ambient caller goes through; left out: it goes by itself. */
  readonly through?: WaypointModel;
  /** This service declared it, and the caller has the same identity, which is all that the egress waypoint sees; left out: the caller did. */
  readonly identityOf?: ServiceId;
  /** The last day on which any of it holds; left out: without end. */
  readonly expires?: string;
  /** Who answers for it. Sorted, without duplicates; left out: nobody in particular. */
  readonly owners?: readonly string[];
}
