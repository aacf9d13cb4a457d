import type { ExceptionOptions } from './exception-options';
import type { HttpPath } from './http-path';
import type { JwtIssuer } from './jwt-issuer';

/** That every request to a service carries a token. */
export interface JwtRequirement {
  /** Whose tokens are taken; one is enough. Errors: `empty-list`, `duplicate-issuer`. */
  readonly issuers: JwtIssuer[];

  /**
   * Paths to which requests need no token, from those that are granted them; one that is not valid is refused there, too. Grants with
   * `Condition.jwtClaim` or `Condition.jwtIssuer` keep what they ask for. Where a path and the paths of a grant overlap without one being
   * inside the other, it is an error at synth (`overlapping-paths`).
   *
   * @default - none
   */
  readonly except?: HttpPath[];

  /**
   * Why they need none, who answers for it, and until when; past `expires` they need one like all others. Errors: `missing-reason`,
   * `invalid-date`, `empty-list` (without paths), at synth `missing-as-of`.
   *
   * @default - an error where `except` is given (`missing-reason`)
   */
  readonly exceptBecause?: ExceptionOptions;

  /**
   * Whether the CORS preflights of browsers pass without a token: `OPTIONS` with `Origin` and `Access-Control-Request-Method`, to the
   * paths and hosts that are granted. Browsers send them without credentials, so that otherwise no page of another origin reaches the service.
   *
   * @default false
   */
  readonly allowCorsPreflight?: boolean;
}
