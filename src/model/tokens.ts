import type { HeaderValueModel, PathModel } from './model';

/** Whose tokens are taken, and what is asked of each. */
export interface TokenIssuerModel {
  readonly issuer: string;
  /** One of them is enough; sorted. Empty: not asked. */
  readonly audiences: readonly string[];
  /** A JSON Web Key Set as it is written. Left out: fetched from `jwksUri`. */
  readonly jwks?: string;
  readonly jwksUri?: string;
  /** Lower case. Empty: where Istio looks by itself. */
  readonly fromHeaders: readonly { readonly name: string; readonly prefix?: string }[];
  /** The service gets the token, too. */
  readonly forwarded: boolean;
}

/** A token is mandatory for requests to a service. */
export interface TokensModel {
  /** Sorted by issuer. */
  readonly issuers: readonly TokenIssuerModel[];
  /** Requests to these need none; sorted. */
  readonly except: readonly PathModel[];
  /** What was said of that; left out where `except` is empty. */
  readonly exception?: { readonly reason: string; readonly expires?: string; readonly owner?: string };
  /** Nor do the preflights of browsers. */
  readonly corsPreflight: boolean;
}

/** A claim is a string or a list of them, and one value is enough. */
export interface ClaimModel {
  /** `['realm', 'roles']` is nested. */
  readonly path: readonly string[];
  /** Sorted; any of them. */
  readonly values: readonly HeaderValueModel[];
}

/** What a granted request has to carry. */
export interface TokenDemandModel {
  readonly issuers: readonly TokenIssuerModel[];
  /** All of them, sorted by path. */
  readonly claims: readonly ClaimModel[];
  /** `true`: a token that one of the issuers signed, or none. Then nothing is asked of claims. */
  readonly optional: boolean;
}

/** Does a proxy take this header out of requests with the token in it? https://istio.io/latest/docs/reference/config/security/jwt/ (`forwardOriginalToken`) */
export function takesOut({ forwarded, fromHeaders }: TokenIssuerModel, header: string): boolean {
  return !forwarded && (fromHeaders.length === 0 ? header === 'authorization' : fromHeaders.some(({ name }) => name === header));
}

/** As Envoy tells a CORS preflight, with the method `OPTIONS`; each is there and not empty. */
export const PREFLIGHT_HEADERS: readonly string[] = ['access-control-request-method', 'origin'];
