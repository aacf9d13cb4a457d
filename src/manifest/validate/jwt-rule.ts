import type { Findings } from '../schema/finding';
import { isMap, type Fault } from '../schema/kit';

/** Whose tokens a RequestAuthentication takes, and where it looks for them. */
export type JwtRule = {
  readonly issuer?: string;
  readonly audiences?: readonly string[];
  readonly jwksUri?: string;
  /** The CRD has this spelling, too. */
  readonly jwks_uri?: string;
  readonly jwks?: string;
  readonly fromHeaders?: readonly { readonly name: string; readonly prefix?: string }[];
  readonly fromParams?: readonly string[];
  readonly fromCookies?: readonly string[];
  readonly outputPayloadToHeader?: string;
  readonly outputClaimToHeaders?: readonly { readonly header: string; readonly claim: string }[];
  readonly forwardOriginalToken?: boolean;
  readonly spaceDelimitedClaims?: readonly string[];
  readonly timeout?: string;
};

export function jwtRule({ issuer, jwks, jwksUri, jwks_uri }: JwtRule, findings: Findings): void {
  if ([jwks, jwksUri, jwks_uri].filter((source) => source !== undefined).length > 1) {
    findings.add('conflict', 'only one of `jwks` and `jwksUri` can be set');
  }
  if (issuer === undefined && jwksUri === undefined && jwks_uri === undefined) {
    findings.add('missing-field', 'a JWT rule needs `issuer` or `jwksUri`');
  }
}

export function jwksUriFault(text: string): Fault | undefined {
  if (text === '') return { message: 'must not be empty' };
  if (text.length > 2048) return { message: 'is longer than 2048 characters' };
  const protocol = URL.canParse(text) ? new URL(text).protocol : undefined;
  return protocol === 'http:' || protocol === 'https:' ? undefined : { message: 'is not an http:// or https:// URL' };
}

/** A JSON Web Key Set, or one key (RFC 7517). The keys themselves are not judged. */
export function jwksFault(text: string): Fault | undefined {
  if (text === '') return undefined;
  const value = parse(text);
  return isMap(value) && (Array.isArray(value.keys) || typeof value.kty === 'string') ? undefined : { message: 'is not a JSON Web Key Set' };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
