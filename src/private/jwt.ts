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

export function httpsUri(what: string, value: unknown): string {
  const given = text(what, value, 'invalid-jwks-uri');
  const url = URL.canParse(given) ? new URL(given) : undefined;
  if (url?.protocol !== 'https:') {
    throw invalid('invalid-jwks-uri', `${what} \`${given}\` is not an https URL`, 'serve the keys by https, or give them with `JwtIssuer.withKeys`: who can change them on their way can sign tokens');
  }
  return given;
}

/** https://www.rfc-editor.org/rfc/rfc9110#name-tokens */
const HEADER = /^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/;

export function tokenHeader(what: string, value: unknown): string {
  const given = text(what, value, 'invalid-header');
  if (!HEADER.test(given)) throw invalid('invalid-header', `${what} \`${given}\` is not a header name`, 'write it like `x-token`');
  return given.toLowerCase();
}

/** Of a private key, RFC 7518 sections 6.2.2 and 6.3.2. */
const PRIVATE = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth'];
const NEEDS: Readonly<Record<string, readonly string[]>> = { RSA: ['n', 'e'], EC: ['crv', 'x', 'y'], OKP: ['crv', 'x'] };

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
  keys.forEach((key: unknown, i) => {
    if (typeof key !== 'object' || key === null) throw refuse(`has ${show(key)} at keys[${i}]`);
    const members = key as Readonly<Record<string, unknown>>;
    if (members.kty === 'oct' || PRIVATE.some((name) => members[name] !== undefined)) {
      throw invalid('private-key', `\`jwks\` has a key at keys[${i}] that can sign tokens`, 'give the public keys alone, and replace this one: it is known now');
    }
    const needs = typeof members.kty === 'string' && Object.hasOwn(NEEDS, members.kty) ? NEEDS[members.kty] : undefined;
    if (needs === undefined) throw refuse(`has a key of type ${show(members.kty)} at keys[${i}]; proxies know RSA, EC and OKP`);
    const missing = needs.find((name) => typeof members[name] !== 'string');
    if (missing !== undefined) throw refuse(`has a key without \`${missing}\` at keys[${i}]`);
  });
  return JSON.stringify(set);
}

/** Names in brackets, as Istio takes them apart again. */
export function claim(path: readonly unknown[], values: unknown): ClaimModel {
  const names = path.map((name) => {
    const given = text('claim', name, 'invalid-claim');
    if (/[[\]]/.test(given)) throw invalid('invalid-claim', `claim \`${given}\` has a bracket, which Istio would take for a nested claim`, 'ask for another claim');
    return given;
  });
  if (names.length === 0) throw invalid('empty-list', 'the path of the claim is an empty list', 'name the claim');
  const value = names.length === 1 && WORDS.includes(names[0]) ? wordOf(names[0]) : claimValue;
  return { path: names, values: byKey(list('values', values, value).map((value) => ({ kind: 'exact', value })), (v) => v.value) };
}

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
