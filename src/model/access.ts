import type { PortProtocol } from './service';
import type { TokenDemandModel } from './tokens';

/** How a connection reaches the callee's pods: through the waypoint of the Service, or by itself to the pod. */
export type Route = 'waypoint' | 'direct';

export type PathModel
  = | { readonly kind: 'exact' | 'prefix' | 'suffix' | 'template'; readonly value: string }
  /** `/cart` and everything below: `/cart`, `/cart/…`, never `/cartoon`. */
    | { readonly kind: 'under'; readonly value: string };

export type HeaderValueModel = { readonly kind: 'exact' | 'prefix' | 'suffix'; readonly value: string } | { readonly kind: 'present' };

export interface HeaderModel {
  readonly name: string;
  readonly values: readonly HeaderValueModel[];
}

/** All of the fields hold (AND); the values of one field are alternatives (OR); left out: no constraint. */
export interface HttpAccessModel {
  readonly methods?: readonly string[];
  readonly paths?: readonly PathModel[];
  /** Lower case, without port; a host stands for itself with any port. */
  readonly hosts?: readonly string[];
  readonly headers?: readonly HeaderModel[];
  /** Left out: whether it carries a token is nobody's concern. */
  readonly token?: TokenDemandModel;
}

/** What is granted on one port of the callee. */
export interface PortAccessModel {
  readonly targetPort: number;
  readonly protocol: PortProtocol;
  /** Alternatives (OR); undefined: everything the port carries. Never empty. */
  readonly http?: readonly HttpAccessModel[];
  /** Left out: direct. What has `http` is never both. */
  readonly routes?: readonly Route[];
}

/** Addresses in any of the blocks and in none of the exceptions. */
export interface AddressesModel {
  /** Sorted; none lies in another. */
  readonly cidrs: readonly string[];
  /** Sorted; each lies in one of `cidrs`. */
  readonly except: readonly string[];
}
