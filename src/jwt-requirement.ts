import type { ExceptionOptions } from './exception-options';
import type { HttpPath } from './http-path';
import type { JwtIssuer } from './jwt-issuer';

/** Requires a JSON Web Token on every request to a service. */
export interface JwtRequirement {
  /** Accepted issuers; a token of one of them is enough. Errors: `empty-list`, `duplicate-issuer`. */
  readonly issuers: JwtIssuer[];

  /**
   * Paths that need no token, for callers that are granted them. A token that is invalid is refused there as well. Grants with
   * `Condition.jwtClaim` or `Condition.jwtIssuer` still require what they state. A path that partly overlaps the paths of a grant, neither
   * containing the other, is an error at synth (`overlapping-paths`).
   *
   * @default - none
   */
  readonly except?: HttpPath[];

  /**
   * Why these paths need no token, who is responsible, and until when; after `expires` they need one like all others. Errors:
   * `missing-reason`, `invalid-date`, `empty-list` (without paths), at synth `missing-as-of`.
   *
   * @default - an error if `except` is given (`missing-reason`)
   */
  readonly exceptBecause?: ExceptionOptions;

  /**
   * Whether CORS preflight requests of browsers are allowed without a token: `OPTIONS` with `Origin` and `Access-Control-Request-Method`, to
   * the granted paths and hosts. Browsers send preflights without credentials, so without this option no page of another origin can use the
   * service.
   *
   * @default false
   */
  readonly allowCorsPreflight?: boolean;
}
