import { createPublicKey } from 'node:crypto';
import type { ClaimModel } from '../model/tokens';
import { invalid, list, show, text } from './arguments';
import { byKey } from './sorting';

/** `StringOrURI` of RFC 7519, as request principals of Istio can hold it: they take a star at the start for a pattern. */
export function issuerName(value: unknown): string {
  const given = text('issuer', value, 'invalid-issuer');
  if (/\s/.test(given)) throw invalid('invalid-issuer', `issuer \`${given}\` has white space`, 'write the claim `iss` as it is in the tokens');
  if (given.startsWith('*')) throw invalid('invalid-issuer', `issuer \`${given}\` starts with \`*\`, which would be taken as a pattern`, 'name one issuer');
  return given;
}

export function audience(what: string, value: unknown): string {
  const given = text(what, value, 'invalid-audience');
  if (/[\s*]/.test(given)) throw invalid('invalid-audience', `${what} \`${given}\` has white space or \`*\``, 'name one audience: there are no patterns');
  return given;
}

/** No white space, which istiod refuses; no user, who would stand in the manifest; no fragment, which nobody is asked for. */
const PLAIN_URI = /^https:\/\/[a-z0-9.:[\]-]+(?:[/?][!-"$-~]*)?$/i;

export function httpsUri(what: string, value: unknown): string {
  const given = text(what, value, 'invalid-jwks-uri');
  const url = URL.canParse(given) ? new URL(given) : undefined;
  if (url?.protocol !== 'https:') {
    throw invalid('invalid-jwks-uri', `${what} \`${given}\` is not an https URL`, 'serve the keys by https, or give them with `JwtIssuer.withKeys`: who can change them on their way can sign tokens');
  }
  if (!PLAIN_URI.test(given)) {
    throw invalid('invalid-jwks-uri', `${what} \`${given}\` has more than a host, a path and a query, or characters that are sent encoded`, 'write it like `https://idp.example/keys`');
  }
  return given;
}

/** https://www.rfc-editor.org/rfc/rfc9110#name-tokens */
const HEADER = /^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/;

export function tokenHeader(what: string, value: unknown): string {
  const given = text(what, value, 'invalid-header');
  if (!HEADER.test(given)) throw invalid('invalid-header', `${what} \`${given}\` is not a header name`, 'write it like `x-token`');
  const name = given.toLowerCase();
  if (name === 'host') throw invalid('invalid-header', `${what} \`${given}\` is no header to proxies, but the host of the request`, 'have the token in a header of its own');
  return name;
}

export function tokenPrefix(what: string, value: unknown): string {
  const given = text(what, value, 'invalid-header');
  if (!/^[!-~][ -~]*$/.test(given)) throw invalid('invalid-header', `${what} ${JSON.stringify(given)} begins no value of a header`, 'use printable ASCII, like `Bearer `');
  return given;
}

/** Of a private key or a secret, RFC 7518 sections 6.2.2, 6.3.2 and 6.4. */
const PRIVATE = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];
/** What a public key is made of, RFC 7518 section 6 and RFC 8037. */
const NEEDS: Readonly<Record<string, readonly string[]>> = { RSA: ['n', 'e'], EC: ['crv', 'x', 'y'], OKP: ['crv', 'x'] };
/** https://github.com/envoyproxy/envoy/blob/main/source/common/jwt/jwks.cc */
const CURVES: Readonly<Record<string, readonly string[]>> = { EC: ['P-256', 'P-384', 'P-521'], OKP: ['Ed25519'] };
/** What a key may say it is for, by type; of EC by curve. Another one is compared with no token, or the proxy leaves the key out. */
const ALGORITHMS: Readonly<Record<string, readonly string[]>> = {
  RSA: ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'], 'P-256': ['ES256'], 'P-384': ['ES384'], 'P-521': ['ES512'], Ed25519: ['EdDSA'],
};
const BASE64URL = /^[A-Za-z0-9_-]+$/;

/** As short as JSON can be. What could sign tokens does not belong into a manifest. */
export function keySet(value: unknown): string {
  const given = text('jwks', value, 'invalid-jwks');
  const refuse = (problem: string): Error => invalid('invalid-jwks', `\`jwks\` ${problem}`, 'give what the issuer serves: `{"keys":[{"kty":"RSA","kid":"…","n":"…","e":"…"}]}`');
  let set: unknown;
  try {
    set = JSON.parse(given);
  } catch {
    throw refuse('is not JSON');
  }
  const keys = (set as { readonly keys?: unknown } | null)?.keys;
  if (!Array.isArray(keys) || keys.length === 0) throw refuse('has no list `keys`, or an empty one');
  const all = keys.map((key: unknown, i) => {
    if (typeof key !== 'object' || key === null) throw refuse(`has ${show(key)} at keys[${i}]`);
    const members = key as Readonly<Record<string, unknown>>;
    if (members.kty === 'oct' || PRIVATE.some((name) => members[name] !== undefined)) {
      throw invalid('private-key', `\`jwks\` has a key at keys[${i}] that can sign tokens`, 'give the public keys alone, and replace this one: it is known now');
    }
    return members;
  });
  all.forEach((members, i) => {
    const needs = typeof members.kty === 'string' && Object.hasOwn(NEEDS, members.kty) ? NEEDS[members.kty] : undefined;
    if (needs === undefined) throw refuse(`has a key of type ${show(members.kty)} at keys[${i}]; proxies know RSA, EC and OKP`);
    const missing = needs.find((name) => typeof members[name] !== 'string');
    if (missing !== undefined) throw refuse(`has a key without \`${missing}\` at keys[${i}]`);
    const fault = keyFault(members as Readonly<Record<string, string>>, needs);
    if (fault !== undefined) throw refuse(`has a key at keys[${i}] that proves nothing: ${fault}`);
  });
  return JSON.stringify(set);
}

/** A proxy leaves out a key that it cannot read: then no token of its issuer is accepted, or by weak ones also those of others. */
function keyFault(key: Readonly<Record<string, string>>, needs: readonly string[]): string | undefined {
  const curves = Object.hasOwn(CURVES, key.kty) ? CURVES[key.kty] : undefined;
  if (curves !== undefined && !curves.includes(key.crv)) return `curve ${show(key.crv)} is none of ${curves.join(', ')}`;
  const algorithms = ALGORITHMS[key.kty === 'RSA' ? 'RSA' : key.crv];
  if (key.alg !== undefined && !algorithms.includes(key.alg)) return `\`alg\` is ${show(key.alg)}, and proxies know ${algorithms.join(', ')} of such a key`;
  const garbled = needs.find((name) => name !== 'crv' && !BASE64URL.test(key[name]));
  if (garbled !== undefined) return `\`${garbled}\` is ${key[garbled] === '' ? 'empty' : 'not base64url'}`;
  try {
    const { modulusLength = LEAST_BITS, publicExponent = 3n } = createPublicKey({ format: 'jwk', key }).asymmetricKeyDetails ?? {};
    if (modulusLength < LEAST_BITS) return `it has ${modulusLength} bits, and ${LEAST_BITS} are the least`;
    return publicExponent === 3n || publicExponent === 65537n ? undefined : `\`e\` is ${publicExponent}, and proxies take 3 and 65537`;
  } catch {
    return `it is no ${key.kty} key`;
  }
}

/** https://www.rfc-editor.org/rfc/rfc7518#section-3.3 */
const LEAST_BITS = 2048;

/** Names in brackets, as Istio takes them apart again. */
export function claim(path: readonly unknown[], values: unknown): ClaimModel {
  const names = path.map((name) => {
    const given = text('claim', name, 'invalid-claim');
    if (/[[\]]/.test(given)) throw invalid('invalid-claim', `claim \`${given}\` has a bracket, which Istio would take for a nested claim`, 'ask for another claim');
    return given;
  });
  if (NUMBERS.includes(names[0])) {
    throw invalid('invalid-claim', `claim \`${names[0]}\` is a number, which is equal to nothing`, 'leave it out: whether a token holds today is asked of every one');
  }
  if (names.length > 1 && TEXTS.includes(names[0])) throw invalid('invalid-claim', `claim \`${names[0]}\` has none inside it: it is text`, 'ask for what it says with `Condition.jwtClaim`');
  const value = names.length === 1 && WORDS.includes(names[0]) ? wordOf(names[0]) : claimValue;
  return { path: names, values: byKey(list('values', values, value).map((value) => ({ kind: 'exact', value })), (v) => v.value) };
}

/** https://www.rfc-editor.org/rfc/rfc7519#section-4.1 */
const NUMBERS: readonly string[] = ['exp', 'iat', 'nbf'];
const TEXTS: readonly string[] = ['aud', 'iss', 'jti', 'permission', 'scope', 'sub'];

/** Istio takes them apart at spaces: https://github.com/istio/istio/blob/master/pilot/pkg/security/authn/policy_applier.go (`buildSpaceDelimitedClaims`) */
const WORDS: readonly string[] = ['permission', 'scope'];

function wordOf(name: string): typeof claimValue {
  return (what, value) => {
    const given = claimValue(what, value);
    if (!given.includes(' ')) return given;
    throw invalid('invalid-claim', `${what} \`${given}\` has a space, and \`${name}\` is taken as a list of words`, 'give a condition per word: conditions all must hold');
  };
}

function claimValue(what: string, value: unknown): string {
  const given = text(what, value, 'invalid-claim');
  if (given.startsWith('*') || given.endsWith('*')) {
    throw invalid('invalid-claim', `${what} \`${given}\` has a \`*\` at one end, which would be taken as a pattern`, 'name each value');
  }
  return given;
}
