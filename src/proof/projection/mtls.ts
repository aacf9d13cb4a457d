import { EVERYTHING, NOTHING, type RequestSet } from '../../eval/request-set';
import type { Caller } from '../../eval/types';
import type { Place } from './place';

/**
 * PeerAuthentication sees whether there is an identity of this mesh, and the port. Whose it is, is not its to decide. A foreign identity
 * fails in the handshake wherever there is one.
 */
export function mostOfMtls({ declaration, proxied, mtls }: Place, { principal }: Caller): RequestSet {
  if (!proxied || mtls === 'disable') return EVERYTHING;
  if (principal === undefined) return mtls === 'permissive' ? EVERYTHING : NOTHING;
  return declaration.trustDomains.includes(principal.split('/')[0]) ? EVERYTHING : NOTHING;
}
