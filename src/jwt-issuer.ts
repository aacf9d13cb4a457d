import type { TokenIssuerModel } from './model/tokens';
import { flag, optionalList, struct, text } from './private/arguments';
import { audience, httpsUri, issuerName, keySet, tokenHeader } from './private/jwt';
import { byKey, sortedUnique } from './private/sorting';

/** A header that a token is looked for in. */
export interface JwtHeader {
  /** Name of the header, in any case. Errors: `invalid-header`. */
  readonly name: string;

  /**
   * What stands before the token, `Bearer `, with the space if there is one.
   *
   * @default - nothing: the header is the token
   */
  readonly prefix?: string;
}

/** What is asked of the tokens of an issuer. */
export interface JwtIssuerOptions {
  /**
   * Whom a token must be for: one of these in its claim `aud`. Proxies compare without `http://`, `https://` and one `/` at the end.
   *
   * @default - whoever it is for
   */
  readonly audiences?: string[];

  /**
   * Headers that are looked into, instead of where Istio looks by itself.
   *
   * @default - `Authorization: Bearer …`, and the query parameter `access_token`
   */
  readonly fromHeaders?: JwtHeader[];

  /**
   * Whether the service gets the token, too. Otherwise the proxy takes it out of the request.
   *
   * @default false
   */
  readonly forwardOriginalToken?: boolean;
}

/**
 * An issuer of JSON Web Tokens, and how its signature is known.
 *
 * @see https://istio.io/latest/docs/reference/config/security/jwt/
 */
export class JwtIssuer {
  /**
   * Its public keys are written down here. Whoever replaces them at the issuer has to replace them here, before the first token that is
   * signed with a new one.
   *
   * Errors: `invalid-issuer`, `invalid-jwks` (not a JSON Web Key Set of public RSA, EC or Ed25519 keys), `private-key`, `empty-list`,
   * `invalid-audience`, `invalid-header`.
   *
   * @param issuer The claim `iss` of its tokens, `https://idp.example`.
   * @param jwks The key set as JSON, `{"keys":[…]}`.
   * @param options What is asked of its tokens.
   */
  public static withKeys(issuer: string, jwks: string, options?: JwtIssuerOptions): JwtIssuer {
    return new JwtIssuer(issuer, { jwks: keySet(jwks) }, options);
  }

  /**
   * Its public keys are fetched from a URI: by istiod, for all proxies, so that the service itself needs no way there, and istiod does.
   * Where it cannot fetch them no token of the issuer is accepted; that it can is an assumption of the proof
   * (`TOKEN_KEYS_ARE_FETCHED`).
   *
   * Errors: `invalid-issuer`, `invalid-jwks-uri`, `empty-list`, `invalid-audience`, `invalid-header`.
   *
   * @param issuer The claim `iss` of its tokens, `https://idp.example`.
   * @param jwksUri Where the key set is, by https.
   * @param options What is asked of its tokens.
   * @see https://istio.io/latest/docs/reference/commands/pilot-discovery/#envvars (`PILOT_JWT_ENABLE_REMOTE_JWKS`)
   */
  public static withKeysAt(issuer: string, jwksUri: string, options?: JwtIssuerOptions): JwtIssuer {
    return new JwtIssuer(issuer, { jwksUri: httpsUri('jwksUri', jwksUri) }, options);
  }

  /** The claim `iss` of its tokens. */
  public readonly issuer: string;

  /** @internal */
  public readonly _model: TokenIssuerModel;

  private constructor(issuer: string, keys: Pick<TokenIssuerModel, 'jwks' | 'jwksUri'>, options?: JwtIssuerOptions) {
    const given = struct('options of JwtIssuer', options);
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
  return { name: tokenHeader(`${what}.name`, name), ...(prefix === undefined || prefix === null ? {} : { prefix: text(`${what}.prefix`, prefix, 'invalid-header') }) };
}
