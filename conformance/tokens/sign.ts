import { sign } from 'node:crypto';
import type { Pair } from './keys';

/** Claims as JSON has them. */
export type Payload = Readonly<Record<string, unknown>>;

/** A token as its issuer would write it. `header` may say something else than is true. */
export function signed(pair: Pair, payload: Payload, header: Payload = {}): string {
  const head = { alg: pair.jwk.alg, kid: pair.jwk.kid, typ: 'JWT', ...header };
  const text = `${part(head)}.${part(payload)}`;
  return `${text}.${sign('sha256', Buffer.from(text), { key: pair.secret, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
}

function part(value: Payload): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
