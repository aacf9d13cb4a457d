import { createPublicKey, verify } from 'node:crypto';
import { cookiePlace, headerPlace, parameterPlace } from '../../src/eval/tokens/place';
import { keysOf } from '../../src/eval/tokens/key';
import type { Token } from '../../src/eval/types';
import type { WireHttp } from '../probe/wire';
import { PAIRS, type Pair } from './keys';
import type { Payload } from './sign';

const JWT = /[\w-]+\.[\w-]+\.[\w-]*/;

/** The token that a request carries, as somebody reads it who has the public keys; undefined: none. */
export function tokenIn({ headers, path }: WireHttp): Token | undefined {
  for (const [name, value] of headers) {
    const at = JWT.exec(value);
    if (name.toLowerCase() === 'cookie') {
      const [, cookie] = new RegExp(`([^=; ]+)=${JWT.source}`).exec(value) ?? [];
      if (at !== null && cookie !== undefined) return tokenOf(at[0], cookiePlace(cookie));
    } else if (at !== null && isToken(at[0])) {
      return tokenOf(at[0], headerPlace(name, value.slice(0, at.index)));
    }
  }
  const query = path.includes('?') ? path.slice(path.indexOf('?') + 1) : '';
  for (const [name, value] of new URLSearchParams(query)) if (isToken(value)) return tokenOf(value, parameterPlace(name));
  return undefined;
}

/** Hosts and versions have dots, too. */
function isToken(text: string): boolean {
  return text === GARBAGE || text.startsWith('ey');
}

/** Of the shape of a token, and none. */
export const GARBAGE = 'not.a.token';

function tokenOf(text: string, at: string): Token {
  const [head, body, signature] = text.split('.');
  const payload = parse(body);
  const key = PAIRS.find((pair) => isSignedBy(pair, parse(head), `${head}.${body}`, signature));
  const now = Date.now() / 1000;
  const isTimely = (Number(payload.exp ?? Infinity) > now) && (Number(payload.nbf ?? 0) <= now);
  // A proxy reads these as strings, or not at all.
  const isReadable = ['iss', 'sub'].every((name) => payload[name] === undefined || typeof payload[name] === 'string');
  if (key === undefined || !isTimely || !isReadable) return { valid: false, at, claims: flat(payload) };
  return { key: keysOf({ jwks: key.jwks })[0], at, claims: flat(payload) };
}

function isSignedBy({ jwk }: Pair, { alg, kid }: Payload, text: string, signature: string): boolean {
  return alg === jwk.alg && kid === jwk.kid
    && verify('sha256', Buffer.from(text), { key: createPublicKey({ format: 'jwk', key: jwk }), dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url'));
}

function parse(part: string): Payload {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString()) as Payload;
  } catch {
    return {};
  }
}

/** Strings and lists of strings, by path: nothing else is compared. */
function flat(payload: Payload, above = ''): Token['claims'] {
  return Object.fromEntries(Object.entries(payload).flatMap(([name, value]): readonly (readonly [string, string | readonly string[]])[] => {
    const path = `${above}[${name}]`;
    if (typeof value === 'string') return [[path, value]];
    if (Array.isArray(value)) return [[path, value.filter((v): v is string => typeof v === 'string')]];
    return typeof value === 'object' && value !== null ? Object.entries(flat(value as Payload, path)) : [];
  }));
}
