import { createHash } from 'node:crypto';
import { isMap } from '../../manifest/schema/kit';
import type { JwtRule } from '../../manifest/validate/jwt-rule';

/**
 * Who signs what a rule accepts, each as one text. Of inline keys each key, whatever it is called elsewhere; of a URI that it is the
 * keys found there; without either, the issuer's own discovery document says where they are.
 */
export function keysOf({ jwks, jwksUri, jwks_uri, issuer }: JwtRule): readonly string[] {
  const uri = jwksUri ?? jwks_uri;
  if (jwks !== undefined && jwks !== '') return inlineKeys(jwks);
  return [uri === undefined ? `the keys that ${issuer ?? 'nobody'} publishes` : `the keys at ${uri}`];
}

/** `k1~3f2a…`: its id, and what tells it from any other. A proxy goes by id and algorithm, too, so that they are part of it. */
function inlineKeys(jwks: string): readonly string[] {
  const set = JSON.parse(jwks) as unknown;
  const keys = isMap(set) && Array.isArray(set.keys) ? set.keys : [set];
  return keys.filter(isMap).map((key) => `${typeof key.kid === 'string' ? key.kid : 'key'}~${createHash('sha256').update(canonical(key)).digest('hex').slice(0, 16)}`);
}

function canonical(key: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(Object.keys(key).sort().map((name) => [name, key[name]]));
}
