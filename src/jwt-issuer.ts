import type { TokenIssuerModel } from './model/tokens';
import { flag, optionalList, struct } from './private/arguments';
import { audience, httpsUri, issuerName, keySet, tokenHeader, tokenPrefix } from './private/jwt';
import { narrowing } from './private/narrowing';
import { byKey, sortedUnique } from './private/sorting';

/** A request header that may carry a token. */
export interface JwtHeader {
  /** Header name, in any case. Errors: `invalid-header`. */
  readonly name: string;

  /**
   * Text before the token, `Bearer `, including the space if there is one.
   *
   * @default - none: the whole value is the token
   */
  readonly prefix?: string;
}

/** Options of a `JwtIssuer`: what its tokens must contain, and where they are found. */
export interface JwtIssuerOptions {
  /**
   * Accepted audiences: the token's `aud` claim must contain one of them. Proxies compare without `http://`, `https://` and one trailing `/`.
   *
   * @default - any audience
   */
  readonly audiences?: string[];

  /**
   * Headers to read the token from, instead of Istio's default locations.
   *
   * @default - `Authorization: Bearer …`, and the query parameter `access_token`
   */
  readonly fromHeaders?: JwtHeader[];

  /**
   * Whether the token is forwarded to the service. Otherwise the proxy removes it from the request.
   *
   * @default false
   */
  readonly forwardOriginalToken?: boolean;
}

/**
 * An issuer of JSON Web Tokens, with the keys that verify its signatures.
 *
 * @see https://istio.io/latest/docs/reference/config/security/jwt/
 */
export class JwtIssuer {
  /**
   * An issuer whose public keys are given in the declaration. When the issuer rotates its keys, update them here before the first token is
   * signed with a new one.
   *
   * Errors: `invalid-issuer`, `invalid-jwks` (not a JSON Web Key Set of public RSA, EC or Ed25519 keys), `private-key`, `empty-list`,
   * `invalid-audience`, `invalid-header`.
   *
   * @param issuer The `iss` claim of the issuer's tokens, `https://idp.example`.
   * @param jwks The key set as JSON, `{"keys":[…]}`.
   * @param options What the tokens must contain, and where they are found.
   */
  public static withKeys(issuer: string, jwks: string, options?: JwtIssuerOptions): JwtIssuer {
    return new JwtIssuer(issuer, { jwks: keySet(jwks) }, options);
  }

  /**
   * An issuer whose public keys istiod fetches from a URI, for all proxies. istiod must be able to reach the URI; the service itself does not
   * need to. If istiod cannot fetch the keys, no token of the issuer is accepted; that it can is an assumption of the proof
   * (`TOKEN_KEYS_ARE_FETCHED`).
   *
   * Errors: `invalid-issuer`, `invalid-jwks-uri`, `empty-list`, `invalid-audience`, `invalid-header`.
   *
   * @param issuer The `iss` claim of the issuer's tokens, `https://idp.example`.
   * @param jwksUri The https URI of the key set.
   * @param options What the tokens must contain, and where they are found.
   * @see https://istio.io/latest/docs/reference/commands/pilot-discovery/#envvars (`PILOT_JWT_ENABLE_REMOTE_JWKS`)
   */
  public static withKeysAt(issuer: string, jwksUri: string, options?: JwtIssuerOptions): JwtIssuer {
    return new JwtIssuer(issuer, { jwksUri: httpsUri('jwksUri', jwksUri) }, options);
  }

  /** The `iss` claim of the issuer's tokens. */
  public readonly issuer: string;

  /** @internal */
  public readonly _model: TokenIssuerModel;

  private constructor(issuer: string, keys: Pick<TokenIssuerModel, 'jwks' | 'jwksUri'>, options?: JwtIssuerOptions) {
    const given = narrowing('options of JwtIssuer', options, { audiences: true, fromHeaders: true, forwardOriginalToken: true });
    this.issuer = issuerName(issuer);
    this._model = {
      issuer: this.issuer,
      audiences: sortedUnique(optionalList('audiences', given.audiences, audience) ?? []),
      ...keys,
      fromHeaders: byKey(optionalList('fromHeaders', given.fromHeaders, header) ?? [], (h) => JSON.stringify(h)),
      forwarded: flag('forwardOriginalToken', given.forwardOriginalToken, false),
    };
  }
}

function header(what: string, value: unknown): TokenIssuerModel['fromHeaders'][number] {
  const { name, prefix } = struct(what, value as JwtHeader);
  return { name: tokenHeader(`${what}.name`, name), ...(prefix === undefined || prefix === null ? {} : { prefix: tokenPrefix(`${what}.prefix`, prefix) }) };
}
