import { EVERYTHING, NOTHING, type RequestSet } from '../../eval/request-set';
import type { Caller } from '../../eval/types';
import { isProbe } from './ingress-policy';
import type { Place } from './place';

/**
 * PeerAuthentication sees whether there is an identity of this mesh, and the port. Whose it is, is not its to decide. A foreign identity
 * fails in the handshake wherever there is one.
 */
export function mostOfMtls(place: Place, caller: Caller): RequestSet {
  const { declaration, proxied, mtls } = place;
  const { principal } = caller;
  if (!proxied || mtls === 'disable' || isProbe(place, caller)) return EVERYTHING;
  if (principal === undefined) return mtls === 'permissive' ? EVERYTHING : NOTHING;
  return declaration.trustDomains.includes(principal.split('/')[0]) ? EVERYTHING : NOTHING;
}
